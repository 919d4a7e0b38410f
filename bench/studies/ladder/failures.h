/* How the mechanisms of strategies/runtime/ take a failure: the last function
 * panics, the rung recovers. */
#ifndef BENCH_STUDIES_LADDER_FAILURES_H
#define BENCH_STUDIES_LADDER_FAILURES_H

#include "bench/studies/ladder/runtime.h"
#include "strategies/runtime/defer.h"
#include "strategies/runtime/panic.h"

static inline void
recover(void *unused)
{
    (void)unused;
    panic_recover();
}

/* Calls `functions`, so many, and recovers. */
#define FAILURE_OF(mechanism, functions, n)                                    \
    LADDER_RUNG(mechanism, failure, n)                                         \
    {                                                                          \
        struct defer_record recovering;                                        \
        DEFER_FUNCTION(&system_allocator);                                     \
        defer_once(&recovering, recover, NULL);                                \
        functions(n);                                                          \
    }

/* The work of the k-th function from the last: it calls the next, or panics. */
LADDER_INLINE void
go_on(void (*call_functions)(size_t more), size_t k)
{
    if (k > 1)
        call_functions(k - 1);
    else if (ladder_fails())
        panic_text("the work failed");
    ladder_use();
}

#endif
