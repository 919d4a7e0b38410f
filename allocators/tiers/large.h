/* Large blocks: a span of pages each, straight from the page heap. */
#ifndef ALLOCATORS_TIERS_LARGE_H
#define ALLOCATORS_TIERS_LARGE_H

#include "allocators/tiers/hints.h"

#include <stdbool.h>
#include <stddef.h>

/* At least one page, aligned to a page and to `alignment`, a power of two.
 * NULL and errno = ENOMEM when it cannot be had. */
THROWS_NOTHING void *
large_allocate(size_t size);
THROWS_NOTHING void *
large_allocate_aligned(size_t alignment, size_t size);

/* As large_allocate, for a block that will grow: with room behind it for
 * large_resize, where there is some. */
THROWS_NOTHING void *
large_allocate_to_grow(size_t size);

/* As large_allocate, all zero; pages fresh from the kernel are not cleared. */
THROWS_NOTHING void *
large_allocate_zeroed(size_t size);

/* Makes the block hold `size` bytes where it lies. False when that cannot be;
 * the block is unchanged then. Stops the program as large_release. */
THROWS_NOTHING bool
large_resize(void *block, size_t size);

/* A longer block with the memory of a large one, moved there by the kernel
 * without a copy. NULL when that does not pay, or cannot be; nothing has
 * changed then. The old block is released. */
THROWS_NOTHING void *
large_move(void *block, size_t size);

/* Gives a large block back; NULL is ignored. Any other pointer that is not a
 * live large block stops the program with a message that names it. */
THROWS_NOTHING void
large_release(void *block);

/* The bytes of a live large block; 0 for NULL. Stops the program as
 * large_release. */
THROWS_NOTHING size_t
large_usable_size(const void *block);

#endif
