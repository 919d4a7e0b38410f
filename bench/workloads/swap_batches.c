/* Two threads that both allocate, and free what the other allocated. */
#include "bench/workloads/blocks.h"
#include "bench/workloads/channel.h"

enum {
    PARCELS = 8, /* less than a channel holds: both send before both take */
    BATCH = (int)PARCELS * PARCEL_BLOCKS,
};
_Static_assert((int)PARCELS < CHANNEL_PARCELS, "a batch must fit in a channel");

static struct channel to_partner;
static struct channel from_partner;

static void
batch_send(struct channel *channel, size_t size)
{
    for (unsigned p = 0; p < PARCELS; p++) {
        struct parcel *parcel = channel_to_fill(channel);
        for (unsigned i = 0; i < PARCEL_BLOCKS; i++)
            parcel->blocks[i] = block_make(size);
        channel_send(channel);
    }
}

static void
batch_free(struct channel *channel)
{
    for (unsigned p = 0; p < PARCELS; p++) {
        struct parcel *parcel = channel_to_take(channel);
        for (unsigned i = 0; i < PARCEL_BLOCKS; i++)
            free(parcel->blocks[i]);
        channel_take(channel);
    }
}

static void
partner_swaps(const struct workload *workload, size_t units)
{
    for (size_t unit = 0; unit < units; unit++) {
        batch_send(&from_partner, workload->size);
        batch_free(&to_partner);
    }
}

static void
swap_begin(const struct workload *workload)
{
    partner_begin(partner_swaps, workload);
}

static size_t
swap_run(const struct workload *workload, size_t units)
{
    partner_start(units);
    for (size_t unit = 0; unit < units; unit++) {
        batch_send(&to_partner, workload->size);
        batch_free(&from_partner);
    }
    partner_wait();
    return 2 * units * BATCH;
}

const struct workload swap_batches_workloads[] = {
    {"swap_batches", WORKLOAD_SHAPE,
        "two threads allocate 1,000 of 64 B each, and free the other's", 64,
        swap_begin, swap_run, partner_end},
    WORKLOADS_END,
};
