/* C's own way: what was taken is let go at labels at the function's end, in
 * reverse, and every way out jumps to the right one. */
#ifndef STRATEGIES_GOTO_LADDER_H
#define STRATEGIES_GOTO_LADDER_H

#include "strategies/strategy.h"

STRATEGY_INLINE bool
goto_ladder_step(const struct work *work)
{
    bool used = false;
    void *handle = work->resource->acquire(work->allocator, work->size);
    if (!handle)
        goto nothing_taken;
    if (!work->resource->use(work->allocator, handle, work->size))
        goto handle_taken;
    used = true;
handle_taken:
    work->resource->release(work->allocator, handle);
nothing_taken:
    return used;
}

STRATEGY_INLINE size_t
goto_ladder_run(const struct work *work)
{
    return strategy_run_steps(work, goto_ladder_step);
}

static const struct strategy goto_ladder_strategy = {
    .name = "goto_ladder",
    .summary = "released at a label that every way out jumps to",
    .run = goto_ladder_run,
};

#endif
