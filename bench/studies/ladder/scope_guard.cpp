// A scope guard: a destructor that calls a lambda.
#include "strategies/runtime/scope_guard.hpp"
#include "bench/studies/ladder/ladder.h"

#define TAKE(k)                                                                \
    void *resource_##k = ladder_take(k);                                       \
    if (!resource_##k)                                                         \
        return;                                                                \
    cleanup::scope_guard guard_##k([&] { ladder_let_go(resource_##k); });

#define STRAIGHT(n)                                                            \
    LADDER_RUNG(scope_guard, straight, n)                                      \
    {                                                                          \
        LADDER_UP_##n(TAKE) ladder_use();                                      \
    }

#define LOOP(n)                                                                \
    LADDER_RUNG(scope_guard, loop, n)                                          \
    {                                                                          \
        for (size_t k = 1; k <= n; k++) {                                      \
            void *resource = ladder_take(k);                                   \
            if (!resource)                                                     \
                return;                                                        \
            cleanup::scope_guard guard([&] { ladder_let_go(resource); });      \
            ladder_use();                                                      \
        }                                                                      \
    }

extern "C" {
LADDER_STRAIGHT(STRAIGHT)
LADDER_LOOPS(LOOP)
}
