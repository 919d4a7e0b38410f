/* gcc's nested functions under its cleanup attribute. */
#include "bench/studies/exits/exits.h"

#if defined __GNUC__ && !defined __clang__

#include "strategies/runtime/scope.h"

static void
nested_defer_scope(enum exits_way way)
{
    for (int once = 0; once < 1; once++) {
        void *resource = exits_take(way);
        SCOPE_DEFER_NESTED
        {
            exits_let_go(resource);
        }
        EXITS_LEAVE(way);
    }
out:
    return;
}

static struct exits_struct
nested_defer_struct(void)
{
    struct exits_struct result = {0};
    SCOPE_DEFER_NESTED
    {
        exits_change(&result);
    }
    result.value = exits_value();
    return result;
}

const struct exits_mechanism exits_nested_defer = {
    .name = "nested_defer",
    .scope = nested_defer_scope,
    .give_struct = nested_defer_struct,
};

#else

const struct exits_mechanism exits_nested_defer = {
    .name = "nested_defer",
    .why_not = "this compiler has no nested functions: gcc has",
};

#endif
