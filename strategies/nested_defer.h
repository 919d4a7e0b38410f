/* A block that runs at the end of the iteration's scope, made of gcc's nested
 * functions. */
#ifndef STRATEGIES_NESTED_DEFER_H
#define STRATEGIES_NESTED_DEFER_H

#include "strategies/runtime/scope.h"
#include "strategies/strategy.h"

STRATEGY_INLINE bool
nested_defer_step(const struct work *work)
{
    void *handle = work->resource->acquire(work->allocator, work->size);
    if (!handle)
        return false;
    SCOPE_DEFER_NESTED
    {
        work->resource->release(work->allocator, handle);
    }
    return work->resource->use(work->allocator, handle, work->size);
}

STRATEGY_INLINE size_t
nested_defer_run(const struct work *work)
{
    return strategy_run_steps(work, nested_defer_step);
}

static const struct strategy nested_defer_strategy = {
    .name = "nested_defer",
    .summary = "a block at the end of the scope, by gcc's nested functions",
    .run = nested_defer_run,
};

#endif
