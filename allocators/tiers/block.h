/* A free block's first word links it to the next: free memory pays for its own
 * bookkeeping.
 *
 * With TIERS_HARDENED the link is encoded with a secret, so that what a program
 * writes into a block after its release is found when the block is next taken;
 * and a second word marks the block as free, so that a second release is. */
#ifndef ALLOCATORS_TIERS_BLOCK_H
#define ALLOCATORS_TIERS_BLOCK_H

#include "allocators/tiers/hints.h"
#include "allocators/tiers/page_map.h"
#include "allocators/tiers/poison.h"
#include "allocators/tiers/span.h"
#include "allocators/tiers/stop.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Free blocks of one class on their way between tiers; empty: head is NULL. */
struct block_chain {
    struct block *head;
    size_t count;
};

#ifdef TIERS_HARDENED

struct block {
    uintptr_t encoded_next;
    uintptr_t mark;
};

/* Chosen by the kernel for each process, before the first block is cut. */
extern uintptr_t block_secret;

/* Called before blocks are cut from a span; any thread, any number of times. */
void
block_choose_secret(void);

static inline uintptr_t
block_encode(const struct block *block, uintptr_t word)
{
    /* Relaxed: all that ever store it store the same. */
    uintptr_t secret = __atomic_load_n(&block_secret, __ATOMIC_RELAXED);
    return word ^ (uintptr_t)block ^ secret;
}

static inline uintptr_t
block_mark(const struct block *block)
{
    return ~block_encode(block, 0);
}

/* The next block of the chain. Stops the program when that is none of the
 * class. */
SEES_FREE_MEMORY static inline struct block *
block_next(const struct block *block, unsigned size_class)
{
    struct block *next =
        (struct block *)block_encode(block, block->encoded_next);
    if (rarely(next && page_map_class(next) != size_class &&
               page_map_block_class(next) != size_class))
        stop_on_block(block, size_class, "was written to after its release");
    return next;
}

SEES_FREE_MEMORY static inline void
block_link(struct block *block, struct block *next)
{
    block->encoded_next = block_encode(block, (uintptr_t)next);
    block->mark = block_mark(block);
}

/* Said of a block that leaves its chain for the program. */
SEES_FREE_MEMORY static inline void
block_leave(struct block *block)
{
    block->mark = 0;
}

/* Stops the program unless the pointer, in a page of that class, is a block
 * that is in use. */
static inline void
block_check_release(const void *pointer, unsigned size_class)
{
    const struct block *block = (const struct block *)pointer;
    const struct span *span = page_map_entry(page_map_page(pointer));
    size_t index = span_block_index(span, pointer);
    if (rarely(span_block_at(span, index) != pointer))
        stop_on_block(
            pointer, size_class, "points into a block, not to its start");
    if (rarely(block->mark == block_mark(block)))
        stop_on_block(pointer, size_class, "was released twice");
}

#else

struct block {
    struct block *next;
};

static inline void
block_choose_secret(void)
{
}

SEES_FREE_MEMORY static inline struct block *
block_next(const struct block *block, unsigned size_class)
{
    (void)size_class;
    return block->next;
}

SEES_FREE_MEMORY static inline void
block_link(struct block *block, struct block *next)
{
    block->next = next;
}

SEES_FREE_MEMORY static inline void
block_leave(struct block *block)
{
    (void)block;
}

static inline void
block_check_release(const void *pointer, unsigned size_class)
{
#ifdef TIERS_POISON
    const struct span *span = page_map_entry(page_map_page(pointer));
    if (span_block_at(span, span_block_index(span, pointer)) != pointer)
        stop_on_block(
            pointer, size_class, "points into a block, not to its start");
    if (is_poisoned(pointer))
        stop_on_block(pointer, size_class, "was released twice");
#endif
    (void)pointer;
    (void)size_class;
}

#endif

/* A block that the program gives up: checked, and under AddressSanitizer not to
 * be looked at from here on. Class 0 is the slow path's, which asks again when
 * it knows better. */
static inline void
block_give_up(const void *pointer, unsigned size_class)
{
    if (rarely(size_class == 0))
        return;
    block_check_release(pointer, size_class);
    poison(pointer, size_class_block_bytes[size_class]);
}

/* The first block of the rest of a chain that `block` leaves for the program.
 */
static inline struct block *
block_take(struct block *block, unsigned size_class)
{
    struct block *next = block_next(block, size_class);
    unpoison(block, size_class_block_bytes[size_class]);
    block_leave(block);
    return next;
}

#endif
