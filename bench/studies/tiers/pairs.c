#include "bench/studies/tiers/pairs.h"

#include "allocators/central.h"
#include "allocators/direct_heap.h"
#include "allocators/thread_cache.h"

void
pairs_begin(void)
{
    thread_cache_trim();
}

/* The barrier keeps the compiler from merging one pair with the next. */
#define PAIRS(tier, allocator)                                                 \
    void pairs_##tier(size_t size, uint64_t pairs)                             \
    {                                                                          \
        for (uint64_t i = 0; i < pairs; i++) {                                 \
            allocator##_release(allocator##_allocate(size));                   \
            __asm__ volatile("" ::: "memory");                                 \
        }                                                                      \
    }

PAIRS(thread_cache, thread_cache)
PAIRS(central, central)
PAIRS(heap, direct_heap)
