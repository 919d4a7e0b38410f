/* Go's open-coded defer in the scope of one iteration: a bit says that the
 * release is due, and a direct call at the scope's end makes it. */
#ifndef STRATEGIES_OPEN_CODED_DEFER_H
#define STRATEGIES_OPEN_CODED_DEFER_H

#include "strategies/runtime/defer.h"
#include "strategies/strategy.h"

/* The function stands twice: `known` never leaves the step, so the compiler
 * knows what it calls; `listed` is for a panic. */
STRATEGY_INLINE bool
open_coded_defer_step(const struct work *work, void (*const *listed)(void *))
{
    void (*const known[DEFER_OPEN_MOST])(void *) = {work->release};
    void *handle = work->resource->acquire(work->allocator, work->size);
    if (!handle)
        return false;
    struct defer_frame frame = DEFER_FRAME(work->allocator);
    struct defer_open_calls calls;
    DEFER_OPEN_SCOPE(scope, &calls, &frame, known, listed);
    defer_open_register(&scope, 0, handle);
    return work->resource->use(work->allocator, handle, work->size);
}

STRATEGY_INLINE size_t
open_coded_defer_run(const struct work *work)
{
    void (*const listed[DEFER_OPEN_MOST])(void *) = {work->release};
    size_t done = 0;
    while (done < work->count && open_coded_defer_step(work, listed)) {
        done++;
        STRATEGY_BARRIER();
    }
    return done;
}

static const struct strategy open_coded_defer_strategy = {
    .name = "open_coded_defer",
    .summary = "a bit and a direct call at the end of each iteration",
    .run = open_coded_defer_run,
};

#endif
