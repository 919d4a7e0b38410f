// Starting the program again for what must be known before it starts.
#pragma once

namespace cleanup
{

// Room for thread-local storage of mallocs that are loaded later (see
// allocators/peers/loaded_malloc.h) is made when a process starts, and an
// environment variable says how much. Unless it already says so, this process
// becomes the same program anew, with the same arguments, in the same process.
// Returns where there is nothing to do, or it cannot be done.
void
restart_with_room_for_peers(char *const arguments[]);

} // namespace cleanup
