/* A bounded ring by which one thread hands blocks to another, in parcels, so
 * that a block's share of the hand-over itself is small. */
#ifndef BENCH_WORKLOADS_CHANNEL_H
#define BENCH_WORKLOADS_CHANNEL_H

#include "bench/workloads/partner.h"

#include <stdatomic.h>
#include <stddef.h>

enum { CHANNEL_PARCELS = 16, PARCEL_BLOCKS = 125 };

struct parcel {
    void *blocks[PARCEL_BLOCKS];
};

struct channel {
    _Alignas(64) _Atomic size_t sent;
    _Alignas(64) _Atomic size_t taken;
    _Alignas(64) struct parcel parcels[CHANNEL_PARCELS];
};

/* A free parcel, for the sender to fill; waits for one. */
static inline struct parcel *
channel_to_fill(struct channel *channel)
{
    size_t sent = atomic_load_explicit(&channel->sent, memory_order_relaxed);
    if (sent >= CHANNEL_PARCELS)
        wait_for(&channel->taken, sent - CHANNEL_PARCELS + 1);
    return &channel->parcels[sent % CHANNEL_PARCELS];
}

/* The filled parcel goes; wait_for in channel_to_take sees it. */
static inline void
channel_send(struct channel *channel)
{
    atomic_fetch_add_explicit(&channel->sent, 1, memory_order_release);
}

/* The oldest parcel that was sent, for the taker to empty; waits for one. */
static inline struct parcel *
channel_to_take(struct channel *channel)
{
    size_t taken = atomic_load_explicit(&channel->taken, memory_order_relaxed);
    wait_for(&channel->sent, taken + 1);
    return &channel->parcels[taken % CHANNEL_PARCELS];
}

/* The parcel is empty; wait_for in channel_to_fill sees it. */
static inline void
channel_take(struct channel *channel)
{
    atomic_fetch_add_explicit(&channel->taken, 1, memory_order_release);
}

#endif
