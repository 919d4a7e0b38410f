/* C's defer, ISO/IEC TS 25755; for compilers that have it. */
#include "bench/studies/ladder/ladder.h"
#include "strategies/runtime/scope.h"

#define TAKE(k)                                                                \
    void *resource_##k = ladder_take(k);                                       \
    if (!resource_##k)                                                         \
        return;                                                                \
    SCOPE_DEFER                                                                \
    {                                                                          \
        ladder_let_go(resource_##k);                                           \
    }

#define STRAIGHT(n)                                                            \
    LADDER_RUNG(defer_ts, straight, n)                                         \
    {                                                                          \
        LADDER_UP_##n(TAKE) ladder_use();                                      \
    }

#define LOOP(n)                                                                \
    LADDER_RUNG(defer_ts, loop, n)                                             \
    {                                                                          \
        for (size_t k = 1; k <= n; k++) {                                      \
            void *resource = ladder_take(k);                                   \
            if (!resource)                                                     \
                return;                                                        \
            SCOPE_DEFER                                                        \
            {                                                                  \
                ladder_let_go(resource);                                       \
            }                                                                  \
            ladder_use();                                                      \
        }                                                                      \
    }

LADDER_STRAIGHT(STRAIGHT)
LADDER_LOOPS(LOOP)
