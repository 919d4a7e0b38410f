/* The runtime's kind for loops: a record from the heap. */
#include "allocators/system.h"
#include "bench/studies/exits/exits.h"
#include "strategies/runtime/defer.h"

static void
heap_records_scope(enum exits_way way)
{
    DEFER_FUNCTION(&system_allocator);
    for (int once = 0; once < 1; once++) {
        void *resource = exits_take(way);
        if (!defer_loop(exits_let_go, resource)) {
            exits_let_go(resource);
            return;
        }
        EXITS_LEAVE(way);
    }
out:
    return;
}

const struct exits_mechanism exits_heap_records = {
    .name = "heap_records",
    .scope = heap_records_scope,
    .why_no_struct = "a result of more than 16 bytes goes through a pointer",
};
