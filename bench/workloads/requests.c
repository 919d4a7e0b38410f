/* A thread accepts requests and allocates them; a worker frees them and
 * allocates the answers, which the first thread sends off and frees. */
#include "bench/workloads/blocks.h"
#include "bench/workloads/channel.h"
#include "bench/workloads/sizes.h"

enum {
    REQUESTS = 25, /* in a parcel, as many as are ready at once */
    PARTS = PARCEL_BLOCKS / REQUESTS,
    BLOCKS_PER_UNIT = 2 * PARCEL_BLOCKS,
    BEHIND = 4, /* parcels that wait for their answers */
};
_Static_assert(
    (int)BEHIND < CHANNEL_PARCELS, "what waits must fit in a channel");

static struct sizes sizes;
static struct channel to_worker;
static struct channel to_acceptor;
static struct random acceptor_random = RANDOM_SEED;
static struct random worker_random = RANDOM_SEED;

/* A request, or an answer: what is known of it, and its parts. */
static void
parcel_fill(struct parcel *parcel, struct random *random)
{
    for (unsigned i = 0; i < PARCEL_BLOCKS; i += PARTS) {
        parcel->blocks[i] = block_make(192);
        for (unsigned part = 1; part < PARTS; part++)
            parcel->blocks[i + part] = block_make(sizes_pick(&sizes, random));
    }
}

static void
parcel_free(struct parcel *parcel)
{
    for (unsigned i = 0; i < PARCEL_BLOCKS; i++)
        free(parcel->blocks[i]);
}

static void
worker_answers(const struct workload *workload, size_t units)
{
    (void)workload;
    for (size_t unit = 0; unit < units; unit++) {
        struct parcel *requests = channel_to_take(&to_worker);
        parcel_fill(channel_to_fill(&to_acceptor), &worker_random);
        parcel_free(requests);
        channel_take(&to_worker);
        channel_send(&to_acceptor);
    }
}

static void
requests_begin(const struct workload *workload)
{
    sizes_log_uniform(&sizes, 24, workload->size);
    partner_begin(worker_answers, workload);
}

static void
answers_free(void)
{
    parcel_free(channel_to_take(&to_acceptor));
    channel_take(&to_acceptor);
}

static size_t
requests_run(const struct workload *workload, size_t units)
{
    (void)workload;
    partner_start(units);
    for (size_t unit = 0; unit < units; unit++) {
        parcel_fill(channel_to_fill(&to_worker), &acceptor_random);
        channel_send(&to_worker);
        if (unit >= BEHIND)
            answers_free();
    }
    for (size_t left = units < BEHIND ? units : BEHIND; left > 0; left--)
        answers_free();
    partner_wait();
    return units * BLOCKS_PER_UNIT;
}

const struct workload requests_workloads[] = {
    {"requests", WORKLOAD_PROGRAM,
        "one thread allocates requests, another frees and answers them", 4096,
        requests_begin, requests_run, partner_end},
    WORKLOADS_END,
};
