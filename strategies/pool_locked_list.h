/* The obvious pool: one list of objects behind one mutex, and nothing lets go
 * of them but settle. */
#ifndef STRATEGIES_POOL_LOCKED_LIST_H
#define STRATEGIES_POOL_LOCKED_LIST_H

#include "strategies/object_pool.h"
#include "strategies/runtime/pool_list.h"

extern struct pool_list pool_locked_list_shared;

STRATEGY_INLINE void *
pool_locked_list_take(void *list)
{
    return pool_list_take(list);
}

STRATEGY_INLINE bool
pool_locked_list_put(void *list, void *handle)
{
    return pool_list_put(list, handle);
}

static inline void
pool_locked_list_drain(void *list, void (*release)(void *handle))
{
    pool_list_drain(list, release);
}

static const struct object_pool_kind pool_locked_list_kind = {
    .pool = &pool_locked_list_shared,
    .take = pool_locked_list_take,
    .put = pool_locked_list_put,
    .drain = pool_locked_list_drain,
};

STRATEGY_INLINE size_t
pool_locked_list_run(const struct work *work)
{
    return object_pool_run_kind(&pool_locked_list_kind, work);
}

STRATEGY_INLINE void
pool_locked_list_settle(const struct work *work)
{
    object_pool_settle_kind(&pool_locked_list_kind, work);
}

static const struct strategy pool_locked_list_strategy = {
    .name = "pool_locked_list",
    .summary = "the obvious pool: one list of objects behind one mutex",
    .run = pool_locked_list_run,
    .settle = pool_locked_list_settle,
};

#endif
