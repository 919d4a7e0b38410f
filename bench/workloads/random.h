/* Numbers that look random and are the same in every process. */
#ifndef BENCH_WORKLOADS_RANDOM_H
#define BENCH_WORKLOADS_RANDOM_H

#include <stddef.h>
#include <stdint.h>

struct random {
    uint64_t state; /* not 0 */
};

#define RANDOM_SEED                                                            \
    {                                                                          \
        88172645463325252u                                                     \
    }

/* Marsaglia, Xorshift RNGs (2003). */
static inline uint64_t
random_next(struct random *random)
{
    random->state ^= random->state << 13;
    random->state ^= random->state >> 7;
    random->state ^= random->state << 17;
    return random->state;
}

/* 0 to `limit` - 1; below 2^32. Lemire, Fast random integer generation in an
 * interval (2019), without the correction. */
static inline size_t
random_below(struct random *random, size_t limit)
{
    return (size_t)((random_next(random) >> 32) * limit >> 32);
}

/* The numbers 0 to `count` - 1 in some order. Fisher and Yates. */
static inline void
random_order(struct random *random, unsigned *order, unsigned count)
{
    for (unsigned i = 0; i < count; i++) {
        unsigned other = (unsigned)random_below(random, i + 1);
        order[i] = order[other];
        order[other] = i;
    }
}

#endif
