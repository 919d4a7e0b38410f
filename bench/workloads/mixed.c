/* 20,000 blocks of many sizes, of which one after the other is replaced. */
#include "bench/workloads/blocks.h"
#include "bench/workloads/sizes.h"
#include "bench/workloads/workload.h"

enum { ALIVE = 20000, LEAST_SIZE = 16, REPLACED_PER_UNIT = 100 };

static struct sizes sizes;
static struct random random_state = RANDOM_SEED;
static void *blocks[ALIVE];

static void
mixed_begin(const struct workload *workload)
{
    sizes_log_uniform(&sizes, LEAST_SIZE, workload->size);
    for (unsigned i = 0; i < ALIVE; i++)
        blocks[i] = block_make(sizes_pick(&sizes, &random_state));
}

static size_t
mixed_run(const struct workload *workload, size_t units)
{
    (void)workload;
    size_t count = units * REPLACED_PER_UNIT;
    for (size_t i = 0; i < count; i++) {
        void **place = &blocks[random_below(&random_state, ALIVE)];
        free(*place);
        *place = block_make(sizes_pick(&sizes, &random_state));
    }
    return count;
}

static void
mixed_end(void)
{
    for (unsigned i = 0; i < ALIVE; i++)
        free(blocks[i]);
}

const struct workload mixed_workloads[] = {
    {"mixed_2k", WORKLOAD_SHAPE,
        "20,000 blocks of 16 B to 2 KiB alive, replaced at random", 2048,
        mixed_begin, mixed_run, mixed_end},
    {"mixed_64k", WORKLOAD_SHAPE,
        "20,000 blocks of 16 B to 64 KiB alive, replaced at random", 65536,
        mixed_begin, mixed_run, mixed_end},
    WORKLOADS_END,
};
