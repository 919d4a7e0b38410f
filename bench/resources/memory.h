/* A block of memory; every cache line of it is written once. */
#ifndef BENCH_RESOURCES_MEMORY_H
#define BENCH_RESOURCES_MEMORY_H

#include "strategies/resource.h"

enum { MEMORY_CACHE_LINE = 64 /* bytes */ };

static inline void *
memory_acquire(const struct allocator *allocator, size_t size)
{
    return allocator->allocate(size);
}

static inline bool
memory_use(const struct allocator *allocator, void *handle, size_t size)
{
    (void)allocator;
    for (size_t offset = 0; offset < size; offset += MEMORY_CACHE_LINE)
        ((volatile char *)handle)[offset] = (char)offset;
    return true;
}

static inline void
memory_release(const struct allocator *allocator, void *handle)
{
    allocator->release(handle);
}

static const struct resource memory_resource = {
    .name = "memory",
    .summary = "a block of memory; use writes every cache line",
    .sizes = {16, 256, 4096, 32768, 262144},
    .telling_size = 256,
    .acquire = memory_acquire,
    .use = memory_use,
    .release = memory_release,
};

#endif
