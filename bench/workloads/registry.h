/* The groups of workloads, one file each, in the order of the list. NAME.c
 * defines NAME_workloads. */
#ifndef BENCH_WORKLOADS_REGISTRY_H
#define BENCH_WORKLOADS_REGISTRY_H

#include "bench/workloads/workload.h"

/* clang-format off */
#define FOR_EACH_WORKLOAD_GROUP(X) \
    X(pair) \
    X(two_threads_pair) \
    X(batch) \
    X(mixed) \
    X(hand_over) \
    X(swap_batches) \
    X(calloc_fresh) \
    X(realloc_grow) \
    X(server) \
    X(requests) \
    X(parser_tree) \
    X(growing_strings) \
    X(rehashing_table) \
    X(phases) \
    X(short_threads) \
    X(fragmentation) \
    X(spike)
/* clang-format on */

#define DECLARE_WORKLOAD_GROUP(name)                                           \
    extern const struct workload name##_workloads[];
FOR_EACH_WORKLOAD_GROUP(DECLARE_WORKLOAD_GROUP)

#endif
