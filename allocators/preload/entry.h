/* What the entry points share: where their memory comes from, and how they
 * become visible outside of the library. */
#ifndef ALLOCATORS_PRELOAD_ENTRY_H
#define ALLOCATORS_PRELOAD_ENTRY_H

#include "allocators/thread_cache.h"

#include <stdbool.h>
#include <stddef.h>

#define ENTRY_POINT __attribute__((visibility("default")))

/* While the dynamic linker relocates, thread-local storage reads as zero; it
 * gets its initial values afterwards. Whoever allocates that early, which an
 * ifunc resolver may do, passes the thread cache by. */
static inline bool
entry_is_early(void)
{
    return rarely(!thread_cache_current);
}

static inline void
entry_prepare(void)
{
    if (entry_is_early())
        thread_cache_pass_by();
}

/* The early ways, which stand apart so that the others are tail calls and save
 * no register. */
void *
entry_allocate_early(size_t size);
void
entry_release_early(void *block);

static inline void *
entry_allocate(size_t size)
{
    if (entry_is_early())
        return entry_allocate_early(size);
    return thread_cache_allocate(size);
}

static inline void *
entry_allocate_aligned(size_t alignment, size_t size)
{
    entry_prepare();
    return thread_cache_allocate_aligned(alignment, size);
}

static inline void
entry_release(void *block)
{
    struct thread_cache *cache = thread_cache_current;
    if (rarely(!cache))
        entry_release_early(block);
    else
        thread_cache_release_to(cache, block);
}

#endif
