/* The runtime's kind for a call that is registered at most once: its record
 * lies in the function's frame. Not for loops. */
#include "bench/studies/ladder/failures.h"

#define RECORD(k) struct defer_record record_##k;
#define TAKE(k)                                                                \
    void *resource_##k = ladder_take(k);                                       \
    if (!resource_##k)                                                         \
        return;                                                                \
    defer_once(&record_##k, let_go, resource_##k);

#define STRAIGHT(n)                                                            \
    LADDER_RUNG(stack_records, straight, n)                                    \
    {                                                                          \
        LADDER_UP_##n(RECORD) DEFER_FUNCTION(&system_allocator);               \
        LADDER_UP_##n(TAKE) ladder_use();                                      \
    }

LADDER_STRAIGHT(STRAIGHT)

/* The runtime is built for one of the two ways to recover. */
#ifndef DEFER_MARKS

static __attribute__((noinline)) void
call_functions(size_t more)
{
    struct defer_record record;
    DEFER_FUNCTION(&system_allocator);
    defer_once(&record, let_go, ladder_take(more));
    go_on(call_functions, more);
}

#define FAILURE(n) FAILURE_OF(stack_records, call_functions, n)
LADDER_FAILURES(FAILURE)

#endif
