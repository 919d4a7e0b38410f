/* The object pool without a victim generation, as sync.Pool was before Go 1.13:
 * what an epoch finds idle is discarded at once. */
#ifndef STRATEGIES_POOL_NO_VICTIM_H
#define STRATEGIES_POOL_NO_VICTIM_H

#include "strategies/object_pool.h"

extern struct pool pool_no_victim_shared;

static const struct object_pool_kind pool_no_victim_kind =
    OBJECT_POOL_KIND(&pool_no_victim_shared);

STRATEGY_INLINE size_t
pool_no_victim_run(const struct work *work)
{
    return object_pool_run_kind(&pool_no_victim_kind, work);
}

STRATEGY_INLINE void
pool_no_victim_settle(const struct work *work)
{
    object_pool_settle_kind(&pool_no_victim_kind, work);
}

static const struct strategy pool_no_victim_strategy = {
    .name = "pool_no_victim",
    .summary = "object_pool, but an epoch discards at once what is idle",
    .run = pool_no_victim_run,
    .settle = pool_no_victim_settle,
};

#endif
