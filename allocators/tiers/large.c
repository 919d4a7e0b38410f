#include "allocators/tiers/large.h"

#include "allocators/tiers/collector_bits.h"
#include "allocators/tiers/decay.h"
#include "allocators/tiers/page_heap.h"
#include "allocators/tiers/page_map.h"
#include "allocators/tiers/stop.h"

#include <errno.h>
#include <string.h>
#include <sys/mman.h>

/* Pages for `size` bytes; more than any heap has when `size` is beyond what an
 * address can span. */
static size_t
pages_for(size_t size)
{
    if (size == 0)
        return 1;
    return ((size - 1) >> HEAP_PAGE_SHIFT) + 1;
}

static struct span *
allocate_span(size_t alignment, size_t size)
{
    decay_tick();
    size_t alignment_pages =
        alignment > HEAP_PAGE_BYTES ? alignment >> HEAP_PAGE_SHIFT : 1;
    return page_heap_allocate(pages_for(size), alignment_pages, SPAN_LARGE);
}

void *
large_allocate(size_t size)
{
    return large_allocate_aligned(1, size);
}

void *
large_allocate_aligned(size_t alignment, size_t size)
{
    struct span *span = allocate_span(alignment, size);
    return span ? span->start : NULL;
}

/* Half as much again, so that most steps of a growing block need no work at
 * all. What nobody writes to takes no memory. */
static size_t
pages_to_grow(size_t size)
{
    size_t pages = pages_for(size);
    return pages + pages / 2;
}

void *
large_allocate_to_grow(size_t size)
{
    decay_tick();
    struct span *span = page_heap_allocate_to_grow(pages_to_grow(size));
    return span ? span->start : large_allocate(size);
}

/* So large a table is often sparse: pages that the kernel fills in as they are
 * touched cost less than clearing all. It is glibc's limit, too. */
#define ZEROED_BY_KERNEL ((size_t)32 * 1024 * 1024)

static bool
kernel_zeroes(void *start, size_t bytes)
{
    int error = errno;
    bool zeroed =
        bytes >= ZEROED_BY_KERNEL && madvise(start, bytes, MADV_DONTNEED) == 0;
    errno = error;
    return zeroed;
}

void *
large_allocate_zeroed(size_t size)
{
    struct span *span = allocate_span(1, size);
    if (!span)
        return NULL;
    size_t stale = (size_t)span->stale_pages << HEAP_PAGE_SHIFT;
    if (kernel_zeroes(span->start, stale))
        return span->start;
    return memset(span->start, 0, stale < size ? stale : size);
}

static struct span *
large_span(const void *block)
{
    struct span *span = page_map_span_of(block);
    if (span && span->state == SPAN_LARGE && span->start == block)
        return span;
    stop_on_pointer(block,
        span ? "points into a block, not to its start" : "is not a live block");
}

bool
large_resize(void *block, size_t size)
{
    struct span *span = large_span(block);
    size_t pages = pages_for(size);
    if (pages <= span->pages && pages >= span->pages / 2)
        return true;
    return (pages > span->pages &&
               page_heap_resize(span, pages_to_grow(size))) ||
           page_heap_resize(span, pages);
}

/* Moving a page table entry is quicker than copying a page, but each move may
 * leave a mapping more behind: not for blocks of which there can be many. */
#define MOVED_LEAST ((size_t)4 * 1024 * 1024)

/* The old range stays mapped, and reads as zero. Linux 5.7 and later. */
static bool
move_pages(struct span *from, struct span *to)
{
    int error = errno;
    void *moved = mremap(from->start, span_bytes(from), span_bytes(from),
        MREMAP_MAYMOVE | MREMAP_FIXED | MREMAP_DONTUNMAP, to->start);
    errno = error;
    return moved == to->start;
}

void *
large_move(void *block, size_t size)
{
    struct span *from = large_span(block);
    if (span_bytes(from) < MOVED_LEAST || pages_for(size) < from->pages)
        return NULL;
    struct span *to = page_heap_allocate_to_grow(pages_to_grow(size));
    if (!to)
        return NULL;
    if (!move_pages(from, to)) {
        page_heap_release(to);
        return NULL;
    }
    collector_bits_drop(from);
    page_heap_release_emptied(from);
    return to->start;
}

void
large_release(void *block)
{
    if (!block)
        return;
    struct span *span = large_span(block);
    collector_bits_drop(span);
    page_heap_release(span);
    decay_tick();
}

size_t
large_usable_size(const void *block)
{
    return block ? span_bytes(large_span(block)) : 0;
}
