/* How the time of a function grows with the calls that it defers in a loop. */
#include "allocators/thread_cache.h"
#include "bench/claims/experiments/experiments.h"
#include "strategies/runtime/defer.h"

#include <stdio.h>

/* Small counts are repeated until as many calls were made as this, so that the
 * clock has something to measure: about a millisecond. */
enum { CALLS_FEWEST = 50000, COUNT_MOST = 1000000 };

static void
release_nothing(void *argument)
{
    (void)argument;
}

static __attribute__((noinline)) bool
defer_many(size_t count)
{
    DEFER_FUNCTION_OF(bool, all, &thread_cache_allocator);
    for (size_t i = 0; i < count; i++)
        if (!defer_loop(release_nothing, NULL))
            DEFER_RETURN(false);
    DEFER_RETURN(true);
}

/* Nanoseconds of one call of defer_many; below 0: there is no memory. */
static double
defer_many_ns(size_t count)
{
    const size_t repeats = count < CALLS_FEWEST ? CALLS_FEWEST / count : 1;
    const double start = clock_ns();
    for (size_t i = 0; i < repeats; i++)
        if (!defer_many(count))
            return -1;
    return (clock_ns() - start) / (double)repeats;
}

static int
defer_growth_run(struct printer *printer)
{
    if (defer_many_ns(1) < 0) /* so that no count pays for the first use */
        return 1;
    for (size_t count = 10; count <= COUNT_MOST; count *= 10) {
        const double ns = defer_many_ns(count);
        if (ns < 0)
            return 1;
        char setting[32];
        snprintf(setting, sizeof setting, "deferred=%zu", count);
        print_value(printer, setting, "time", "ns per function", ns);
    }
    return 0;
}

EXPERIMENT(defer_growth, 12, "time of a function by calls deferred in a loop",
    defer_growth_run)
