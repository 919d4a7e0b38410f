/* The accounted pass: runs a cell once between probes that stand before its
 * allocator and its resource, and counts what it holds, for how long, and from
 * where. Nothing here is on the timed path. */
#ifndef BENCH_PROBE_H
#define BENCH_PROBE_H

#include "bench/cell.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

struct probe_result {
    uint64_t completed;       /* resources taken and used */
    uint64_t failures;        /* threads that stopped early */
    int failure;              /* errno of the first of them, or 0 */
    uint64_t held_at_failure; /* resources held when it happened */
    uint64_t held_peak;       /* resources held at once, all threads */
    uint64_t held_bytes_peak; /* that resources took from the allocator */
    uint64_t hold_ns_sum;     /* last use to letting go */
    uint64_t hold_ns_max;
    uint64_t let_go;          /* releases and puts back, of which the sum is */
    uint64_t burst_peak;      /* longest row of them without another step */
    uint64_t burst_ns;        /* the longest time of such a row */
    uint64_t stack_bytes;     /* of the deepest thread, below its start */
    uint64_t heap_bytes_peak; /* all that came from the allocator */
    uint64_t record_bytes_peak; /* of it, what the strategy asked for */
    uint64_t records_peak;
    uint64_t allocations;
    uint64_t page_faults;
    uint64_t left; /* resources still held after settle: always 0 */
};

/* Runs `code` once on each of `threads` threads. The resource must have been
 * prepared. False and errno when the probes cannot be set up. */
bool
probe_run(const struct cell_code *code, size_t size, size_t count,
    unsigned threads, struct probe_result *result);

#ifdef __cplusplus
}
#endif

#endif
