/* Go's defer that runs at most once, in the scope of one iteration: its record
 * lies in the function's frame, and the release runs at the scope's end. */
#ifndef STRATEGIES_STACK_DEFER_H
#define STRATEGIES_STACK_DEFER_H

#include "strategies/runtime/defer.h"
#include "strategies/strategy.h"

STRATEGY_INLINE bool
stack_defer_step(const struct work *work)
{
    struct defer_frame frame = DEFER_FRAME(work->allocator);
    struct defer_record record;
    void *handle = work->resource->acquire(work->allocator, work->size);
    if (!handle)
        return false;
    defer_register_once(&frame, &record, work->release, handle);
    bool used = work->resource->use(work->allocator, handle, work->size);
    defer_return(&frame);
    return used;
}

STRATEGY_INLINE size_t
stack_defer_run(const struct work *work)
{
    return strategy_run_steps(work, stack_defer_step);
}

static const struct strategy stack_defer_strategy = {
    .name = "stack_defer",
    .summary = "a record in the frame; run at the end of each iteration",
    .run = stack_defer_run,
};

#endif
