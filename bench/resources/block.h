/* A block of memory that nobody touches: what remains is the allocator's own
 * latency. Its sizes step over the tiers' borders. */
#ifndef BENCH_RESOURCES_BLOCK_H
#define BENCH_RESOURCES_BLOCK_H

#include "strategies/resource.h"

static inline void *
untouched_acquire(const struct allocator *allocator, size_t size)
{
    return allocator->allocate(size);
}

/* Only lets the address escape, so that the pair is not optimised away. */
static inline bool
untouched_use(const struct allocator *allocator, void *handle, size_t size)
{
    (void)allocator;
    (void)size;
    __asm__ volatile("" : : "r"(handle) : "memory");
    return true;
}

static inline void
untouched_release(const struct allocator *allocator, void *handle)
{
    allocator->release(handle);
}

static const struct resource block_resource = {
    .name = "block",
    .summary = "a block of memory left untouched: the allocator's latency",
    .sizes = {16, 64, 256, 1024, 4096, 8192, 16384, 32768, 40960, 65536, 131072,
        262144, 524288, 1048576},
    .telling_size = 256,
    .acquire = untouched_acquire,
    .use = untouched_use,
    .release = untouched_release,
};

#endif
