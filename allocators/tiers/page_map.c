#include "allocators/tiers/page_map.h"

#include "allocators/tiers/metadata.h"

_Atomic(struct page_map_leaf *) page_map_roots[PAGE_MAP_ROOTS];

static _Atomic size_t mapped_bytes;

static bool
map_leaf(size_t root)
{
    /* The kernel fills in pages of a leaf as they are first written. */
    void *leaf = metadata_map(sizeof(struct page_map_leaf));
    if (!leaf)
        return false;
    /* Relaxed: a number for the counters, ordered with nothing. */
    atomic_fetch_add_explicit(
        &mapped_bytes, sizeof(struct page_map_leaf), memory_order_relaxed);
    /* Release: pairs with the acquire in page_map_leaf_of. */
    atomic_store_explicit(&page_map_roots[root], leaf, memory_order_release);
    return true;
}

bool
page_map_cover(const void *start, size_t pages)
{
    size_t first = page_map_page(start);
    size_t last_root = (first + pages - 1) >> PAGE_MAP_LEAF_BITS;
    if (last_root >= PAGE_MAP_ROOTS)
        return false;
    for (size_t root = first >> PAGE_MAP_LEAF_BITS; root <= last_root; root++)
        if (!page_map_leaf_of(root << PAGE_MAP_LEAF_BITS) && !map_leaf(root))
            return false;
    return true;
}

size_t
page_map_bytes(void)
{
    return atomic_load_explicit(&mapped_bytes, memory_order_relaxed);
}

/* How many of `pages` from `page` on lie in its leaf. */
static size_t
pages_in_leaf(size_t page, size_t pages)
{
    size_t rest = PAGE_MAP_LEAF_PAGES - page % PAGE_MAP_LEAF_PAGES;
    return pages < rest ? pages : rest;
}

static void
set_span_in_leaf(size_t page, size_t pages, struct span *span)
{
    struct page_map_leaf *leaf = page_map_leaf_of(page);
    size_t index = page % PAGE_MAP_LEAF_PAGES;
    for (size_t end = index + pages; index < end; index++)
        atomic_store_explicit(&leaf->span[index], span, memory_order_relaxed);
}

void
page_map_set_span(size_t page, size_t pages, struct span *span)
{
    for (size_t done = 0, part; done < pages; done += part) {
        part = pages_in_leaf(page + done, pages - done);
        set_span_in_leaf(page + done, part, span);
    }
}

void
page_map_set_class(const struct span *span, unsigned size_class)
{
    size_t page = page_map_page(span->start);
    for (size_t end = page + span->pages; page < end; page++)
        atomic_store_explicit(
            &page_map_leaf_of(page)->size_class[page % PAGE_MAP_LEAF_PAGES],
            (uint8_t)size_class, memory_order_relaxed);
}

size_t
page_map_next_entry(size_t page)
{
    while (page < PAGE_MAP_PAGES && !page_map_entry(page))
        page = page_map_leaf_of(page)
                   ? page + 1
                   : (page / PAGE_MAP_LEAF_PAGES + 1) * PAGE_MAP_LEAF_PAGES;
    return page;
}

uint8_t *
page_map_residency(size_t page, size_t *pages)
{
    *pages = pages_in_leaf(page, *pages);
    return &page_map_leaf_of(page)->residency[page % PAGE_MAP_LEAF_PAGES];
}
