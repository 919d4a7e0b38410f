/* 1,000 blocks of one size, then all of them freed. */
#include "bench/workloads/blocks.h"
#include "bench/workloads/random.h"
#include "bench/workloads/workload.h"

enum { BATCH = 1000 };

static unsigned order[BATCH];
static void *blocks[BATCH];

static void
batch_begin_in_order(const struct workload *workload)
{
    (void)workload;
    for (unsigned i = 0; i < BATCH; i++)
        order[i] = i;
}

static void
batch_begin_in_reverse(const struct workload *workload)
{
    (void)workload;
    for (unsigned i = 0; i < BATCH; i++)
        order[i] = BATCH - 1 - i;
}

static void
batch_begin_at_random(const struct workload *workload)
{
    (void)workload;
    struct random random = RANDOM_SEED;
    random_order(&random, order, BATCH);
}

static size_t
batch_run(const struct workload *workload, size_t units)
{
    for (size_t unit = 0; unit < units; unit++) {
        for (unsigned i = 0; i < BATCH; i++)
            blocks[i] = block_make(workload->size);
        for (unsigned i = 0; i < BATCH; i++)
            free(blocks[order[i]]);
    }
    return units * BATCH;
}

#define BATCH_IN(way, words, bytes)                                            \
    {                                                                          \
        "batch_" #way "_" #bytes, WORKLOAD_SHAPE,                              \
            "1,000 blocks of " #bytes " B, then freed " words, bytes,          \
            batch_begin_##way, batch_run, NULL                                 \
    }
#define BATCH_OF(bytes)                                                        \
    BATCH_IN(in_order, "in order", bytes),                                     \
        BATCH_IN(in_reverse, "in reverse", bytes),                             \
        BATCH_IN(at_random, "at random", bytes)

const struct workload batch_workloads[] = {
    BATCH_OF(16),
    BATCH_OF(64),
    BATCH_OF(256),
    BATCH_OF(1024),
    BATCH_OF(2048),
    BATCH_OF(4096),
    BATCH_OF(8192),
    BATCH_OF(16384),
    BATCH_OF(32768),
    WORKLOADS_END,
};
