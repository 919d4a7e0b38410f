/* The runtime's kind for loops: a record from the heap for each call. The
 * records come from malloc, or, as heap_records_cached, from thread_cache. */
#include "allocators/thread_cache.h"
#include "bench/studies/ladder/failures.h"

LADDER_INLINE bool
take(struct defer_frame *frame, size_t k)
{
    void *resource = ladder_take(k);
    return resource && defer_register(frame, let_go, resource);
}

#define TAKE(k)                                                                \
    if (!take(&defer_frame, k))                                                \
        return;

#define STRAIGHT(n)                                                            \
    LADDER_RUNG(heap_records, straight, n)                                     \
    {                                                                          \
        DEFER_FUNCTION(&system_allocator);                                     \
        LADDER_UP_##n(TAKE) ladder_use();                                      \
    }

#define LOOP_FROM(mechanism, allocator, n)                                     \
    LADDER_RUNG(mechanism, loop, n)                                            \
    {                                                                          \
        DEFER_FUNCTION(allocator);                                             \
        for (size_t k = 1; k <= n; k++) {                                      \
            TAKE(k)                                                            \
            ladder_use();                                                      \
        }                                                                      \
    }
#define LOOP(n) LOOP_FROM(heap_records, &system_allocator, n)
#define LOOP_CACHED(n)                                                         \
    LOOP_FROM(heap_records_cached, &thread_cache_allocator, n)

static __attribute__((noinline)) void
call_functions(size_t more)
{
    DEFER_FUNCTION(&system_allocator);
    if (!defer_loop(let_go, ladder_take(more)))
        return;
    go_on(call_functions, more);
}

#define FAILURE(n) FAILURE_OF(heap_records, call_functions, n)

LADDER_STRAIGHT(STRAIGHT)
LADDER_LOOPS(LOOP)
LADDER_LOOPS(LOOP_CACHED)
LADDER_FAILURES(FAILURE)
