/* A span: a run of pages with one purpose. Spans tile every arena without gap
 * or overlap. Their structures are never unmapped, so a stale pointer to one
 * can be read without a fault. */
#ifndef ALLOCATORS_TIERS_SPAN_H
#define ALLOCATORS_TIERS_SPAN_H

#include "allocators/tiers/size_class.h"

#include <assert.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* 512 blocks of 16 bytes fill a page. */
#define SPAN_MOST_BLOCKS 512
#define SPAN_BITMAP_WORDS (SPAN_MOST_BLOCKS / 64)

enum span_state {
    SPAN_FREE,      /* in the page heap, joined with its free neighbours */
    SPAN_CACHED,    /* in the page heap, kept whole for the next of its size */
    SPAN_RETURNING, /* in the hands of the thread that gives it back */
    SPAN_BLOCKS, /* cut into blocks of one class, owned by its central list */
    SPAN_LARGE,  /* one block, owned by who allocated it */
};

struct span {
    /* Written by the page heap under its lock; fixed while in use. */
    char *start;
    uint32_t pages;
    uint32_t stale_pages; /* in use: pages from the start that may hold old
                             bytes; all behind them is zero */
    uint8_t state;
    uint8_t size_class; /* of its blocks; 0 for none */

    /* SPAN_BLOCKS: under the central list's lock, fixed but for `taken`. */
    uint16_t blocks;
    uint16_t taken; /* blocks that left the span, cached ones among them */
    uint16_t fresh; /* the first block that never left it, nor any behind it */
    uint32_t block_bytes;
    uint32_t reciprocal; /* 2^32 / block_bytes, rounded up; 0: one block */

    /* The list it is in, under the lock of its owner's list. */
    struct span *next;
    struct span *previous;

    /* For a collector; see collector_bits.h. Free: NULL and 0. */
    _Atomic(struct collector_bits *) collector_bits;
    uint32_t sweep_generation; /* the last cycle begun with it in use */

    uint32_t freed_epoch; /* free: when most of its touched pages were freed */
    union {
        uint64_t free_bits[SPAN_BITMAP_WORDS]; /* SPAN_BLOCKS: bit set: here */
        struct {                               /* SPAN_FREE */
            struct span *left, *right;         /* by size, in free_runs */
            struct span *next_idle, *previous_idle; /* if any is touched */
            uint32_t touched_pages; /* pages the kernel still keeps for us */
        } run;
    };
};

static_assert(sizeof(struct span) == 128, "a span takes two cache lines");

static inline size_t
span_bytes(const struct span *span)
{
    return (size_t)span->pages << HEAP_PAGE_SHIFT;
}

static inline bool
span_contains(const struct span *span, const void *address)
{
    return (uintptr_t)address - (uintptr_t)span->start < span_bytes(span);
}

/* Which block of a SPAN_BLOCKS an address inside it falls into; `blocks` or
 * more for the tail behind the last. Exact, since a span's bytes times a
 * block's stay below 2^32. */
static inline size_t
span_block_index(const struct span *span, const void *address)
{
    uint64_t offset = (uintptr_t)address - (uintptr_t)span->start;
    return (offset * span->reciprocal) >> 32;
}

static inline void *
span_block_at(const struct span *span, size_t index)
{
    return span->start + index * span->block_bytes;
}

#endif
