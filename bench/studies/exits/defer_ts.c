/* C's defer, ISO/IEC TS 25755. */
#include "bench/studies/exits/exits.h"

#ifdef __STDC_DEFER_TS25755__

#include "strategies/runtime/scope.h"

static void
defer_ts_scope(enum exits_way way)
{
    for (int once = 0; once < 1; once++) {
        void *resource = exits_take(way);
        SCOPE_DEFER
        {
            exits_let_go(resource);
        }
        EXITS_LEAVE(way);
    }
out:
    return;
}

static struct exits_struct
defer_ts_struct(void)
{
    struct exits_struct result = {0};
    SCOPE_DEFER
    {
        exits_change(&result);
    }
    result.value = exits_value();
    return result;
}

const struct exits_mechanism exits_defer_ts = {
    .name = "defer_ts",
    .scope = defer_ts_scope,
    .give_struct = defer_ts_struct,
};

#else

const struct exits_mechanism exits_defer_ts = {
    .name = "defer_ts",
    .why_not = "this compiler has no defer: clang-22 -std=c2y -fdefer-ts has",
};

#endif
