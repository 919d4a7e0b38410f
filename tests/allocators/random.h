#ifndef TESTS_ALLOCATORS_RANDOM_H
#define TESTS_ALLOCATORS_RANDOM_H

#include <stdint.h>

/* Numbers that look random and repeat with the seed (splitmix64). */
static inline uint64_t
next_random(uint64_t *state)
{
    uint64_t z = *state += 0x9E3779B97F4A7C15u;
    z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9u;
    z = (z ^ z >> 27) * 0x94D049BB133111EBu;
    return z ^ z >> 31;
}

#endif
