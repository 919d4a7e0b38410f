/* allocate_aligned (allocator.h) for who has a posix_memalign. */
#ifndef ALLOCATORS_ALIGNED_BY_POSIX_H
#define ALLOCATORS_ALIGNED_BY_POSIX_H

#include <errno.h>
#include <stddef.h>

/* `memalign` asks for at least a pointer's alignment, and returns an errno. */
static inline void *
aligned_by_posix(int (*memalign)(void **block, size_t alignment, size_t size),
    size_t alignment, size_t size)
{
    void *block = NULL;
    size_t least = alignment == 1 || alignment == 2 || alignment == 4
                       ? sizeof(void *)
                       : alignment;
    int error = memalign(&block, least, size);
    if (error == 0)
        return block;
    errno = error;
    return NULL;
}

#endif
