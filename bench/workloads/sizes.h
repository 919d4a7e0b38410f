/* Tables of sizes, made before the clock runs. */
#ifndef BENCH_WORKLOADS_SIZES_H
#define BENCH_WORKLOADS_SIZES_H

#include "bench/workloads/random.h"

#include <stddef.h>

enum { SIZES = 1 << 14 };

struct sizes {
    unsigned size[SIZES];
};

/* A bar of a histogram: so many of all have at most `most` bytes. */
struct sizes_bar {
    unsigned most;
    unsigned share; /* percent; those of all bars add up to 100 */
};

/* Sizes from `least` to `most` bytes, each doubling as likely as another. */
void
sizes_log_uniform(struct sizes *sizes, size_t least, size_t most);

/* Sizes by a histogram, evenly spread within a bar, that begin at 8 bytes. */
void
sizes_by_histogram(struct sizes *sizes, const struct sizes_bar *bars);

static inline size_t
sizes_pick(const struct sizes *sizes, struct random *random)
{
    return sizes->size[random_next(random) >> 50];
}

#endif
