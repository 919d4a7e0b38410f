/* When a resource is let go. A strategy is one `static const struct strategy`
 * in a header of its own name; `run` is an always-inline function, so that a
 * cell made of constant structures compiles to straight code. */
#ifndef STRATEGIES_STRATEGY_H
#define STRATEGIES_STRATEGY_H

#include "allocators/allocator.h"
#include "strategies/resource.h"

#include <stddef.h>

#define STRATEGY_INLINE static inline __attribute__((always_inline))

/* Keeps the compiler from merging one iteration with the next. */
#define STRATEGY_BARRIER() __asm__ volatile("" ::: "memory")

/* One function's work: take `count` resources of `size` bytes one after the
 * other, use each once, and let each go when the strategy says so. */
struct work {
    const struct allocator *allocator;
    const struct resource *resource;
    /* resource->release bound to the allocator: what a record points to when a
     * release is to run later. */
    void (*release)(void *handle);
    size_t size;
    size_t count;
};

struct strategy {
    const char *name;
    const char *summary; /* one line for people */

    /* Does the work and returns how many resources were taken and used; fewer
     * than `count` when one could not be had or used (errno says why). The
     * work ends there, and nothing stays held but what `settle` gives back. */
    size_t (*run)(const struct work *work);

    /* Gives back what the strategy keeps from one run to the next. Called once
     * when all threads that ran the work are done. NULL: keeps nothing. */
    void (*settle)(const struct work *work);
};

/* The run of a strategy that is the same step for each resource: false when it
 * could not be had or used. `step` is a constant, and inlined. */
STRATEGY_INLINE size_t
strategy_run_steps(
    const struct work *work, bool (*step)(const struct work *work))
{
    size_t done = 0;
    while (done < work->count && step(work)) {
        done++;
        STRATEGY_BARRIER();
    }
    return done;
}

#endif
