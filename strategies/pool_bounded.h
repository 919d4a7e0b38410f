/* The object pool with a bound: beyond it a put is refused, and the resource
 * released. */
#ifndef STRATEGIES_POOL_BOUNDED_H
#define STRATEGIES_POOL_BOUNDED_H

#include "strategies/object_pool.h"

enum { POOL_BOUNDED_SLOTS = 64 }; /* objects a thread, beside the private one */

extern struct pool pool_bounded_shared;

static const struct object_pool_kind pool_bounded_kind =
    OBJECT_POOL_KIND(&pool_bounded_shared);

STRATEGY_INLINE size_t
pool_bounded_run(const struct work *work)
{
    return object_pool_run_kind(&pool_bounded_kind, work);
}

STRATEGY_INLINE void
pool_bounded_settle(const struct work *work)
{
    object_pool_settle_kind(&pool_bounded_kind, work);
}

static const struct strategy pool_bounded_strategy = {
    .name = "pool_bounded",
    .summary = "object_pool, but refuses beyond 64 objects a thread",
    .run = pool_bounded_run,
    .settle = pool_bounded_settle,
};

#endif
