/* A plain call right after the last use: the baseline. */
#ifndef STRATEGIES_EXPLICIT_CLOSE_H
#define STRATEGIES_EXPLICIT_CLOSE_H

#include "strategies/strategy.h"

STRATEGY_INLINE bool
explicit_close_step(const struct work *work)
{
    void *handle = work->resource->acquire(work->allocator, work->size);
    if (!handle)
        return false;
    bool used = work->resource->use(work->allocator, handle, work->size);
    work->resource->release(work->allocator, handle);
    return used;
}

STRATEGY_INLINE size_t
explicit_close_run(const struct work *work)
{
    return strategy_run_steps(work, explicit_close_step);
}

static const struct strategy explicit_close_strategy = {
    .name = "explicit_close",
    .summary = "released by a plain call right after the last use (baseline)",
    .run = explicit_close_run,
};

#endif
