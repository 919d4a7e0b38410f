/* A plain call at the end of the scope. */
#include "bench/studies/exits/exits.h"

static void
explicit_close_scope(enum exits_way way)
{
    for (int once = 0; once < 1; once++) {
        void *resource = exits_take(way);
        EXITS_LEAVE(way);
        exits_let_go(resource);
    }
out:
    return;
}

const struct exits_mechanism exits_explicit_close = {
    .name = "explicit_close",
    .scope = explicit_close_scope,
    .why_no_struct = "the call stands before the return",
};
