/* The page heap: the bottom tier. Takes arenas from the kernel, hands out runs
 * of 8 KiB pages as spans, joins what comes back with its free neighbours and
 * returns idle pages to the kernel. After Go's runtime/mheap.go.
 *
 * One lock guards all of it. No other lock is taken under it. */
#ifndef ALLOCATORS_TIERS_PAGE_HEAP_H
#define ALLOCATORS_TIERS_PAGE_HEAP_H

#include "allocators/tiers/span.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A span of `pages` in state SPAN_BLOCKS or SPAN_LARGE, whose start is a
 * multiple of `alignment` pages (a power of two); its pages are in the page
 * map, their class is 0. The caller owns it. NULL and errno = ENOMEM when it
 * cannot be had. */
struct span *
page_heap_allocate(size_t pages, size_t alignment, enum span_state state);

/* A large span of `pages` with as many free ones behind it, where there is such
 * a run: page_heap_resize can lengthen it there. Else as page_heap_allocate. */
struct span *
page_heap_allocate_to_grow(size_t pages);

/* Takes a span back, of which no block is in use. */
void
page_heap_release(struct span *span);

/* As page_heap_release, of a span whose memory the kernel has taken away. */
void
page_heap_release_emptied(struct span *span);

/* Makes a large span shorter or longer where it lies. False when the pages
 * behind it are not free; the span is unchanged then. */
bool
page_heap_resize(struct span *span, size_t pages);

/* Gives pages back to the kernel that were free since before the last call, or
 * `all` that are free; returns their bytes. Holds no lock while the kernel
 * works. */
size_t
page_heap_return_idle(bool all);

/* When the heap has become larger than it ever was: gives as much that lies
 * free back to the kernel, the longest idle first, unless it is little beside
 * what is in use. Returns the bytes. */
size_t
page_heap_return_surplus(void);

/* Lets go of spans that were kept whole for the next of their size, so that
 * they can serve other sizes. */
void
page_heap_join_cached(void);

/* Hints that take no lock: pages handed out so far of which the kernel kept no
 * memory; free ones of which it does; and the most in use and idle at once. */
size_t
page_heap_fresh_pages(void);
size_t
page_heap_idle_pages(void);
size_t
page_heap_resident_peak(void);

struct page_heap_counters {
    uint64_t large_allocations;
    uint64_t large_frees;
    size_t large_bytes;    /* in use as large blocks */
    size_t used_bytes;     /* in spans with blocks and in large ones */
    size_t arena_bytes;    /* those and all free pages */
    size_t mapped_bytes;   /* arenas, the page map and the spans' structures */
    size_t returned_bytes; /* given back and not taken again since */
    uint64_t locks_taken;
    uint64_t locks_waited;
};

struct page_heap_counters
page_heap_read_counters(void);

#endif
