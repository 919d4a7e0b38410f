#include "bench/workloads/sizes.h"

#include <math.h>

void
sizes_log_uniform(struct sizes *sizes, size_t least, size_t most)
{
    double doublings = log2((double)most / (double)least);
    for (unsigned i = 0; i < SIZES; i++)
        sizes->size[i] =
            (unsigned)((double)least * exp2(doublings * (i + 0.5) / SIZES));
}

void
sizes_by_histogram(struct sizes *sizes, const struct sizes_bar *bars)
{
    unsigned filled = 0, least = 8, share = 0;
    for (; share < 100; bars++) {
        share += bars->share;
        unsigned from = filled, until = SIZES * share / 100;
        for (; filled < until; filled++)
            sizes->size[filled] = least + (bars->most - least) *
                                              (filled - from + 1) /
                                              (until - from);
        least = bars->most;
    }
}
