/* A cell under trackers: what its function still holds when it has returned,
 * and where that was created. Nothing here is on the timed path. */
#ifndef BENCH_TRACKED_H
#define BENCH_TRACKED_H

#include "bench/cell.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#ifdef __cplusplus
extern "C" {
#endif

struct tracked_result {
    uint64_t acquired;         /* resources */
    uint64_t held_at_return;   /* once all threads have returned */
    uint64_t blocks_at_return; /* of the allocator: resources' and records */
    uint64_t held_at_end;      /* once the strategy gave back what it keeps */
    uint64_t blocks_at_end;
    uint64_t double_releases;
    uint64_t stranger_releases;
};

/* Runs `code` once on each of `threads` threads. The resource must have been
 * prepared. What is held at the end, and mistakes, are written to `places` with
 * their stacks, unless there are none. False and errno when the trackers or
 * the threads could not be had. */
bool
tracked_run(const struct cell_code *code, size_t size, size_t count,
    unsigned threads, FILE *places, struct tracked_result *result);

#ifdef __cplusplus
}
#endif

#endif
