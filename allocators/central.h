/* The middle tier as an allocator of its own: every operation goes to the
 * central list of its class, under that list's lock. */
#ifndef ALLOCATORS_CENTRAL_H
#define ALLOCATORS_CENTRAL_H

#include "allocators/allocator.h"
#include "allocators/thread_cache.h"
#include "allocators/tiers/block_calls.h"
#include "allocators/tiers/central_list.h"
#include "allocators/tiers/decay.h"

#include <stddef.h>

static inline void *
central_allocate(size_t size)
{
    if (rarely(size > SIZE_CLASS_LARGEST))
        return large_allocate(size);
    decay_tick();
    return central_list_take_block(size > SIZE_CLASS_SMALL_LARGEST
                                       ? size_class_of_pages(size)
                                       : size_class_of(size));
}

/* The rest of a release where the page has no class. */
THROWS_NOTHING void
central_release_without_class(void *block);

static inline void
central_release(void *block)
{
    unsigned size_class = page_map_class(block);
    if (rarely(size_class == 0)) {
        central_release_without_class(block);
        return;
    }
    decay_tick();
    block_give_up(block, size_class);
    central_list_give_block(size_class, block);
}

static inline void *
central_allocate_aligned(size_t alignment, size_t size)
{
    return block_allocate_aligned(central_allocate, alignment, size);
}

static inline void *
central_allocate_zeroed(size_t count, size_t size)
{
    return block_allocate_zeroed(central_allocate, count, size);
}

static inline void *
central_resize(void *block, size_t size)
{
    return block_resize(central_allocate, central_release, block, size);
}

/* What an idle cache holds and what was counted concerns the whole heap:
 * thread_cache answers for it. */
static const struct allocator central_allocator = {
    .name = "central",
    .summary = "every operation at the central list of its class, locked",
    .allocate = central_allocate,
    .allocate_aligned = central_allocate_aligned,
    .allocate_zeroed = central_allocate_zeroed,
    .resize = central_resize,
    .release = central_release,
    .usable_size = block_usable_size,
    .trim = thread_cache_trim,
    .read_counters = thread_cache_read_counters,
};

#endif
