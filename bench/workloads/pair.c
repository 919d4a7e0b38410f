/* malloc and free, and again: the shortest way there is. */
#include "bench/workloads/blocks.h"
#include "bench/workloads/workload.h"

enum { PAIRS_PER_UNIT = 100 };

static size_t
pair_run(const struct workload *workload, size_t units)
{
    size_t count = units * PAIRS_PER_UNIT;
    for (size_t i = 0; i < count; i++)
        free(block_make(workload->size));
    return count;
}

#define PAIR(bytes)                                                            \
    {                                                                          \
        "pair_" #bytes, WORKLOAD_SHAPE,                                        \
            "malloc and free of " #bytes " B, one at a time", bytes, NULL,     \
            pair_run, NULL                                                     \
    }

const struct workload pair_workloads[] = {
    PAIR(16),
    PAIR(64),
    PAIR(256),
    PAIR(1024),
    PAIR(8192),
    PAIR(65536),
    PAIR(1048576),
    WORKLOADS_END,
};
