/* What the tier allocators share: everything but taking one block and giving
 * one back. They live on one heap, so a block's own size is the same question
 * for all of them. */
#ifndef ALLOCATORS_TIERS_BLOCK_CALLS_H
#define ALLOCATORS_TIERS_BLOCK_CALLS_H

#include "allocators/tiers/large.h"
#include "allocators/tiers/page_map.h"
#include "allocators/tiers/size_class.h"

#include <errno.h>
#include <stdbool.h>
#include <stddef.h>
#include <string.h>

#define BLOCK_CALL static inline __attribute__((always_inline))

typedef void *
block_allocate(size_t size);
typedef void
block_release(void *block);

/* The rest of block_usable_size where the page has no class. */
THROWS_NOTHING size_t
block_usable_size_without_class(const void *block);

/* Bytes that may be written at `block`; 0 for NULL. */
static inline size_t
block_usable_size(const void *block)
{
    unsigned size_class = page_map_class(block);
    if (rarely(size_class == 0))
        return block_usable_size_without_class(block);
    return size_class_block_bytes[size_class];
}

static inline bool
block_alignment_is_valid(size_t alignment)
{
    if (alignment != 0 && (alignment & (alignment - 1)) == 0)
        return true;
    errno = EINVAL;
    return false;
}

/* True and the product in `*size`; false and errno = ENOMEM on overflow. */
static inline bool
block_total_size(size_t count, size_t item_size, size_t *size)
{
    if (!__builtin_mul_overflow(count, item_size, size))
        return true;
    errno = ENOMEM;
    return false;
}

BLOCK_CALL void *
block_allocate_aligned(block_allocate *allocate, size_t alignment, size_t size)
{
    if (!block_alignment_is_valid(alignment))
        return NULL;
    unsigned size_class = size_class_aligned(alignment, size);
    if (size_class == 0)
        return large_allocate_aligned(alignment, size);
    return allocate(size_class_block_bytes[size_class]);
}

BLOCK_CALL void *
block_allocate_zeroed(block_allocate *allocate, size_t count, size_t item_size)
{
    size_t size;
    if (!block_total_size(count, item_size, &size))
        return NULL;
    /* Only the page heap knows which pages are zero already. */
    if (size > SIZE_CLASS_SMALL_LARGEST)
        return large_allocate_zeroed(size);
    void *block = allocate(size);
    return block ? memset(block, 0, size) : NULL;
}

/* A block of a class may stay where it is unless it is too small, or so large
 * that half of it would go unused. Never one of class 0. */
static inline bool
block_class_fits(unsigned size_class, size_t size)
{
    size_t usable = size_class_block_bytes[size_class];
    return size <= usable && (size >= usable / 2 || size_class == 1) &&
           size_class != 0;
}

/* False for NULL, and where the page has no class: the slow path looks again.
 */
static inline bool
block_fits(const void *block, size_t size)
{
    return block_class_fits(page_map_class(block), size);
}

static inline bool
block_resize_in_place(void *block, size_t size)
{
    unsigned size_class = page_map_block_class(block);
    if (size_class == 0)
        return size > SIZE_CLASS_SMALL_LARGEST && large_resize(block, size);
    return block_class_fits(size_class, size);
}

BLOCK_CALL void *
block_move(
    block_allocate *allocate, block_release *release, void *block, size_t size)
{
    size_t held = block_usable_size(block);
    void *moved = allocate(size);
    if (!moved)
        return NULL;
    memcpy(moved, block, held < size ? held : size);
    release(block);
    return moved;
}

/* What grew once will grow again: pages of its own can do so in place. */
BLOCK_CALL void *
block_grow(block_release *release, void *block, size_t size)
{
    bool large = page_map_block_class(block) == 0;
    void *moved = large ? large_move(block, size) : NULL;
    if (moved)
        return moved;
    return block_move(large_allocate_to_grow, release, block, size);
}

BLOCK_CALL void *
block_resize(
    block_allocate *allocate, block_release *release, void *block, size_t size)
{
    if (!block)
        return allocate(size);
    if (block_resize_in_place(block, size))
        return block;
    if (size > SIZE_CLASS_SMALL_LARGEST)
        return block_grow(release, block, size);
    return block_move(allocate, release, block, size);
}

#endif
