/* The runtime's open-coded kind: a bit for each call, and direct calls at the
 * function's end. Up to 8 calls, and not for loops. */
#include "bench/studies/ladder/failures.h"

#define FUNCTION(k) let_go,
#define TAKE(k)                                                                \
    void *resource_##k = ladder_take(k);                                       \
    if (!resource_##k)                                                         \
        return;                                                                \
    defer_open((k)-1, resource_##k);

#define STRAIGHT(n)                                                            \
    LADDER_RUNG(open_coded, straight, n)                                       \
    {                                                                          \
        DEFER_FUNCTION(&system_allocator);                                     \
        DEFER_OPEN(LADDER_UP_##n(FUNCTION));                                   \
        LADDER_UP_##n(TAKE) ladder_use();                                      \
    }

LADDER_STRAIGHT_TO_8(STRAIGHT)

/* The runtime is built for one of the two ways to recover. */
#ifndef DEFER_MARKS

static __attribute__((noinline)) void
call_functions(size_t more)
{
    DEFER_FUNCTION(&system_allocator);
    DEFER_OPEN(let_go);
    defer_open(0, ladder_take(more));
    go_on(call_functions, more);
}

#define FAILURE(n) FAILURE_OF(open_coded, call_functions, n)
LADDER_FAILURES(FAILURE)

#endif
