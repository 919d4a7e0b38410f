/* The object pool without stealing: a thread gets back only what it put. */
#ifndef STRATEGIES_POOL_PER_THREAD_H
#define STRATEGIES_POOL_PER_THREAD_H

#include "strategies/object_pool.h"

extern struct pool pool_per_thread_shared;

static const struct object_pool_kind pool_per_thread_kind =
    OBJECT_POOL_KIND(&pool_per_thread_shared);

STRATEGY_INLINE size_t
pool_per_thread_run(const struct work *work)
{
    return object_pool_run_kind(&pool_per_thread_kind, work);
}

STRATEGY_INLINE void
pool_per_thread_settle(const struct work *work)
{
    object_pool_settle_kind(&pool_per_thread_kind, work);
}

static const struct strategy pool_per_thread_strategy = {
    .name = "pool_per_thread",
    .summary = "object_pool, but a thread gets only what it put itself",
    .run = pool_per_thread_run,
    .settle = pool_per_thread_settle,
};

#endif
