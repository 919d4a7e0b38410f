#include "allocators/thread_cache.h"

#include "allocators/tiers/background.h"
#include "allocators/tiers/central_list.h"
#include "allocators/tiers/collector_bits.h"
#include "allocators/tiers/decay.h"
#include "allocators/tiers/metadata.h"
#include "allocators/tiers/page_heap.h"

#include <pthread.h>
#include <stdbool.h>
#include <string.h>

/* A chain begins with 8 KiB of blocks, 64 at most, and doubles each time that
 * the thread goes to the central list, up to the class's batch. Blocks of page
 * classes are cached once a thread has come back for one. */
#define FIRST_CHAIN(size_class, bytes, below, pages)                           \
    [size_class] = (bytes) > 32768  ? 0                                        \
                   : (bytes) > 8192 ? 1                                        \
                   : (bytes) > 128  ? 8192 / (bytes)                           \
                                    : 64,
static const uint16_t first_limits[SIZE_CLASS_COUNT] = {
    SIZE_CLASSES(FIRST_CHAIN)};

/* What all limits of a thread together may grow by: a second-level cache. */
static const size_t growth_bytes = 2 * 1024 * 1024;

/* Every list of these is empty for who takes and full for who gives. */
static const struct thread_cache not_begun;
static const struct thread_cache ended;

__thread struct thread_cache *thread_cache_current
    __attribute__((tls_model("initial-exec"))) =
        (struct thread_cache *)&not_begun;

/* All live caches, and what ended ones counted. The lock is held alone. */
static struct registry {
    pthread_mutex_t lock; /* guards all below */
    struct metadata_pool pool;
    struct thread_cache *live;
    int64_t allocations[SIZE_CLASS_COUNT];
    int64_t frees[SIZE_CLASS_COUNT];
} registry = {
    .lock = PTHREAD_MUTEX_INITIALIZER,
    .pool = {.item_bytes = (sizeof(struct thread_cache) + 63) / 64 * 64},
};

static pthread_once_t key_once = PTHREAD_ONCE_INIT;
static pthread_key_t key; /* calls end_thread */
static bool key_made;

static void
lock_registry(void)
{
    pthread_mutex_lock(&registry.lock);
}

static void
unlock_registry(void)
{
    pthread_mutex_unlock(&registry.lock);
}

/* A child of fork finds the registry as no other thread was changing it. */
__attribute__((constructor)) static void
survive_fork(void)
{
    pthread_atfork(lock_registry, unlock_registry, unlock_registry);
}

/* Lists. */

static int64_t
frees_ahead(const struct thread_cache_list *list)
{
    return thread_cache_read(&list->frees) -
           thread_cache_read(&list->allocations);
}

static size_t
length_of(const struct thread_cache *cache, unsigned size_class)
{
    const struct thread_cache_list *list = &cache->lists[size_class];
    return (
        size_t)(cache->limits[size_class] - list->full_at + frees_ahead(list));
}

/* Makes `chain` the current one. */
static void
set_current(
    struct thread_cache *cache, unsigned size_class, struct block_chain chain)
{
    struct thread_cache_list *list = &cache->lists[size_class];
    list->head = chain.head;
    list->full_at =
        frees_ahead(list) + cache->limits[size_class] - (int64_t)chain.count;
}

static struct block_chain
current_chain(const struct thread_cache *cache, unsigned size_class)
{
    return (struct block_chain){
        cache->lists[size_class].head, length_of(cache, size_class)};
}

static void
set_limit(struct thread_cache *cache, unsigned size_class, size_t limit)
{
    cache->lists[size_class].full_at +=
        (int64_t)limit - cache->limits[size_class];
    cache->limits[size_class] = (uint16_t)limit;
}

/* Spare chains that lie idle. */

/* Chains of a walk through the caches, and walks at a time: who calls in just
 * then must not pay for thousands of threads. */
enum { IDLE_AT_ONCE = 64, MOST_WALKS = 16 };

/* The chains are given after the walk, so that none waits for another lock
 * under the registry's. A child of fork finds the caches of threads that it has
 * not: where their lock is free, nobody was inside. */
static size_t
take_idle(bool all, struct idle_chain *idle)
{
    size_t count = 0;
    lock_registry();
    for (struct thread_cache *cache = registry.live;
         cache && count < IDLE_AT_ONCE; cache = cache->next)
        count += spare_chains_take_idle(
            &cache->spares, all, idle + count, IDLE_AT_ONCE - count);
    unlock_registry();
    return count;
}

/* Not by a thread past its end: ThreadSanitizer has forgotten it, and stumbles
 * over locks that it releases. */
static void
bring_home_idle(bool all)
{
    struct idle_chain idle[IDLE_AT_ONCE];
    size_t count = thread_cache_current == &ended ? 0 : IDLE_AT_ONCE;
    for (int i = 0; count == IDLE_AT_ONCE && (all || i < MOST_WALKS); i++) {
        count = take_idle(all, idle);
        for (size_t j = 0; j < count; j++)
            central_list_give(idle[j].size_class, idle[j].chain, 0);
    }
}

static void
end_period(void)
{
    bring_home_idle(false);
    spare_chains_end_period();
}

/* A thread's beginning and end. */

static void
give_chain(unsigned size_class, struct block_chain chain)
{
    if (chain.count > 0)
        central_list_give(size_class, chain, 0);
}

static void
flush(struct thread_cache *cache, unsigned size_class)
{
    give_chain(size_class, current_chain(cache, size_class));
    set_current(cache, size_class, (struct block_chain){0});
    struct block_chain spare;
    while ((spare = spare_chains_pop(&cache->spares, size_class)).count > 0)
        give_chain(size_class, spare);
}

static void
flush_all(struct thread_cache *cache)
{
    for (unsigned size_class = 1; size_class < SIZE_CLASS_COUNT; size_class++)
        flush(cache, size_class);
}

static void
unregister(struct thread_cache *cache)
{
    lock_registry();
    for (unsigned size_class = 1; size_class < SIZE_CLASS_COUNT; size_class++) {
        struct thread_cache_list *list = &cache->lists[size_class];
        registry.allocations[size_class] +=
            thread_cache_read(&list->allocations);
        registry.frees[size_class] += thread_cache_read(&list->frees);
    }
    if (cache->next)
        cache->next->previous = cache->previous;
    if (cache->previous)
        cache->previous->next = cache->next;
    else
        registry.live = cache->next;
    unlock_registry();
}

static void
give_cache_back(struct thread_cache *cache)
{
    lock_registry();
    metadata_give(&registry.pool, cache);
    unlock_registry();
}

/* Blocks released after this go straight to the central lists. Once the cache
 * is in no list, nobody else reaches its spares: none is left behind. */
static void
end_thread(void *cache)
{
    thread_cache_pass_by();
    unregister(cache);
    flush_all(cache);
    give_cache_back(cache);
}

SLOW_PATH void
thread_cache_pass_by(void)
{
    thread_cache_current = (struct thread_cache *)&ended;
}

static void
make_key(void)
{
    key_made = pthread_key_create(&key, end_thread) == 0;
    decay_look_first(end_period);
}

static struct thread_cache *
new_cache(void)
{
    lock_registry();
    struct thread_cache *cache = metadata_take(&registry.pool);
    if (cache) {
        cache->next = registry.live;
        if (registry.live)
            registry.live->previous = cache;
        registry.live = cache;
    }
    unlock_registry();
    return cache;
}

/* Gives this thread a cache. NULL when there is no memory for it, or the
 * thread is past its end. */
static SLOW_PATH struct thread_cache *
begin_thread(void)
{
    if (thread_cache_current == &ended)
        return NULL;
    pthread_once(&key_once, make_key);
    struct thread_cache *cache = key_made ? new_cache() : NULL;
    if (!cache)
        return NULL;
    cache->growth_bytes = growth_bytes;
    for (unsigned size_class = 1; size_class < SIZE_CLASS_COUNT; size_class++)
        set_limit(cache, size_class, first_limits[size_class]);
    thread_cache_current = cache;
    pthread_setspecific(key, cache);
    return cache;
}

static struct thread_cache *
own_cache(void)
{
    struct thread_cache *cache = thread_cache_current;
    if (rarely(cache == &not_begun || cache == &ended))
        return begin_thread();
    return cache;
}

/* Limits. */

/* What one more block in the limit can hold: small ones in both chains. */
static size_t
bytes_per_limit(unsigned size_class)
{
    size_t chains = size_class_is_small(size_class) ? 2 : 1;
    return chains * size_class_block_bytes[size_class];
}

/* Takes growth away from the next class that has some. */
static bool
shrink_another(struct thread_cache *cache, unsigned size_class)
{
    for (unsigned tries = 1; tries < SIZE_CLASS_COUNT; tries++) {
        unsigned victim = cache->next_victim % (SIZE_CLASS_COUNT - 1) + 1;
        cache->next_victim++;
        size_t grown = cache->limits[victim] - first_limits[victim];
        if (victim == size_class || grown == 0)
            continue;
        flush(cache, victim);
        set_limit(cache, victim, first_limits[victim]);
        cache->growth_bytes += grown * bytes_per_limit(victim);
        return true;
    }
    return false;
}

/* Doubles the length of a class's chains after a visit to the central list. */
static void
grow_limit(struct thread_cache *cache, unsigned size_class)
{
    size_t limit = cache->limits[size_class];
    size_t wanted = limit > 0 ? limit * 2 : 1;
    if (wanted > size_class_batch[size_class])
        wanted = size_class_batch[size_class];
    size_t bytes = (wanted - limit) * bytes_per_limit(size_class);
    while (cache->growth_bytes < bytes)
        if (!shrink_another(cache, size_class))
            return;
    cache->growth_bytes -= bytes;
    set_limit(cache, size_class, wanted);
}

/* Slow paths. */

/* A heap that grows needs what lies in this cache more than the cache does. */
static void
tick(struct thread_cache *cache)
{
    if (rarely(decay_growth_is_due())) {
        flush_all(cache);
        bring_home_idle(false);
        decay_before_growth();
        background_consider();
    }
    decay_tick();
}

static void *
take_from_spare(
    struct thread_cache *cache, unsigned size_class, struct block_chain chain)
{
    struct block *block = chain.head;
    thread_cache_count(&cache->lists[size_class].allocations);
    chain.head = block_take(block, size_class);
    chain.count--;
    set_current(cache, size_class, chain);
    return block;
}

/* The limit grows when a whole chain was to be had: memory that nobody used
 * before comes in smaller pieces. */
static SLOW_PATH void *
take_from_central(struct thread_cache *cache, unsigned size_class)
{
    tick(cache);
    size_t limit = cache->limits[size_class];
    size_t wanted = limit > 0 ? limit : 1;
    struct block_chain chain = central_list_take(size_class, wanted);
    struct block *block = chain.head;
    if (!block)
        return NULL;
    bool whole = chain.count == wanted;
    chain.head = block_take(block, size_class);
    chain.count--;
    set_current(cache, size_class, chain);
    if (whole)
        grow_limit(cache, size_class);
    return block;
}

SLOW_PATH void *
thread_cache_refill(unsigned size_class)
{
    struct thread_cache *cache = own_cache();
    if (rarely(!cache))
        return central_list_take_block(size_class);
    struct block_chain spare = spare_chains_pop(&cache->spares, size_class);
    if (spare.count > 0)
        return take_from_spare(cache, size_class, spare);
    void *block = take_from_central(cache, size_class);
    background_start_if_wanted();
    return block;
}

void *
thread_cache_allocate_pages(size_t size)
{
    if (size <= SIZE_CLASS_LARGEST)
        return thread_cache_take(size_class_of_pages(size));
    struct thread_cache *cache = own_cache();
    if (cache)
        tick(cache);
    void *block = large_allocate(size);
    background_start_if_wanted();
    return block;
}

void *
thread_cache_resize_anew(void *block, size_t size)
{
    return block_resize(
        thread_cache_allocate, thread_cache_release, block, size);
}

/* The chain goes to the central list; the block is counted there. */
static SLOW_PATH void
give_to_central(
    struct thread_cache *cache, unsigned size_class, struct block_chain chain)
{
    central_list_give(size_class, chain, 1);
    grow_limit(cache, size_class);
    tick(cache);
}

/* Begins a new current chain with the block; the old one becomes a spare, or
 * goes to the central list. A page class has no spares: a block the more is one
 * too many. */
static void
begin_chain(
    struct thread_cache *cache, unsigned size_class, struct block *block)
{
    struct block_chain full = current_chain(cache, size_class);
    struct block_chain alone = {block, 1};
    if (size_class_is_small(size_class) &&
        spare_chains_push(&cache->spares, size_class, full)) {
        set_current(cache, size_class, (struct block_chain){0});
        thread_cache_put(cache, size_class, block);
        return;
    }
    block_link(block, NULL);
    if (size_class_is_small(size_class)) {
        set_current(cache, size_class, alone);
        give_to_central(cache, size_class, full);
    } else {
        give_to_central(cache, size_class, alone);
    }
}

static void
overflow(struct thread_cache *cache, unsigned size_class, struct block *block)
{
    if (length_of(cache, size_class) < cache->limits[size_class])
        thread_cache_put(cache, size_class, block);
    else
        begin_chain(cache, size_class, block);
}

SLOW_PATH void
thread_cache_overflow(unsigned size_class, void *block)
{
    if (size_class == 0)
        size_class = collector_bits_give_up(block);
    struct thread_cache *cache = size_class > 0 ? own_cache() : NULL;
    if (cache)
        overflow(cache, size_class, block);
    else if (size_class > 0)
        central_list_give_block(size_class, block);
    else
        large_release(block);
    background_wake();
}

size_t
thread_cache_trim(void)
{
    struct thread_cache *cache = own_cache();
    if (cache)
        flush_all(cache);
    bring_home_idle(true);
    return decay_all();
}

/* Without the registry's lock: nobody else is there, and no thread holds two.
 */
void
thread_cache_empty_all(void)
{
    for (struct thread_cache *cache = registry.live; cache; cache = cache->next)
        flush_all(cache);
}

/* Counters. */

size_t
thread_cache_metadata_bytes(void)
{
    lock_registry();
    size_t bytes = registry.pool.mapped_bytes;
    unlock_registry();
    return bytes;
}

static void
read_hits(struct allocator_counters *counters)
{
    enum allocator_tier tier = ALLOCATOR_TIER_THREAD_CACHE;
    lock_registry();
    for (unsigned size_class = 1; size_class < SIZE_CLASS_COUNT; size_class++) {
        int64_t allocations = registry.allocations[size_class];
        int64_t frees = registry.frees[size_class];
        for (struct thread_cache *cache = registry.live; cache;
             cache = cache->next) {
            allocations +=
                thread_cache_read(&cache->lists[size_class].allocations);
            frees += thread_cache_read(&cache->lists[size_class].frees);
        }
        counters->allocations[tier][size_class] = (uint64_t)allocations;
        counters->frees[tier][size_class] = (uint64_t)frees;
    }
    unlock_registry();
}

static size_t
small_bytes_in_use(const struct allocator_counters *counters)
{
    uint64_t bytes = 0;
    for (unsigned size_class = 1; size_class < SIZE_CLASS_COUNT; size_class++)
        for (int tier = 0; tier < ALLOCATOR_TIERS; tier++)
            bytes += size_class_block_bytes[size_class] *
                     (counters->allocations[tier][size_class] -
                         counters->frees[tier][size_class]);
    return bytes;
}

void
thread_cache_read_counters(struct allocator_counters *counters)
{
    memset(counters, 0, sizeof *counters);
    read_hits(counters);
    central_lists_read_counters(counters);
    struct page_heap_counters pages = page_heap_read_counters();
    counters->allocations[ALLOCATOR_TIER_HEAP][0] = pages.large_allocations;
    counters->frees[ALLOCATOR_TIER_HEAP][0] = pages.large_frees;
    counters->bytes_in_use = small_bytes_in_use(counters) + pages.large_bytes;
    counters->bytes_mapped = pages.mapped_bytes +
                             thread_cache_metadata_bytes() +
                             collector_bits_mapped_bytes();
    counters->bytes_returned = pages.returned_bytes;
    counters->locks_taken += pages.locks_taken;
    counters->locks_waited += pages.locks_waited;
}
