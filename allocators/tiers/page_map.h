/* The page map: from any address to what its page holds. Two levels, as a
 * process uses few of its gigabytes: a root word per GiB of address space, and
 * leaves that are mapped when an arena first touches that GiB. */
#ifndef ALLOCATORS_TIERS_PAGE_MAP_H
#define ALLOCATORS_TIERS_PAGE_MAP_H

#include "allocators/tiers/hints.h"
#include "allocators/tiers/size_class.h"
#include "allocators/tiers/span.h"

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* User addresses have at most 48 bits where mmap gets no other hint. */
#define PAGE_MAP_ADDRESS_BITS 48
#define PAGE_MAP_LEAF_BITS 17
#define PAGE_MAP_LEAF_PAGES ((size_t)1 << PAGE_MAP_LEAF_BITS)
#define PAGE_MAP_ROOTS                                                         \
    ((size_t)1 << (PAGE_MAP_ADDRESS_BITS - HEAP_PAGE_SHIFT -                   \
                   PAGE_MAP_LEAF_BITS))
#define PAGE_MAP_PAGES (PAGE_MAP_ROOTS * PAGE_MAP_LEAF_PAGES)

/* What the kernel keeps for a page that is not in use. */
enum page_residency {
    PAGE_TOUCHED,  /* memory, with old bytes */
    PAGE_NEW,      /* nothing yet: reads as zero */
    PAGE_RETURNED, /* nothing any more: reads as zero */
};

/* Entries of a page are written by its span's owner before a block of it is
 * handed out; who holds the block may read them relaxed, since the block's
 * address reached it by some synchronisation. */
struct page_map_leaf {
    _Atomic(uint8_t) size_class[PAGE_MAP_LEAF_PAGES];
    uint8_t residency[PAGE_MAP_LEAF_PAGES]; /* under the page heap's lock */
    _Atomic(struct span *) span[PAGE_MAP_LEAF_PAGES];
};

extern _Atomic(struct page_map_leaf *) page_map_roots[PAGE_MAP_ROOTS];

static inline size_t
page_map_page(const void *address)
{
    return (uintptr_t)address >> HEAP_PAGE_SHIFT;
}

static inline struct page_map_leaf *
page_map_leaf_of(size_t page)
{
    size_t root = page >> PAGE_MAP_LEAF_BITS;
    if (rarely(root >= PAGE_MAP_ROOTS))
        return NULL;
    /* Acquire: pairs with the release in page_map_cover. */
    return atomic_load_explicit(&page_map_roots[root], memory_order_acquire);
}

/* The size class of the block at `address`; 0 when the address is NULL, in a
 * large block, none of ours, or in a span that hides its class, so that blocks
 * of it are released the slow way (collector_bits.h). */
static inline unsigned
page_map_class(const void *address)
{
    size_t page = page_map_page(address);
    struct page_map_leaf *leaf = page_map_leaf_of(page);
    if (rarely(!leaf))
        return 0;
    return atomic_load_explicit(
        &leaf->size_class[page % PAGE_MAP_LEAF_PAGES], memory_order_relaxed);
}

/* What the map says about a page by number: a span that held it last, or NULL.
 * Of a free run only the first and the last page are kept right. */
static inline struct span *
page_map_entry(size_t page)
{
    struct page_map_leaf *leaf = page_map_leaf_of(page);
    if (rarely(!leaf))
        return NULL;
    return atomic_load_explicit(
        &leaf->span[page % PAGE_MAP_LEAF_PAGES], memory_order_relaxed);
}

/* The span in use around any address; NULL for every other address. The
 * answer holds as long as a block of that span is kept from being freed. */
static inline struct span *
page_map_span_of(const void *address)
{
    struct span *span = page_map_entry(page_map_page(address));
    if (!span || span->state < SPAN_BLOCKS || !span_contains(span, address))
        return NULL;
    return span;
}

/* As page_map_class, of hidden classes too: 0 leaves NULL, large blocks and
 * what is none of ours. Holds as page_map_span_of. */
static inline unsigned
page_map_block_class(const void *address)
{
    unsigned size_class = page_map_class(address);
    if (size_class > 0)
        return size_class;
    const struct span *span = page_map_span_of(address);
    return span ? span->size_class : 0;
}

/* Makes entries for the pages writable. False when the kernel has no memory.
 * Under the page heap's lock. */
bool
page_map_cover(const void *start, size_t pages);

/* Bytes of leaves mapped. */
size_t
page_map_bytes(void);

void
page_map_set_span(size_t page, size_t pages, struct span *span);
void
page_map_set_class(const struct span *span, unsigned size_class);

/* The first page from `page` on of which the map says anything; PAGE_MAP_PAGES
 * when there is none. */
size_t
page_map_next_entry(size_t page);

/* The residency of `page` and of those behind it, as far as its leaf goes:
 * `*pages` is cut to that. Under the page heap's lock. */
uint8_t *
page_map_residency(size_t page, size_t *pages);

#endif
