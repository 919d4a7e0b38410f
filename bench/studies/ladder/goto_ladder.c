/* A label for each resource, in reverse; what fails jumps to its own. */
#include "bench/studies/ladder/ladder.h"

#define TAKE(k)                                                                \
    void *resource_##k = ladder_take(k);                                       \
    if (!resource_##k)                                                         \
        goto before_##k;
#define RELEASE(k)                                                             \
    ladder_let_go(resource_##k);                                               \
    before_##k:

#define STRAIGHT(n)                                                            \
    LADDER_RUNG(goto_ladder, straight, n)                                      \
    {                                                                          \
        LADDER_UP_##n(TAKE) ladder_use();                                      \
        LADDER_DOWN_##n(RELEASE) return;                                       \
    }

#define LOOP(n)                                                                \
    LADDER_RUNG(goto_ladder, loop, n)                                          \
    {                                                                          \
        for (size_t k = 1; k <= n; k++) {                                      \
            void *resource = ladder_take(k);                                   \
            if (!resource)                                                     \
                goto out;                                                      \
            ladder_use();                                                      \
            ladder_let_go(resource);                                           \
        }                                                                      \
    out:                                                                       \
        return;                                                                \
    }

LADDER_STRAIGHT(STRAIGHT)
LADDER_LOOPS(LOOP)
