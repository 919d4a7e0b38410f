/* Deferred calls in segments, the first in the frame. */
#include "bench/studies/ladder/runtime.h"
#include "strategies/runtime/defer_segmented.h"

#define TAKE(k)                                                                \
    if (!take(&calls, k))                                                      \
        return;

LADDER_INLINE bool
take(struct defer_segmented *calls, size_t k)
{
    void *resource = ladder_take(k);
    return resource && defer_segmented_register(calls, let_go, resource);
}

#define STRAIGHT(n)                                                            \
    LADDER_RUNG(segmented_records, straight, n)                                \
    {                                                                          \
        DEFER_SEGMENTED(calls, &system_allocator);                             \
        LADDER_UP_##n(TAKE) ladder_use();                                      \
    }

#define LOOP(n)                                                                \
    LADDER_RUNG(segmented_records, loop, n)                                    \
    {                                                                          \
        DEFER_SEGMENTED(calls, &system_allocator);                             \
        for (size_t k = 1; k <= n; k++) {                                      \
            TAKE(k)                                                            \
            ladder_use();                                                      \
        }                                                                      \
    }

LADDER_STRAIGHT(STRAIGHT)
LADDER_LOOPS(LOOP)
