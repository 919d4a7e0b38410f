/* Who serves the allocations of plain shapes, as the heap itself counts it. */
#pragma once

#include "allocators/allocator.h"

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

struct served {
    uint64_t by_tier[ALLOCATOR_TIERS][ALLOCATOR_CLASSES];
};

/* Of blocks of `size` bytes: one taken and released, over and over; 1,000
 * taken, then released in that order. Of sizes from 16 B to 64 KiB, each
 * doubling as frequent as the next: 20,000 alive, of which one at random makes
 * room for a new one. Each shape ran once before it is counted. */
struct served
served_of_pairs(size_t size);
struct served
served_of_batches(size_t size);
struct served
served_of_mixed(void);

#ifdef __cplusplus
}
#endif
