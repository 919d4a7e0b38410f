/* The release is tied to the scope of one iteration by the compiler's cleanup
 * attribute: it runs on every way out of that scope. */
#ifndef STRATEGIES_SCOPED_DEFER_H
#define STRATEGIES_SCOPED_DEFER_H

#include "strategies/strategy.h"

struct scoped_handle {
    void *handle;
    const struct work *work;
};

STRATEGY_INLINE void
scoped_handle_release(struct scoped_handle *scoped)
{
    if (scoped->handle)
        scoped->work->resource->release(
            scoped->work->allocator, scoped->handle);
}

STRATEGY_INLINE bool
scoped_defer_step(const struct work *work)
{
    struct scoped_handle scoped
        __attribute__((cleanup(scoped_handle_release))) = {
            work->resource->acquire(work->allocator, work->size), work};
    if (!scoped.handle)
        return false;
    return work->resource->use(work->allocator, scoped.handle, work->size);
}

STRATEGY_INLINE size_t
scoped_defer_run(const struct work *work)
{
    return strategy_run_steps(work, scoped_defer_step);
}

static const struct strategy scoped_defer_strategy = {
    .name = "scoped_defer",
    .summary = "released at the end of each iteration's scope, by the compiler",
    .run = scoped_defer_run,
};

#endif
