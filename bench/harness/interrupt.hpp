// Ctrl-C asks, it does not kill: the cell under way is finished first.
#pragma once

namespace cleanup
{

// From now on SIGINT and SIGTERM only raise the flag below; a second one ends
// the process at once. A file beyond RLIMIT_FSIZE fails to be written, as on a
// full disk, instead of ending the process.
void
catch_interrupts();

bool
interrupted();

} // namespace cleanup
