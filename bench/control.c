#include "bench/control.h"

#include <stdint.h>

/* Marsaglia, Xorshift RNGs (2003): each step needs the one before. */
static uint64_t
xorshift(uint64_t state)
{
    state ^= state << 13;
    state ^= state >> 7;
    return state ^ (state << 17);
}

size_t
control_run(size_t size, size_t count)
{
    uint64_t state = 88172645463325252u + size;
    for (size_t i = 0; i < count; i++) {
        for (unsigned step = 0; step < CONTROL_STEPS; step++)
            state = xorshift(state);
        __asm__ volatile("" : "+r"(state) : : "memory");
    }
    return count;
}
