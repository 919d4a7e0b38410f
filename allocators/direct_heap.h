/* The bottom tier as an allocator of its own: every operation takes whole
 * pages from the page heap, or gives them back, under its one lock. */
#ifndef ALLOCATORS_DIRECT_HEAP_H
#define ALLOCATORS_DIRECT_HEAP_H

#include "allocators/allocator.h"
#include "allocators/central.h"
#include "allocators/thread_cache.h"
#include "allocators/tiers/block_calls.h"
#include "allocators/tiers/large.h"

#include <stddef.h>

static inline void *
direct_heap_allocate(size_t size)
{
    return large_allocate(size);
}

static inline void *
direct_heap_allocate_aligned(size_t alignment, size_t size)
{
    if (!block_alignment_is_valid(alignment))
        return NULL;
    return large_allocate_aligned(alignment, size);
}

static inline void *
direct_heap_allocate_zeroed(size_t count, size_t item_size)
{
    size_t size;
    if (!block_total_size(count, item_size, &size))
        return NULL;
    return large_allocate_zeroed(size);
}

/* A block of a class comes from another tier and goes back there. */
static inline void
direct_heap_release(void *block)
{
    central_release(block);
}

static inline void *
direct_heap_resize(void *block, size_t size)
{
    if (!block)
        return direct_heap_allocate(size);
    if (page_map_block_class(block) == 0 && large_resize(block, size))
        return block;
    return block_grow(direct_heap_release, block, size);
}

static const struct allocator direct_heap_allocator = {
    .name = "direct_heap",
    .summary = "every operation takes whole pages from the page heap",
    .allocate = direct_heap_allocate,
    .allocate_aligned = direct_heap_allocate_aligned,
    .allocate_zeroed = direct_heap_allocate_zeroed,
    .resize = direct_heap_resize,
    .release = direct_heap_release,
    .usable_size = block_usable_size,
    .trim = thread_cache_trim,
    .read_counters = thread_cache_read_counters,
};

#endif
