/* The cleanup attribute of gcc and clang. */
#include "bench/studies/ladder/ladder.h"

static inline void
let_go(void **resource)
{
    if (*resource)
        ladder_let_go(*resource);
}

#define TAKE(k)                                                                \
    void *resource_##k __attribute__((cleanup(let_go))) = ladder_take(k);      \
    if (!resource_##k)                                                         \
        return;

#define STRAIGHT(n)                                                            \
    LADDER_RUNG(cleanup_attribute, straight, n)                                \
    {                                                                          \
        LADDER_UP_##n(TAKE) ladder_use();                                      \
    }

#define LOOP(n)                                                                \
    LADDER_RUNG(cleanup_attribute, loop, n)                                    \
    {                                                                          \
        for (size_t k = 1; k <= n; k++) {                                      \
            void *resource __attribute__((cleanup(let_go))) = ladder_take(k);  \
            if (!resource)                                                     \
                return;                                                        \
            ladder_use();                                                      \
        }                                                                      \
    }

LADDER_STRAIGHT(STRAIGHT)
LADDER_LOOPS(LOOP)
