/* Nothing is released between uses: a used resource is put back into a pool,
 * and reset before it is used again. */
#ifndef STRATEGIES_OBJECT_POOL_H
#define STRATEGIES_OBJECT_POOL_H

#include "strategies/runtime/pool.h"
#include "strategies/strategy.h"

/* What the runs of one cell share; settle empties it. */
extern struct pool object_pool_shared;

/* One from the pool, ready for use, or a new one; NULL and errno. */
STRATEGY_INLINE void *
object_pool_take(const struct work *work)
{
    void *handle = pool_get(&object_pool_shared);
    if (!handle)
        return work->resource->acquire(work->allocator, work->size);
    if (!work->resource->reset || work->resource->reset(handle))
        return handle;
    work->resource->release(work->allocator, handle);
    return work->resource->acquire(work->allocator, work->size);
}

STRATEGY_INLINE void
object_pool_put_back(const struct work *work, void *handle)
{
    if (work->resource->park)
        work->resource->park(handle);
    if (!pool_put(&object_pool_shared, handle))
        work->resource->release(work->allocator, handle);
}

STRATEGY_INLINE bool
object_pool_step(const struct work *work)
{
    void *handle = object_pool_take(work);
    if (!handle)
        return false;
    if (!work->resource->use(work->allocator, handle, work->size)) {
        work->resource->release(work->allocator, handle);
        return false;
    }
    object_pool_put_back(work, handle);
    return true;
}

STRATEGY_INLINE size_t
object_pool_run(const struct work *work)
{
    size_t done = 0;
    while (done < work->count && object_pool_step(work)) {
        done++;
        STRATEGY_BARRIER();
    }
    return done;
}

STRATEGY_INLINE void
object_pool_settle(const struct work *work)
{
    pool_drain(&object_pool_shared, work->release);
}

static const struct strategy object_pool_strategy = {
    .name = "object_pool",
    .summary = "taken from and put back to a pool; reset before reuse",
    .run = object_pool_run,
    .settle = object_pool_settle,
};

#endif
