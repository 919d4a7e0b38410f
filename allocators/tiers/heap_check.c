#include "allocators/tiers/heap_check.h"

#include "allocators/tiers/central_list_state.h"
#include "allocators/tiers/collector_bits.h"
#include "allocators/tiers/page_heap.h"
#include "allocators/tiers/page_heap_state.h"
#include "allocators/tiers/page_map.h"

/* What the walk over the pages found, to be compared with what the lists and
 * the counters say. */
struct census {
    size_t pages;
    size_t used_pages;
    size_t large_pages;
    size_t cached_pages;
    size_t returned_pages;
    size_t idle_pages;
    size_t free_runs;
    size_t touched_runs;
    size_t open_spans[SIZE_CLASS_COUNT]; /* with a free block */
    size_t taken[SIZE_CLASS_COUNT];      /* blocks */
};

#define REQUIRE(condition, sentence)                                           \
    do {                                                                       \
        if (!(condition))                                                      \
            return sentence;                                                   \
    } while (0)

/* Pages. */

static size_t
count_residency(const struct span *span, enum page_residency wanted)
{
    size_t found = 0;
    for (size_t i = 0; i < span->pages; i++) {
        size_t one = 1;
        size_t page = page_map_page(span->start) + i;
        found += *page_map_residency(page, &one) == wanted;
    }
    return found;
}

/* Is block `index` declared free of pointers? */
static bool
is_declared(const struct span *span, size_t index)
{
    const struct collector_bits *bits = collector_bits_of(span);
    return bits && collector_bits_read(bits->pointer_free, index);
}

static bool
hides_its_class(const struct span *span, const char *address)
{
    return span->state == SPAN_BLOCKS && collector_bits_of(span) &&
           page_map_class(address) == 0;
}

static const char *
check_every_page(const struct span *span)
{
    for (size_t i = 0; i < span->pages; i++) {
        const char *address = span->start + (i << HEAP_PAGE_SHIFT);
        REQUIRE(page_map_entry(page_map_page(address)) == span,
            "a page in use does not lead to its span");
        REQUIRE(page_map_class(address) == span->size_class ||
                    hides_its_class(span, address),
            "a page in use has another class than its span");
    }
    REQUIRE(count_residency(span, PAGE_TOUCHED) == span->pages,
        "a page in use counts as not touched");
    return NULL;
}

/* A declaration ends with its block, and the bits with their span's use. */
static const char *
check_declarations(const struct span *span)
{
    size_t bits = collector_bits_of(span) ? SPAN_MOST_BLOCKS : 0;
    for (size_t i = 0; i < bits; i++) {
        if (!is_declared(span, i))
            continue;
        REQUIRE(i < span->blocks, "a block behind the last is declared");
        REQUIRE(!(span->free_bits[i / 64] >> i % 64 & 1),
            "a free block is declared free of pointers");
        REQUIRE(page_map_class(span_block_at(span, i)) == 0,
            "a declared block can be released without the slow path");
    }
    return NULL;
}

static const char *
check_unused_bits(const struct span *span)
{
    REQUIRE(!collector_bits_of(span) && span->sweep_generation == 0,
        "a span that is not in use kept what a collector knew of it");
    return NULL;
}

static const char *
check_free_run(const struct span *run, struct census *census)
{
    size_t behind = page_map_page(run->start) + run->pages;
    const struct span *next = page_map_entry(behind);
    REQUIRE(
        !next || next->state != SPAN_FREE, "two free runs lie side by side");
    REQUIRE(count_residency(run, PAGE_TOUCHED) == run->run.touched_pages,
        "a free run miscounts its touched pages");
    census->free_runs++;
    census->touched_runs += run->run.touched_pages > 0;
    census->idle_pages += run->run.touched_pages;
    census->returned_pages += count_residency(run, PAGE_RETURNED);
    return NULL;
}

static const char *
check_blocks(const struct span *span, struct census *census)
{
    unsigned size_class = span->size_class;
    size_t here = 0;
    for (unsigned word = 0; word < SPAN_BITMAP_WORDS; word++)
        here += (size_t)__builtin_popcountll(span->free_bits[word]);
    REQUIRE(size_class > 0 && size_class < SIZE_CLASS_COUNT,
        "a span with blocks has no size class");
    REQUIRE(span->block_bytes == size_class_block_bytes[size_class],
        "a span's blocks have not the size of its class");
    REQUIRE(here + span->taken == span->blocks,
        "a span's free and taken blocks are not all its blocks");
    REQUIRE(
        span->fresh <= span->blocks, "a span has used more blocks than it has");
    for (unsigned i = span->fresh; i < span->blocks; i++)
        REQUIRE(span->free_bits[i / 64] >> i % 64 & 1,
            "a block that was never used is not free");
    REQUIRE(span->taken > 0, "an empty span stayed in its central list");
    census->used_pages += span->pages;
    census->open_spans[size_class] += here > 0;
    census->taken[size_class] += span->taken;
    const char *wrong = check_declarations(span);
    return wrong ? wrong : check_every_page(span);
}

static const char *
check_span(const struct span *span, struct census *census)
{
    census->pages += span->pages;
    const char *wrong =
        span->state < SPAN_BLOCKS ? check_unused_bits(span) : NULL;
    if (wrong)
        return wrong;
    switch (span->state) {
    case SPAN_FREE:
        return check_free_run(span, census);
    case SPAN_CACHED:
        census->cached_pages += span->pages;
        return check_every_page(span);
    case SPAN_BLOCKS:
        return check_blocks(span, census);
    case SPAN_LARGE:
        census->used_pages += span->pages;
        census->large_pages += span->pages;
        return check_every_page(span);
    default:
        return "a span is neither free nor in use";
    }
}

static const char *
check_span_at(size_t page, const struct span *span, struct census *census)
{
    size_t last = page + span->pages - 1;
    REQUIRE(page_map_page(span->start) == page,
        "a page between two spans belongs to neither");
    REQUIRE(span->pages > 0 && page_map_entry(last) == span,
        "a span's last page does not lead to it");
    return check_span(span, census);
}

static const char *
walk_pages(struct census *census)
{
    size_t page = page_map_next_entry(0);
    while (page < PAGE_MAP_PAGES) {
        const struct span *span = page_map_entry(page);
        const char *wrong = check_span_at(page, span, census);
        if (wrong)
            return wrong;
        page = page_map_next_entry(page + span->pages);
    }
    return NULL;
}

/* The page heap's lists. */

static size_t
count_tree(const struct span *node)
{
    if (!node)
        return 0;
    return 1 + count_tree(node->run.left) + count_tree(node->run.right);
}

static size_t
count_free_runs(void)
{
    size_t count = count_tree(page_heap.free.tree);
    for (size_t pages = 0; pages < FREE_RUNS_EXACT; pages++)
        for (const struct span *run = page_heap.free.exact[pages]; run;
             run = run->next)
            count += run->pages == pages;
    return count;
}

static size_t
count_idle_runs(void)
{
    size_t count = 0;
    for (uint32_t i = 0; i < 2; i++)
        for (const struct span *run = page_heap.idle[i]; run;
             run = run->run.next_idle)
            count += run->freed_epoch % 2 == i;
    return count;
}

static const char *
check_page_heap(const struct census *census)
{
    REQUIRE(census->pages == page_heap.arena_pages,
        "the spans do not tile the arenas");
    REQUIRE(census->used_pages == page_heap.used_pages,
        "the page heap miscounts the pages in use");
    REQUIRE(census->large_pages == page_heap.large_pages,
        "the page heap miscounts the pages of large blocks");
    REQUIRE(census->cached_pages == page_heap.cached_pages,
        "the page heap miscounts the pages it keeps whole");
    REQUIRE(census->returned_pages == page_heap.returned_pages,
        "the page heap miscounts the pages it returned");
    REQUIRE(census->idle_pages == page_heap_idle_pages(),
        "the page heap miscounts the free pages that hold memory");
    REQUIRE(census->free_runs == count_free_runs(),
        "the free runs are not those that can be found");
    REQUIRE(census->touched_runs == count_idle_runs(),
        "the runs that hold memory are not those that can be returned");
    return NULL;
}

/* The central lists. */

static const char *
check_chain(const struct block_chain *chain, unsigned size_class)
{
    const struct block *block = chain->head;
    for (size_t i = 0; i < chain->count; i++) {
        const struct span *span = page_map_span_of(block);
        REQUIRE(span && span->size_class == size_class,
            "a ready block is of another class");
        size_t index = span_block_index(span, block);
        REQUIRE(span_block_at(span, index) == block,
            "a ready block does not start where a block does");
        REQUIRE(!(span->free_bits[index / 64] >> index % 64 & 1),
            "a ready block is free in its span as well");
        REQUIRE(!is_declared(span, index),
            "a ready block is declared free of pointers");
        block = block_next(block, size_class);
    }
    return NULL;
}

static const char *
check_central_list(unsigned size_class, const struct census *census)
{
    const struct central_list *list = &central_lists[size_class];
    size_t spans = 0;
    size_t ready = 0;
    for (const struct span *span = list->spans; span; span = span->next)
        spans += span->size_class == size_class;
    REQUIRE(spans == census->open_spans[size_class],
        "a span with free blocks is not in its central list");
    for (uint32_t i = 0; i < list->ready; i++) {
        const char *wrong =
            check_chain(&central_list_chains[size_class][i], size_class);
        if (wrong)
            return wrong;
        ready += central_list_chains[size_class][i].count;
    }
    REQUIRE(ready <= census->taken[size_class],
        "more blocks are ready than left their spans");
    return NULL;
}

const char *
heap_check(void)
{
    struct census census = {0};
    const char *wrong = walk_pages(&census);
    if (!wrong)
        wrong = check_page_heap(&census);
    for (unsigned size_class = 1; !wrong && size_class < SIZE_CLASS_COUNT;
         size_class++)
        wrong = check_central_list(size_class, &census);
    return wrong;
}
