/* C's allocation functions, served by the thread cache. Where the standards
 * leave room, they do as glibc 2.36 does, since that is what programs are
 * tested with: realloc(block, 0) releases, memalign rounds its alignment up. */
#include "allocators/preload/entry.h"

#include <errno.h>
#include <malloc.h>
#include <stdlib.h>
#include <unistd.h>

/* Of C23, and not yet in glibc's headers. */
void
free_sized(void *block, size_t size);
void
free_aligned_sized(void *block, size_t alignment, size_t size);

ENTRY_POINT void *
malloc(size_t size)
{
    return entry_allocate(size);
}

ENTRY_POINT void
free(void *block)
{
    entry_release(block);
}

ENTRY_POINT void
free_sized(void *block, size_t size)
{
    (void)size;
    entry_release(block);
}

ENTRY_POINT void
free_aligned_sized(void *block, size_t alignment, size_t size)
{
    (void)alignment;
    (void)size;
    entry_release(block);
}

ENTRY_POINT void *
calloc(size_t count, size_t size)
{
    entry_prepare();
    return thread_cache_allocate_zeroed(count, size);
}

static __attribute__((noinline)) void *
resize_anew(void *block, size_t size)
{
    entry_prepare();
    if (rarely(block && size == 0)) {
        thread_cache_release(block);
        return NULL;
    }
    return thread_cache_resize_anew(block, size);
}

static inline void *
resize(void *block, size_t size)
{
    if (size > 0 && block_fits(block, size))
        return block;
    return resize_anew(block, size);
}

ENTRY_POINT void *
realloc(void *block, size_t size)
{
    return resize(block, size);
}

ENTRY_POINT void *
reallocarray(void *block, size_t count, size_t item_size)
{
    size_t size;
    if (!block_total_size(count, item_size, &size))
        return NULL;
    return resize(block, size);
}

/* Blocks at multiples of an alignment. */

ENTRY_POINT int
posix_memalign(void **result, size_t alignment, size_t size)
{
    int error_before = errno;
    bool aligns_pointers = alignment % sizeof(void *) == 0;
    if (!aligns_pointers || !block_alignment_is_valid(alignment)) {
        errno = error_before;
        return EINVAL;
    }
    void *block = entry_allocate_aligned(alignment, size);
    errno = error_before;
    if (!block)
        return ENOMEM;
    *result = block;
    return 0;
}

ENTRY_POINT void *
aligned_alloc(size_t alignment, size_t size)
{
    return entry_allocate_aligned(alignment, size);
}

/* The power of two that is not below `alignment`; 0 when there is none. */
static size_t
power_of_two_above(size_t alignment)
{
    size_t power = 1;
    while (power < alignment && power != 0)
        power *= 2;
    return power;
}

ENTRY_POINT void *
memalign(size_t alignment, size_t size)
{
    return entry_allocate_aligned(power_of_two_above(alignment), size);
}

static size_t
kernel_page_bytes(void)
{
    return (size_t)sysconf(_SC_PAGESIZE);
}

ENTRY_POINT void *
valloc(size_t size)
{
    return entry_allocate_aligned(kernel_page_bytes(), size);
}

ENTRY_POINT void *
pvalloc(size_t size)
{
    size_t page = kernel_page_bytes();
    if (size > SIZE_MAX - page) {
        errno = ENOMEM;
        return NULL;
    }
    return entry_allocate_aligned(page, (size + page - 1) / page * page);
}

/* Questions. */

ENTRY_POINT size_t
malloc_usable_size(void *block)
{
    return block_usable_size(block);
}

ENTRY_POINT int
malloc_trim(size_t keep)
{
    (void)keep;
    entry_prepare();
    return thread_cache_trim() > 0;
}

ENTRY_POINT struct mallinfo2
mallinfo2(void)
{
    struct allocator_counters counters;
    thread_cache_read_counters(&counters);
    return (struct mallinfo2){
        .arena = counters.bytes_mapped,
        .uordblks = counters.bytes_in_use,
        .fordblks = counters.bytes_mapped - counters.bytes_in_use,
        .keepcost = counters.bytes_mapped - counters.bytes_in_use -
                    counters.bytes_returned,
    };
}

/* The former form of mallinfo2, whose numbers wrap at 2 GiB, as glibc's do. */
ENTRY_POINT struct mallinfo
mallinfo(void)
{
    struct mallinfo2 wide = mallinfo2();
    return (struct mallinfo){
        .arena = (int)wide.arena,
        .uordblks = (int)wide.uordblks,
        .fordblks = (int)wide.fordblks,
        .keepcost = (int)wide.keepcost,
    };
}
