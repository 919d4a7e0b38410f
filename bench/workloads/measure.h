/* One workload, in batches, for about as long as is asked. */
#ifndef BENCH_WORKLOADS_MEASURE_H
#define BENCH_WORKLOADS_MEASURE_H

#include "bench/workloads/workload.h"

#include <stdint.h>

/* Times are per operation. */
struct measured {
    size_t operations; /* of all batches */
    double ns_best;
    double ns_median;
    double user_ns; /* of all threads */
    double system_ns;
    double faults; /* without a disk, per operation */
    unsigned long peak_kib;
    unsigned long growth_kib; /* resident, from the first batch to the last */
    unsigned long end_kib;    /* resident, when all is freed again */
};

/* Does one batch at least. */
struct measured
workload_measure(const struct workload *workload, uint64_t for_ns);

#endif
