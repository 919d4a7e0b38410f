/* C++: a guard beside the resource runs a lambda at the end of the iteration's
 * scope. */
#ifndef STRATEGIES_SCOPE_GUARD_H
#define STRATEGIES_SCOPE_GUARD_H

#include "strategies/runtime/scope_guard.hpp"
#include "strategies/strategy.h"

STRATEGY_INLINE bool
scope_guard_step(const struct work *work)
{
    void *handle = work->resource->acquire(work->allocator, work->size);
    if (!handle)
        return false;
    cleanup::scope_guard release{[&] [[gnu::always_inline]] () {
        work->resource->release(work->allocator, handle);
    }};
    return work->resource->use(work->allocator, handle, work->size);
}

/* Written out: g++ 12 folds nothing behind a step that it is given. */
STRATEGY_INLINE size_t
scope_guard_run(const struct work *work)
{
    size_t done = 0;
    while (done < work->count && scope_guard_step(work)) {
        done++;
        STRATEGY_BARRIER();
    }
    return done;
}

static const struct strategy scope_guard_strategy = {
    .name = "scope_guard",
    .summary = "C++: released by a guard's lambda at the scope's end",
    .run = scope_guard_run,
    .settle = nullptr,
};

#endif
