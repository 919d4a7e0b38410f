/* Pairs in two threads that share nothing: against pair_SIZE, what one takes
 * from the other. */
#include "bench/workloads/blocks.h"
#include "bench/workloads/partner.h"

enum { PAIRS_PER_UNIT = 100 };

static void
pairs_make(const struct workload *workload, size_t units)
{
    for (size_t i = 0; i < units * PAIRS_PER_UNIT; i++)
        free(block_make(workload->size));
}

static void
two_threads_pair_begin(const struct workload *workload)
{
    partner_begin(pairs_make, workload);
}

static size_t
two_threads_pair_run(const struct workload *workload, size_t units)
{
    partner_start(units);
    pairs_make(workload, units);
    partner_wait();
    return 2 * units * PAIRS_PER_UNIT;
}

#define TWO_THREADS_PAIR(bytes)                                                \
    {                                                                          \
        "two_threads_pair_" #bytes, WORKLOAD_SHAPE,                            \
            "pairs of " #bytes " B in two threads at once", bytes,             \
            two_threads_pair_begin, two_threads_pair_run, partner_end          \
    }

const struct workload two_threads_pair_workloads[] = {
    TWO_THREADS_PAIR(16),
    TWO_THREADS_PAIR(1024),
    TWO_THREADS_PAIR(1048576),
    WORKLOADS_END,
};
