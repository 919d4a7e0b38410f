/* Nothing is released between uses: a used resource is put back into a pool
 * like Go's sync.Pool, and reset before it is used again. */
#ifndef STRATEGIES_OBJECT_POOL_H
#define STRATEGIES_OBJECT_POOL_H

#include "strategies/runtime/pool.h"
#include "strategies/runtime/pool_epoch.h"
#include "strategies/strategy.h"

/* One kind of pool, and the pool that the runs of a cell share. The variants
 * beside this header (pool_*.h) differ in nothing else. */
struct object_pool_kind {
    void *pool;
    void *(*take)(void *pool); /* NULL: it is empty */
    bool (*put)(void *pool, void *handle);
    void (*drain)(void *pool, void (*release)(void *handle));
};

/* What an epoch in the middle of the work releases handles with; the work's
 * own, set before a handle can be put. */
void
object_pool_set_release(void (*release)(void *handle));

/* A pool's discard callback: calls that release. */
void
object_pool_discard(void *context, void *handle);

/* A new one; NULL and errno. Its bytes count towards the next epoch. */
STRATEGY_INLINE void *
object_pool_acquire(const struct work *work)
{
    object_pool_set_release(work->release);
    pool_epoch_count_bytes(work->size);
    return work->resource->acquire(work->allocator, work->size);
}

/* One from the pool, ready for use, or a new one; NULL and errno. */
STRATEGY_INLINE void *
object_pool_take(const struct object_pool_kind *kind, const struct work *work)
{
    void *handle = kind->take(kind->pool);
    if (!handle)
        return object_pool_acquire(work);
    if (!work->resource->reset || work->resource->reset(handle))
        return handle;
    work->resource->release(work->allocator, handle);
    return object_pool_acquire(work);
}

STRATEGY_INLINE void
object_pool_put_back(
    const struct object_pool_kind *kind, const struct work *work, void *handle)
{
    if (work->resource->park)
        work->resource->park(handle);
    if (!kind->put(kind->pool, handle))
        work->resource->release(work->allocator, handle);
}

STRATEGY_INLINE bool
object_pool_step(const struct object_pool_kind *kind, const struct work *work)
{
    void *handle = object_pool_take(kind, work);
    if (!handle)
        return false;
    if (!work->resource->use(work->allocator, handle, work->size)) {
        work->resource->release(work->allocator, handle);
        return false;
    }
    object_pool_put_back(kind, work, handle);
    return true;
}

STRATEGY_INLINE size_t
object_pool_run_kind(
    const struct object_pool_kind *kind, const struct work *work)
{
    size_t done = 0;
    while (done < work->count && object_pool_step(kind, work)) {
        done++;
        STRATEGY_BARRIER();
    }
    return done;
}

STRATEGY_INLINE void
object_pool_settle_kind(
    const struct object_pool_kind *kind, const struct work *work)
{
    kind->drain(kind->pool, work->release);
}

/* The kinds that are a struct pool. */
STRATEGY_INLINE void *
object_pool_take_from(void *pool)
{
    return pool_take(pool);
}

STRATEGY_INLINE bool
object_pool_put_into(void *pool, void *handle)
{
    return pool_put(pool, handle);
}

static inline void
object_pool_drain(void *pool, void (*release)(void *handle))
{
    object_pool_set_release(release);
    pool_drain(pool);
}

#define OBJECT_POOL_KIND(pool)                                                 \
    {                                                                          \
        (pool), object_pool_take_from, object_pool_put_into, object_pool_drain \
    }

extern struct pool object_pool_shared;

static const struct object_pool_kind object_pool_shared_kind =
    OBJECT_POOL_KIND(&object_pool_shared);

STRATEGY_INLINE size_t
object_pool_run(const struct work *work)
{
    return object_pool_run_kind(&object_pool_shared_kind, work);
}

STRATEGY_INLINE void
object_pool_settle(const struct work *work)
{
    object_pool_settle_kind(&object_pool_shared_kind, work);
}

static const struct strategy object_pool_strategy = {
    .name = "object_pool",
    .summary = "taken from and put back to a pool; reset before reuse",
    .run = object_pool_run,
    .settle = object_pool_settle,
};

#endif
