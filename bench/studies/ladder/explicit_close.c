/* A plain call for each way out: the baseline. */
#include "bench/studies/ladder/ladder.h"

#include <stdbool.h>

#define OPEN(k)                                                                \
    void *resource_##k = ladder_take(k);                                       \
    if (resource_##k) {
#define CLOSE(k)                                                               \
    ladder_let_go(resource_##k);                                               \
    }

#define STRAIGHT(n)                                                            \
    LADDER_RUNG(explicit_close, straight, n)                                   \
    {                                                                          \
        LADDER_UP_##n(OPEN);                                                   \
        ladder_use();                                                          \
        LADDER_DOWN_##n(CLOSE)                                                 \
    }

#define LOOP(n)                                                                \
    LADDER_RUNG(explicit_close, loop, n)                                       \
    {                                                                          \
        for (size_t k = 1; k <= n; k++) {                                      \
            void *resource = ladder_take(k);                                   \
            if (!resource)                                                     \
                return;                                                        \
            ladder_use();                                                      \
            ladder_let_go(resource);                                           \
        }                                                                      \
    }

/* A failure goes up as a result, and each function looks at it. */
static __attribute__((noinline)) bool
call_functions(size_t more)
{
    void *resource = ladder_take(more);
    bool done = more > 1 ? call_functions(more - 1) : !ladder_fails();
    ladder_let_go(resource);
    return done;
}

#define FAILURE(n)                                                             \
    LADDER_RUNG(explicit_close, failure, n)                                    \
    {                                                                          \
        if (!call_functions(n))                                                \
            ladder_use();                                                      \
    }

LADDER_STRAIGHT(STRAIGHT)
LADDER_LOOPS(LOOP)
LADDER_FAILURES(FAILURE)
