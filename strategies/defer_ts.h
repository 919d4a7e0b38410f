/* A block that runs at the end of the iteration's scope: `defer` of the C
 * defer TS (ISO/IEC TS 25755). */
#ifndef STRATEGIES_DEFER_TS_H
#define STRATEGIES_DEFER_TS_H

#include "strategies/strategy.h"

#include <stddefer.h>

STRATEGY_INLINE bool
defer_ts_step(const struct work *work)
{
    void *handle = work->resource->acquire(work->allocator, work->size);
    if (!handle)
        return false;
    defer
    {
        work->resource->release(work->allocator, handle);
    }
    return work->resource->use(work->allocator, handle, work->size);
}

STRATEGY_INLINE size_t
defer_ts_run(const struct work *work)
{
    return strategy_run_steps(work, defer_ts_step);
}

static const struct strategy defer_ts_strategy = {
    .name = "defer_ts",
    .summary = "a block at the end of the scope, by the C defer TS",
    .run = defer_ts_run,
};

#endif
