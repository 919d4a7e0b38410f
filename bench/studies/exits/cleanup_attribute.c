/* The cleanup attribute of gcc and clang. */
#include "bench/studies/exits/exits.h"

static void
let_go(void **resource)
{
    exits_let_go(*resource);
}

static void
cleanup_attribute_scope(enum exits_way way)
{
    for (int once = 0; once < 1; once++) {
        void *resource __attribute__((cleanup(let_go))) = exits_take(way);
        EXITS_LEAVE(way);
        (void)resource;
    }
out:
    return;
}

static struct exits_struct
cleanup_attribute_struct(void)
{
    struct exits_struct result __attribute__((cleanup(exits_change))) = {0};
    result.value = exits_value();
    return result;
}

const struct exits_mechanism exits_cleanup_attribute = {
    .name = "cleanup_attribute",
    .scope = cleanup_attribute_scope,
    .give_struct = cleanup_attribute_struct,
};
