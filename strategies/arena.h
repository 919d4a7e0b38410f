/* Memory comes from an arena over the allocator, and resources are kept until
 * a batch is full: then all of it is let go at once. */
#ifndef STRATEGIES_ARENA_H
#define STRATEGIES_ARENA_H

#include "strategies/runtime/arena.h"
#include "strategies/strategy.h"

#include <string.h>

/* Resources that are held before all are let go. Two threads with a batch each
 * can have the 64 connections of the default set between them. */
enum { ARENA_BATCH = 32 };

/* An allocator has no place for a state of its own: the thread's arena. */
extern __thread struct arena arena_here
    __attribute__((tls_model("initial-exec")));

/* Its address. gcc 12's UndefinedBehaviorSanitizer takes the address of a
 * thread's variable, where it sees one, for a null pointer. */
static inline struct arena *
arena_of_thread(void)
{
    struct arena *here = &arena_here;
    __asm__("" : "+r"(here));
    return here;
}

static inline void *
arena_here_allocate(size_t size)
{
    return arena_allocate(&arena_here, size);
}

static inline void *
arena_here_allocate_aligned(size_t alignment, size_t size)
{
    return arena_allocate_aligned(&arena_here, alignment, size);
}

static inline void *
arena_here_allocate_zeroed(size_t count, size_t size)
{
    return arena_allocate_zeroed(&arena_here, count, size);
}

static inline void *
arena_here_resize(void *block, size_t size)
{
    return arena_resize(&arena_here, block, size);
}

/* One block is never given back: all are, by arena_rewind. */
static inline void
arena_here_release(void *block)
{
    (void)block;
}

/* The chunks are their source's to trim and to count. */
static inline size_t
arena_here_trim(void)
{
    return 0;
}

static inline void
arena_here_read_counters(struct allocator_counters *counters)
{
    memset(counters, 0, sizeof *counters);
}

static const struct allocator arena_here_allocator = {
    .name = "arena",
    .summary = "blocks bumped out of chunks of another allocator",
    .allocate = arena_here_allocate,
    .allocate_aligned = arena_here_allocate_aligned,
    .allocate_zeroed = arena_here_allocate_zeroed,
    .resize = arena_here_resize,
    .release = arena_here_release,
    .usable_size = arena_usable_size,
    .trim = arena_here_trim,
    .read_counters = arena_here_read_counters,
};

struct arena_batch {
    void *handles[ARENA_BATCH];
    size_t held;
};

/* Resources that are more than memory are released one by one; for memory
 * nothing is left of this loop but the rewind. */
STRATEGY_INLINE void
arena_batch_release(const struct work *work, struct arena_batch *batch)
{
    while (batch->held)
        work->resource->release(
            &arena_here_allocator, batch->handles[--batch->held]);
    arena_rewind(arena_of_thread());
}

STRATEGY_INLINE bool
arena_step(const struct work *work, struct arena_batch *batch)
{
    void *handle = work->resource->acquire(&arena_here_allocator, work->size);
    if (!handle)
        return false;
    batch->handles[batch->held++] = handle;
    bool used = work->resource->use(&arena_here_allocator, handle, work->size);
    if (batch->held == ARENA_BATCH)
        arena_batch_release(work, batch);
    return used;
}

STRATEGY_INLINE size_t
arena_run(const struct work *work)
{
    struct arena_batch batch;
    batch.held = 0;
    arena_here = ARENA(work->allocator);
    size_t done = 0;
    while (done < work->count && arena_step(work, &batch)) {
        done++;
        STRATEGY_BARRIER();
    }
    arena_batch_release(work, &batch);
    arena_end(&arena_here);
    return done;
}

static const struct strategy arena_strategy = {
    .name = "arena",
    .summary =
        "memory from an arena; all is let go at the end of a batch of 32",
    .run = arena_run,
};

#endif
