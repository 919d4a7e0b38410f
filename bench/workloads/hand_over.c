/* One thread allocates, another frees. */
#include "bench/workloads/blocks.h"
#include "bench/workloads/channel.h"

static struct channel to_partner;

static void
free_parcels(const struct workload *workload, size_t units)
{
    (void)workload;
    for (size_t unit = 0; unit < units; unit++) {
        struct parcel *parcel = channel_to_take(&to_partner);
        for (unsigned i = 0; i < PARCEL_BLOCKS; i++)
            free(parcel->blocks[i]);
        channel_take(&to_partner);
    }
}

static void
hand_over_begin(const struct workload *workload)
{
    partner_begin(free_parcels, workload);
}

static size_t
hand_over_run(const struct workload *workload, size_t units)
{
    partner_start(units);
    for (size_t unit = 0; unit < units; unit++) {
        struct parcel *parcel = channel_to_fill(&to_partner);
        for (unsigned i = 0; i < PARCEL_BLOCKS; i++)
            parcel->blocks[i] = block_make(workload->size);
        channel_send(&to_partner);
    }
    partner_wait();
    return units * PARCEL_BLOCKS;
}

const struct workload hand_over_workloads[] = {
    {"hand_over_16", WORKLOAD_SHAPE, "one thread allocates 16 B, another frees",
        16, hand_over_begin, hand_over_run, partner_end},
    {"hand_over_1k", WORKLOAD_SHAPE,
        "one thread allocates 1 KiB, another frees", 1024, hand_over_begin,
        hand_over_run, partner_end},
    WORKLOADS_END,
};
