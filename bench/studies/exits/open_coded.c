/* The runtime's open-coded kind: a bit, and a call at the function's end. */
#include "allocators/system.h"
#include "bench/studies/exits/exits.h"
#include "strategies/runtime/defer.h"

#ifdef __EXCEPTIONS

static void
open_coded_scope(enum exits_way way)
{
    DEFER_FUNCTION(&system_allocator);
    DEFER_OPEN(exits_let_go);
    for (int once = 0; once < 1; once++) {
        void *resource = exits_take(way);
        defer_open(0, resource);
        EXITS_LEAVE(way);
    }
out:
    return;
}

const struct exits_mechanism exits_open_coded = {
    .name = "open_coded",
    .scope = open_coded_scope,
    .why_no_struct = "a result of more than 16 bytes goes through a pointer",
};

#else

const struct exits_mechanism exits_open_coded = {
    .name = "open_coded",
    .why_not = "a panic finds open-coded calls by -fexceptions alone",
};

#endif
