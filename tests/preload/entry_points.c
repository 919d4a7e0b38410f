#include "tests/preload/entry_points.h"

#include <errno.h>
#include <malloc.h>
#include <stdlib.h>

/* realloc to 0 bytes would release the block. */
static void *
resize(void *block, size_t size)
{
    return realloc(block, size > 0 ? size : 1);
}

static void *
resize_array(void *block, size_t size)
{
    return reallocarray(block, size > 0 ? size : 1, 1);
}

static void *
allocate_by_realloc(size_t size)
{
    return resize(NULL, size);
}

static void *
allocate_by_reallocarray(size_t size)
{
    return resize_array(NULL, size);
}

/* An alignment below a pointer's would be refused. */
static void *
allocate_by_posix_memalign(size_t alignment, size_t size)
{
    void *block = NULL;
    int error = posix_memalign(
        &block, alignment < sizeof(void *) ? sizeof(void *) : alignment, size);
    if (error != 0)
        errno = error;
    return block;
}

static size_t
usable_size(const void *block)
{
    return malloc_usable_size((void *)block);
}

static size_t
trim(void)
{
    return (size_t)malloc_trim(0);
}

#define ENTRY_POINTS(symbol, allocation, aligned, resizing, giving_back)       \
    static const struct allocator symbol = {                                   \
        .name = #allocation ", " #aligned ", calloc, " #resizing               \
                            ", " #giving_back,                                 \
        .allocate = (allocation),                                              \
        .allocate_aligned = (aligned),                                         \
        .allocate_zeroed = calloc,                                             \
        .resize = (resizing),                                                  \
        .release = (giving_back),                                              \
        .usable_size = usable_size,                                            \
        .trim = trim,                                                          \
    };
#define OPERATORS(form)                                                        \
    ENTRY_POINTS(                                                              \
        of_##form, new_##form, new_aligned_##form, resize, delete_##form)
#define ADDRESS_OF(form) &of_##form,

ENTRY_POINTS(of_malloc, malloc, aligned_alloc, resize, free)
ENTRY_POINTS(of_valloc, valloc, memalign, resize_array, free)
ENTRY_POINTS(of_pvalloc, pvalloc, allocate_by_posix_memalign, resize, free)
ENTRY_POINTS(of_realloc, allocate_by_realloc, aligned_alloc, resize, free)
ENTRY_POINTS(
    of_reallocarray, allocate_by_reallocarray, memalign, resize_array, free)
OPERATOR_FORMS(OPERATORS)

const struct allocator *const entry_points[] = {&of_malloc, &of_valloc,
    &of_pvalloc, &of_realloc, &of_reallocarray,
    OPERATOR_FORMS(ADDRESS_OF) NULL};
