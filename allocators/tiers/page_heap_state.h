/* The page heap from inside: for page_heap.c, and for the checker that walks
 * it. */
#ifndef ALLOCATORS_TIERS_PAGE_HEAP_STATE_H
#define ALLOCATORS_TIERS_PAGE_HEAP_STATE_H

#include "allocators/tiers/counted_lock.h"
#include "allocators/tiers/free_runs.h"
#include "allocators/tiers/metadata.h"

#include <stdatomic.h>
#include <stddef.h>
#include <stdint.h>

/* Spans up to 1 MiB are kept whole for a while after their release, so that
 * the next of that size costs neither a search nor a page fault. */
#define PAGE_HEAP_CACHED_PAGES ((size_t)128)

struct page_heap {
    struct counted_lock lock; /* guards all below */
    struct free_runs free;
    struct metadata_pool spans;
    struct span *cached[PAGE_HEAP_CACHED_PAGES + 1]; /* by page count */
    size_t cached_pages;
    uint32_t epoch;       /* a period of idling; returning ends it */
    struct span *idle[2]; /* free runs with touched pages: freed in this epoch
                             at [epoch % 2], before it at the other */
    size_t next_arena_pages;
    size_t arena_pages;           /* of all arenas */
    _Atomic size_t idle_pages;    /* in the free runs, touched; as below */
    _Atomic size_t resident_peak; /* pages in use, cached or idle */
    size_t settled_peak;          /* the same when surplus was returned last */
    size_t used_pages;            /* in spans with blocks and in large ones */
    size_t returned_pages;        /* free and given back to the kernel */
    size_t large_pages;
    _Atomic size_t fresh_pages; /* taken untouched; read without the lock */
    uint64_t large_allocations, large_frees;
};

extern struct page_heap page_heap;

#endif
