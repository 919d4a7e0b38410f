/* The process's own malloc: glibc's, or what LD_PRELOAD or a sanitizer puts in
 * its place. A bad release ends the program with that malloc's own message. */
#ifndef ALLOCATORS_SYSTEM_H
#define ALLOCATORS_SYSTEM_H

#include "allocators/aligned_by_posix.h"
#include "allocators/allocator.h"

#include <malloc.h>
#include <stddef.h>
#include <stdlib.h>

static inline void *
system_allocate(size_t size)
{
    return malloc(size);
}

static inline void *
system_allocate_aligned(size_t alignment, size_t size)
{
    return aligned_by_posix(posix_memalign, alignment, size);
}

static inline void *
system_allocate_zeroed(size_t count, size_t size)
{
    return calloc(count, size);
}

/* realloc to 0 bytes would release the block. */
static inline void *
system_resize(void *block, size_t size)
{
    return realloc(block, size > 0 ? size : 1);
}

static inline void
system_release(void *block)
{
    free(block);
}

static inline size_t
system_usable_size(const void *block)
{
    return malloc_usable_size((void *)block);
}

/* The bytes by which mallinfo2's mapped total shrank; what glibc gives back
 * from the middle of its heaps it does not tell. */
size_t
system_trim(void);

/* From mallinfo2, all arenas: bytes in use (those in glibc's own thread caches
 * among them) and mapped. How often it was called glibc does not count, and
 * counting here would change what is measured: allocations, frees and
 * bytes_returned stay 0. All is 0 under a sanitizer's malloc. */
void
system_read_counters(struct allocator_counters *counters);

static const struct allocator system_allocator = {
    .name = "system",
    .summary = "the process's malloc",
    .allocate = system_allocate,
    .allocate_aligned = system_allocate_aligned,
    .allocate_zeroed = system_allocate_zeroed,
    .resize = system_resize,
    .release = system_release,
    .usable_size = system_usable_size,
    .trim = system_trim,
    .read_counters = system_read_counters,
};

#endif
