/* The compiler releases only on the way out of a failure; who succeeds lets go
 * by a plain call. Zig's errdefer, D's scope(failure). */
#ifndef STRATEGIES_ERROR_ONLY_H
#define STRATEGIES_ERROR_ONLY_H

#include "strategies/strategy.h"

struct error_only {
    void *handle; /* NULL: nothing to release */
    const struct work *work;
};

STRATEGY_INLINE void
error_only_release(struct error_only *guarded)
{
    if (guarded->handle)
        guarded->work->resource->release(
            guarded->work->allocator, guarded->handle);
}

/* The handle, which is the caller's to release from here on. */
STRATEGY_INLINE void *
error_only_succeed(struct error_only *guarded)
{
    void *handle = guarded->handle;
    guarded->handle = NULL;
    return handle;
}

STRATEGY_INLINE bool
error_only_step(const struct work *work)
{
    struct error_only guarded __attribute__((cleanup(error_only_release))) = {
        work->resource->acquire(work->allocator, work->size), work};
    if (!guarded.handle ||
        !work->resource->use(work->allocator, guarded.handle, work->size))
        return false;
    work->resource->release(work->allocator, error_only_succeed(&guarded));
    return true;
}

STRATEGY_INLINE size_t
error_only_run(const struct work *work)
{
    return strategy_run_steps(work, error_only_step);
}

static const struct strategy error_only_strategy = {
    .name = "error_only",
    .summary = "by the compiler when the use fails, else by a plain call",
    .run = error_only_run,
};

#endif
