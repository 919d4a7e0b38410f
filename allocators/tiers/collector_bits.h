/* What a collector keeps of the blocks of a span: two bits each, of their own
 * memory, so that a span of which no collector asked anything pays nothing.
 *
 * A block that is declared free of pointers must lose that at its release,
 * whoever releases it; but the quick release knows a class and nothing else.
 * So the first declaration hides the class of the span's pages: the page map
 * says 0 of them, as of large blocks, and every release of a block there takes
 * the slow path, which asks collector_bits_give_up.
 *
 * A lock of its own guards the pool of bits. It is held alone. */
#ifndef ALLOCATORS_TIERS_COLLECTOR_BITS_H
#define ALLOCATORS_TIERS_COLLECTOR_BITS_H

#include "allocators/tiers/span.h"

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A bit for each block; for the one of a large span the first. Set and cleared
 * by several threads at once, each bit for itself: relaxed, ordered with
 * nothing. */
struct collector_bits {
    _Atomic(uint64_t) marked[SPAN_BITMAP_WORDS];
    _Atomic(uint64_t) pointer_free[SPAN_BITMAP_WORDS];
};

static inline bool
collector_bits_read(const _Atomic(uint64_t) *bits, size_t index)
{
    uint64_t word =
        atomic_load_explicit(&bits[index / 64], memory_order_relaxed);
    return word >> index % 64 & 1;
}

/* True when the bit was clear. */
static inline bool
collector_bits_set(_Atomic(uint64_t) *bits, size_t index)
{
    uint64_t bit = (uint64_t)1 << index % 64;
    return !(
        atomic_fetch_or_explicit(&bits[index / 64], bit, memory_order_relaxed) &
        bit);
}

/* The span's bits, or NULL. */
static inline struct collector_bits *
collector_bits_of(const struct span *span)
{
    /* Acquire: pairs with the release in collector_bits_make. */
    return atomic_load_explicit(&span->collector_bits, memory_order_acquire);
}

/* The span's bits; new ones, all clear, when it has none. NULL and errno =
 * ENOMEM when they cannot be had. The caller keeps a block of it in use. */
struct collector_bits *
collector_bits_make(struct span *span);

/* Lets go of the bits of a span that is no longer in use. */
void
collector_bits_drop(struct span *span);

/* Said of a block that is released and whose page has no class: its class, with
 * its declaration ended; 0 when it is of no class. Stops the program when the
 * pointer is inside a block of a class, or is free and that can be told. */
unsigned
collector_bits_give_up(const void *block);

/* Bytes that the bits of all spans were mapped with. */
size_t
collector_bits_mapped_bytes(void);

#endif
