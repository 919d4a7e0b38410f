/* A label at the end of the function that releases; every other way out is
 * meant to be a goto to it. */
#include "bench/studies/exits/exits.h"

#include <stddef.h>

static void
goto_ladder_scope(enum exits_way way)
{
    void *resource = NULL;
    for (int once = 0; once < 1; once++) {
        resource = exits_take(way);
        if (way == EXITS_RETURN)
            return;
        if (way == EXITS_BREAK)
            break;
        if (way == EXITS_GOTO || !exits_work(way))
            goto out;
    }
out:
    exits_let_go(resource);
}

const struct exits_mechanism exits_goto_ladder = {
    .name = "goto_ladder",
    .scope = goto_ladder_scope,
    .why_no_struct = "the release stands before the return",
};
