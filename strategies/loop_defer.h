/* Go's `defer` inside a loop: every release waits for the end of the function,
 * however many there are. */
#ifndef STRATEGIES_LOOP_DEFER_H
#define STRATEGIES_LOOP_DEFER_H

#include "strategies/runtime/defer.h"
#include "strategies/strategy.h"

/* Takes one resource, registers its release, uses it: in this order, as Go
 * programs do, so that a use that fails still has its release registered. */
STRATEGY_INLINE bool
loop_defer_step(struct defer_frame *frame, const struct work *work)
{
    void *handle = work->resource->acquire(work->allocator, work->size);
    if (!handle)
        return false;
    if (!defer_register(frame, work->release, handle)) {
        work->resource->release(work->allocator, handle);
        return false;
    }
    return work->resource->use(work->allocator, handle, work->size);
}

STRATEGY_INLINE size_t
loop_defer_run(const struct work *work)
{
    struct defer_frame frame = DEFER_FRAME(work->allocator);
    size_t done = 0;
    while (done < work->count && loop_defer_step(&frame, work)) {
        done++;
        STRATEGY_BARRIER();
    }
    defer_return(&frame);
    return done;
}

/* Idle records go back to the allocator. */
STRATEGY_INLINE void
loop_defer_settle(const struct work *work)
{
    defer_settle(work->allocator);
}

static const struct strategy loop_defer_strategy = {
    .name = "loop_defer",
    .summary = "a record per release; all run when the function ends",
    .run = loop_defer_run,
    .settle = loop_defer_settle,
};

#endif
