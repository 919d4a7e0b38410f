#include "allocators/tiers/central_list.h"

#include "allocators/tiers/central_list_state.h"
#include "allocators/tiers/collector_bits.h"
#include "allocators/tiers/hints.h"
#include "allocators/tiers/page_heap.h"
#include "allocators/tiers/page_map.h"
#include "allocators/tiers/stop.h"

#include <stdatomic.h>

/* What a page fault brings in. */
#define KERNEL_PAGE_BYTES ((size_t)4096)

#define BULKY_BLOCK_BYTES 2048

#define CENTRAL_LIST(number, bytes, below, pages)                              \
    [number] = {.lock = COUNTED_LOCK_INITIALIZER, .size_class = (number)},
struct central_list central_lists[SIZE_CLASS_COUNT] = {
    [0] = {.lock = COUNTED_LOCK_INITIALIZER}, SIZE_CLASSES(CENTRAL_LIST)};

struct block_chain central_list_chains[SIZE_CLASS_COUNT][CENTRAL_LIST_READY];

static struct block_chain *
chains_of(const struct central_list *list)
{
    return central_list_chains[list->size_class];
}

static struct central_list *
lock_list(unsigned size_class)
{
    struct central_list *list = &central_lists[size_class];
    counted_lock_take(&list->lock);
    return list;
}

static void
unlock_list(struct central_list *list)
{
    counted_lock_release(&list->lock);
}

static void
lock_all(void)
{
    for (unsigned size_class = 1; size_class < SIZE_CLASS_COUNT; size_class++)
        counted_lock_hold(&central_lists[size_class].lock);
}

static void
unlock_all(void)
{
    for (unsigned size_class = 1; size_class < SIZE_CLASS_COUNT; size_class++)
        unlock_list(&central_lists[size_class]);
}

/* A child of fork finds every list as no other thread was changing it. */
__attribute__((constructor)) static void
survive_fork(void)
{
    pthread_atfork(lock_all, unlock_all, unlock_all);
}

/* Spans. */

static void
spans_push(struct central_list *list, struct span *span)
{
    span->previous = NULL;
    span->next = list->spans;
    if (list->spans)
        list->spans->previous = span;
    list->spans = span;
}

static void
spans_remove(struct central_list *list, struct span *span)
{
    if (span->next)
        span->next->previous = span->previous;
    if (span->previous)
        span->previous->next = span->next;
    else
        list->spans = span->next;
}

/* 0 where one block fills the span: every address falls into the first. */
static uint32_t
reciprocal_of(uint64_t block_bytes)
{
    if (block_bytes > SIZE_CLASS_SMALL_LARGEST)
        return 0;
    return (uint32_t)((((uint64_t)1 << 32) + block_bytes - 1) / block_bytes);
}

static void
cut_into_blocks(struct span *span, unsigned size_class)
{
    span->size_class = (uint8_t)size_class;
    span->block_bytes = size_class_block_bytes[size_class];
    span->reciprocal = reciprocal_of(span->block_bytes);
    span->blocks = (uint16_t)(span_bytes(span) / span->block_bytes);
    span->taken = 0;
    size_t stale = (size_t)span->stale_pages << HEAP_PAGE_SHIFT;
    size_t fresh = (stale + span->block_bytes - 1) / span->block_bytes;
    span->fresh = fresh < span->blocks ? (uint16_t)fresh : span->blocks;
    for (unsigned word = 0; word < SPAN_BITMAP_WORDS; word++) {
        unsigned rest = span->blocks > word * 64 ? span->blocks - word * 64 : 0;
        span->free_bits[word] =
            rest >= 64 ? ~(uint64_t)0 : ((uint64_t)1 << rest) - 1;
    }
}

/* Relaxed, as all of it is a hint. */
static _Atomic size_t bulky_pages;

static bool
is_bulky(unsigned size_class)
{
    return size_class_block_bytes[size_class] > BULKY_BLOCK_BYTES;
}

size_t
central_lists_bulky_pages(void)
{
    return atomic_load_explicit(&bulky_pages, memory_order_relaxed);
}

static struct span *
new_span(unsigned size_class)
{
    struct span *span =
        page_heap_allocate(size_class_span_pages[size_class], 1, SPAN_BLOCKS);
    if (!span)
        return NULL;
    if (is_bulky(size_class))
        atomic_fetch_add_explicit(
            &bulky_pages, span->pages, memory_order_relaxed);
    block_choose_secret();
    cut_into_blocks(span, size_class);
    page_map_set_class(span, size_class);
    return span;
}

/* Without any list's lock. */
static void
release_spans(struct span *span)
{
    while (span) {
        struct span *next = span->next;
        page_map_set_class(span, 0);
        span->size_class = 0;
        collector_bits_drop(span);
        page_heap_release(span);
        span = next;
    }
}

/* The blocks that may leave a span at once end here: those that left it before;
 * when they are gone, as many new ones as begin in one page of the kernel. A
 * chain links its blocks, so it must not be longer than what will be used. */
static size_t
reach(const struct span *span, bool new_ones)
{
    if (!new_ones || span->fresh == span->blocks)
        return span->fresh;
    size_t bytes = (size_t)span->fresh * span->block_bytes;
    size_t page_end = (bytes / KERNEL_PAGE_BYTES + 1) * KERNEL_PAGE_BYTES;
    return (page_end + span->block_bytes - 1) / span->block_bytes;
}

/* Puts up to `count` blocks below `end` behind `last`, in the order of their
 * addresses, or before all when that is NULL; returns the new last. */
static struct block *
take_from_span(struct span *span, size_t count, size_t end,
    struct block_chain *chain, struct block *last)
{
    size_t before = chain->count;
    for (unsigned word = 0; word * 64 < end && count > 0; word++) {
        while (span->free_bits[word] && count > 0) {
            unsigned bit = (unsigned)__builtin_ctzll(span->free_bits[word]);
            if (word * 64 + bit >= end)
                break;
            struct block *block = span_block_at(span, word * 64 + bit);
            span->free_bits[word] &= span->free_bits[word] - 1;
            if (last)
                block_link(last, block);
            else
                chain->head = block;
            last = block;
            chain->count++;
            count--;
        }
    }
    span->taken = (uint16_t)(span->taken + chain->count - before);
    return last;
}

/* Up to `count` blocks from the spans, emptying one after the other. New ones
 * only when there is no other: the span that has them is the last, since spans
 * are added when there is none. */
static struct block_chain
take_from_spans(struct central_list *list, size_t count)
{
    struct block_chain chain = {0};
    struct block *last = NULL;
    while (list->spans && chain.count < count) {
        struct span *span = list->spans;
        size_t end = reach(span, chain.count == 0);
        last = take_from_span(span, count - chain.count, end, &chain, last);
        if (end > span->fresh)
            span->fresh = (uint16_t)(end < span->blocks ? end : span->blocks);
        if (span->taken < span->blocks)
            break;
        spans_remove(list, span);
    }
    if (last)
        block_link(last, NULL);
    return chain;
}

static void
stop_unless_taken(const struct span *span, size_t index, const void *block)
{
    if (index >= span->blocks || span_block_at(span, index) != block)
        stop_on_block(
            block, span->size_class, "points into a block, not to its start");
    if (span->free_bits[index / 64] >> index % 64 & 1)
        stop_on_block(block, span->size_class, "was released twice");
}

/* Puts one block back. A span that is whole again leaves the list and is put
 * before `empty`, which is returned. */
static struct span *
give_to_span(struct central_list *list, void *block, struct span *empty)
{
    struct span *span = page_map_entry(page_map_page(block));
    size_t index = span_block_index(span, block);
    stop_unless_taken(span, index, block);
    span->free_bits[index / 64] |= (uint64_t)1 << index % 64;
    if (span->taken-- == span->blocks)
        spans_push(list, span);
    if (span->taken > 0)
        return empty;
    spans_remove(list, span);
    span->next = empty;
    return span;
}

static struct span *
give_to_spans(
    struct central_list *list, struct block_chain chain, struct span *empty)
{
    struct block *block = chain.head;
    for (size_t i = 0; i < chain.count; i++) {
        struct block *next = block_next(block, list->size_class);
        empty = give_to_span(list, block, empty);
        block = next;
    }
    return empty;
}

/* Ready chains. */

static struct block_chain
pop_ready(struct central_list *list)
{
    struct block_chain chain = chains_of(list)[--list->ready];
    if (list->ready < list->ready_least)
        list->ready_least = list->ready;
    return chain;
}

/* Keeps the chain ready, or puts its blocks back into their spans; returns
 * the spans that are empty now. */
static struct span *
put_away(struct central_list *list, struct block_chain chain)
{
    if (list->ready == CENTRAL_LIST_READY)
        return give_to_spans(list, chain, NULL);
    chains_of(list)[list->ready++] = chain;
    return NULL;
}

/* Taking and giving. */

static struct block_chain
take_here(struct central_list *list, size_t count)
{
    return list->ready > 0 ? pop_ready(list) : take_from_spans(list, count);
}

/* Adds a span from the page heap, with the lock released meanwhile. */
static bool
add_span(struct central_list *list)
{
    unlock_list(list);
    struct span *span = new_span(list->size_class);
    counted_lock_take(&list->lock);
    if (span)
        spans_push(list, span);
    return span != NULL;
}

struct block_chain
central_list_take(unsigned size_class, size_t count)
{
    struct central_list *list = lock_list(size_class);
    enum allocator_tier tier = ALLOCATOR_TIER_CENTRAL;
    struct block_chain chain = take_here(list, count);
    if (rarely(!chain.head) && add_span(list)) {
        chain = take_from_spans(list, count);
        tier = ALLOCATOR_TIER_HEAP;
    }
    list->allocations[tier] += chain.head != NULL;
    unlock_list(list);
    return chain;
}

static void
count_frees(struct central_list *list, const struct span *empty, size_t count)
{
    list->frees[empty ? ALLOCATOR_TIER_HEAP : ALLOCATOR_TIER_CENTRAL] += count;
}

void
central_list_give(
    unsigned size_class, struct block_chain chain, size_t releases)
{
    struct central_list *list = lock_list(size_class);
    struct span *empty = put_away(list, chain);
    count_frees(list, empty, releases);
    unlock_list(list);
    release_spans(empty);
}

/* One that leaves for the program, not in a chain. */
static struct block *
take_block_from_spans(struct central_list *list)
{
    struct block *block = take_from_spans(list, 1).head;
    if (block)
        block_take(block, list->size_class);
    return block;
}

static struct block *
take_block_here(struct central_list *list)
{
    if (list->ready == 0)
        return take_block_from_spans(list);
    struct block_chain *chain = &chains_of(list)[list->ready - 1];
    struct block *block = chain->head;
    chain->head = block_take(block, list->size_class);
    if (--chain->count == 0)
        pop_ready(list);
    return block;
}

void *
central_list_take_block(unsigned size_class)
{
    struct central_list *list = lock_list(size_class);
    enum allocator_tier tier = ALLOCATOR_TIER_CENTRAL;
    struct block *block = take_block_here(list);
    if (rarely(!block) && add_span(list)) {
        /* From that span, even if a chain became ready meanwhile: it must not
         * stay in the list untouched. */
        block = take_block_from_spans(list);
        tier = ALLOCATOR_TIER_HEAP;
    }
    list->allocations[tier] += block != NULL;
    unlock_list(list);
    return block;
}

static struct span *
give_block_here(struct central_list *list, struct block *block)
{
    struct block_chain *last =
        list->ready > 0 ? &chains_of(list)[list->ready - 1] : NULL;
    if (last && last->count < size_class_batch[list->size_class]) {
        block_link(block, last->head);
        last->head = block;
        last->count++;
        return NULL;
    }
    block_link(block, NULL);
    return put_away(list, (struct block_chain){block, 1});
}

void
central_list_give_block(unsigned size_class, void *block)
{
    struct central_list *list = lock_list(size_class);
    struct span *empty = give_block_here(list, block);
    count_frees(list, empty, 1);
    unlock_list(list);
    release_spans(empty);
}

/* Settling. */

static void
settle(struct central_list *list, bool all)
{
    struct span *empty = NULL;
    counted_lock_take(&list->lock);
    uint32_t idle = all ? list->ready : list->ready_least;
    /* The oldest chains, at the bottom, are those that nobody asked for. */
    for (uint32_t i = 0; i < idle; i++)
        empty = give_to_spans(list, chains_of(list)[i], empty);
    list->ready -= idle;
    for (uint32_t i = 0; i < list->ready; i++)
        chains_of(list)[i] = chains_of(list)[i + idle];
    list->ready_least = list->ready;
    unlock_list(list);
    release_spans(empty);
}

void
central_lists_settle(bool all)
{
    for (unsigned size_class = 1; size_class < SIZE_CLASS_COUNT; size_class++)
        settle(&central_lists[size_class], all);
}

void
central_lists_settle_bulky(void)
{
    for (unsigned size_class = 1; size_class < SIZE_CLASS_COUNT; size_class++)
        if (is_bulky(size_class))
            settle(&central_lists[size_class], false);
}

void
central_lists_read_counters(struct allocator_counters *counters)
{
    for (unsigned size_class = 1; size_class < SIZE_CLASS_COUNT; size_class++) {
        struct central_list *list = &central_lists[size_class];
        counted_lock_hold(&list->lock);
        for (int tier = 0; tier < ALLOCATOR_TIERS; tier++) {
            counters->allocations[tier][size_class] += list->allocations[tier];
            counters->frees[tier][size_class] += list->frees[tier];
        }
        counters->locks_taken += list->lock.taken;
        counters->locks_waited += list->lock.waited;
        unlock_list(list);
    }
}
