/* All three tiers: a cache per thread in front of the central lists, those in
 * front of the page heap. A hit takes no lock and touches no shared line.
 *
 * Chains per size class: blocks are taken from and given to the current one;
 * spares wait behind, so that a thread at the border visits the central list at
 * most once per chain (Bonwick's magazines).
 * A block may be released by any thread: it goes into that thread's cache. */
#ifndef ALLOCATORS_THREAD_CACHE_H
#define ALLOCATORS_THREAD_CACHE_H

#include "allocators/allocator.h"
#include "allocators/tiers/block.h"
#include "allocators/tiers/block_calls.h"
#include "allocators/tiers/hints.h"
#include "allocators/tiers/large.h"
#include "allocators/tiers/page_map.h"
#include "allocators/tiers/size_class.h"
#include "allocators/tiers/spare_chains.h"

#include <stdatomic.h>
#include <stddef.h>
#include <stdint.h>

/* The current chain of one class. Its length is not stored: `full_at` is the
 * value of frees - allocations at which it is full, so one increment per call
 * both counts and bounds. Counters are written by the owner alone and read by
 * anyone: relaxed, ordered with nothing. */
struct thread_cache_list {
    struct block *head;
    _Atomic(int64_t) allocations;
    _Atomic(int64_t) frees;
    int64_t full_at;
};

struct thread_cache {
    struct thread_cache_list lists[SIZE_CLASS_COUNT];
    uint16_t limits[SIZE_CLASS_COUNT]; /* of a chain, in blocks */
    size_t growth_bytes;  /* by which limits may still grow, all told */
    unsigned next_victim; /* the class whose limit shrinks next */
    struct thread_cache *next;
    struct thread_cache *previous;
    struct spare_chains spares;
};

/* This thread's cache. Before its first slow path and after its end a shared
 * one that is empty and full at once, so that no check for either stands in
 * the fast path. */
extern __thread struct thread_cache *thread_cache_current
    __attribute__((tls_model("initial-exec")));

/* Makes this thread take its blocks from the central lists, as after its end.
 */
THROWS_NOTHING void
thread_cache_pass_by(void);

/* An allocation of more than any small class serves. */
THROWS_NOTHING void *
thread_cache_allocate_pages(size_t size);

/* The rest of a resizing when the block does not fit. */
THROWS_NOTHING void *
thread_cache_resize_anew(void *block, size_t size);

/* The rest of an allocation when the current chain is empty. */
THROWS_NOTHING void *
thread_cache_refill(unsigned size_class);

/* The rest of a release when the current chain is full or the class is 0: of a
 * large block, or of a span that hides its class. */
THROWS_NOTHING void
thread_cache_overflow(unsigned size_class, void *block);

static inline int64_t
thread_cache_read(const _Atomic(int64_t) *counter)
{
    return atomic_load_explicit(counter, memory_order_relaxed);
}

/* By the owner alone: no locked instruction. */
static inline void
thread_cache_count(_Atomic(int64_t) *counter)
{
    atomic_store_explicit(
        counter, thread_cache_read(counter) + 1, memory_order_relaxed);
}

static inline struct thread_cache_list *
thread_cache_list_of(struct thread_cache *cache, unsigned size_class)
{
    struct thread_cache_list *list = &cache->lists[size_class];
    address_once(list);
    return list;
}

static inline void *
thread_cache_take(unsigned size_class)
{
    struct thread_cache_list *list =
        thread_cache_list_of(thread_cache_current, size_class);
    struct block *block = list->head;
    if (rarely(!block))
        return thread_cache_refill(size_class);
    list->head = block_take(block, size_class);
    thread_cache_count(&list->allocations);
    return block;
}

static inline void *
thread_cache_allocate(size_t size)
{
    if (rarely(size > SIZE_CLASS_SMALL_LARGEST))
        return thread_cache_allocate_pages(size);
    return thread_cache_take(size_class_of(size));
}

/* A release of a block whose class is known, which is not 0. */
static inline void
thread_cache_put(struct thread_cache *cache, unsigned size_class, void *block)
{
    struct thread_cache_list *list = thread_cache_list_of(cache, size_class);
    int64_t frees = thread_cache_read(&list->frees);
    if (rarely(
            frees - thread_cache_read(&list->allocations) >= list->full_at)) {
        thread_cache_overflow(size_class, block);
        return;
    }
    struct block *freed = (struct block *)block;
    block_link(freed, list->head);
    list->head = freed;
    atomic_store_explicit(&list->frees, frees + 1, memory_order_relaxed);
}

static inline void
thread_cache_release_to(struct thread_cache *cache, void *block)
{
    unsigned size_class = page_map_class(block);
    block_give_up(block, size_class);
    thread_cache_put(cache, size_class, block);
}

static inline void
thread_cache_release(void *block)
{
    thread_cache_release_to(thread_cache_current, block);
}

static inline void *
thread_cache_allocate_aligned(size_t alignment, size_t size)
{
    return block_allocate_aligned(thread_cache_allocate, alignment, size);
}

static inline void *
thread_cache_allocate_zeroed(size_t count, size_t size)
{
    return block_allocate_zeroed(thread_cache_allocate, count, size);
}

static inline void *
thread_cache_resize(void *block, size_t size)
{
    if (block_fits(block, size))
        return block;
    return thread_cache_resize_anew(block, size);
}

/* Gives every thread's chains to the central lists. Only while all other
 * threads are stopped, as collector.h says it. */
void
thread_cache_empty_all(void);

/* Gives back what this thread's cache, all threads' spare chains, the central
 * lists and the page heap hold idle; the bytes. The current chains of other
 * threads stay with them. */
size_t
thread_cache_trim(void);

/* Bytes taken from the kernel for the caches' own structures, of threads that
 * live and of threads to come. */
size_t
thread_cache_metadata_bytes(void);

/* Totals of the heap that the three tiers share. */
void
thread_cache_read_counters(struct allocator_counters *counters);

static const struct allocator thread_cache_allocator = {
    .name = "thread_cache",
    .summary = "a cache per thread, before central lists and the page heap",
    .allocate = thread_cache_allocate,
    .allocate_aligned = thread_cache_allocate_aligned,
    .allocate_zeroed = thread_cache_allocate_zeroed,
    .resize = thread_cache_resize,
    .release = thread_cache_release,
    .usable_size = block_usable_size,
    .trim = thread_cache_trim,
    .read_counters = thread_cache_read_counters,
};

#endif
