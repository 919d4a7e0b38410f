/* What a pair of calls costs at the least: a list of blocks per thread and
 * size, last in, first out, that checks nothing and counts nothing. A block
 * keeps the number of its list in front of itself; it goes to the list of the
 * thread that releases it. Sizes are powers of two from 16 bytes on. A thread's
 * lists go back to malloc when it ends; those of a thread that never allocated
 * are lost, as a release does not look who releases. */
#ifndef ALLOCATORS_PEERS_FLOOR_H
#define ALLOCATORS_PEERS_FLOOR_H

#include "allocators/allocator.h"
#include "allocators/tiers/hints.h"

#include <stddef.h>
#include <stdint.h>

enum { FLOOR_LISTS = 64 };

/* What stands in front of a block: 16 bytes, which keep it aligned. */
struct floor_block {
    uint32_t list;
    uint32_t offset; /* from the start of what came from malloc */
    struct floor_block *next;
};

extern __thread struct floor_block *floor_lists[FLOOR_LISTS]
    __attribute__((tls_model("initial-exec")));

/* The rest of an allocation when the list is empty: from malloc. */
void *
floor_refill(size_t size);

/* List n has blocks of 2^(n + 1) bytes. That of size 0 is the last one, which
 * is always empty, so that nothing asks for 0 here. */
static inline unsigned
floor_list_of(size_t size)
{
    return 63 - (unsigned)__builtin_clzll((size - 1) | 15);
}

static inline void *
floor_allocate(size_t size)
{
    unsigned list = floor_list_of(size);
    struct floor_block *block = floor_lists[list];
    if (rarely(!block))
        return floor_refill(size);
    floor_lists[list] = block->next;
    return block + 1;
}

static inline void
floor_release(void *pointer)
{
    if (!pointer)
        return;
    struct floor_block *block = (struct floor_block *)pointer - 1;
    block->next = floor_lists[block->list];
    floor_lists[block->list] = block;
}

static inline size_t
floor_usable_size(const void *pointer)
{
    const struct floor_block *block = pointer;
    return block ? (size_t)2 << block[-1].list : 0;
}

void *
floor_allocate_aligned(size_t alignment, size_t size);
void *
floor_allocate_zeroed(size_t count, size_t size);
void *
floor_resize(void *pointer, size_t size);

/* What this thread's lists hold goes back to malloc; the bytes. */
size_t
floor_trim(void);

/* All 0. */
void
floor_read_counters(struct allocator_counters *counters);

static const struct allocator floor_allocator = {
    .name = "floor",
    .summary = "a list per thread and size that checks nothing: the least cost",
    .peer = true,
    .allocate = floor_allocate,
    .allocate_aligned = floor_allocate_aligned,
    .allocate_zeroed = floor_allocate_zeroed,
    .resize = floor_resize,
    .release = floor_release,
    .usable_size = floor_usable_size,
    .trim = floor_trim,
    .read_counters = floor_read_counters,
};

#endif
