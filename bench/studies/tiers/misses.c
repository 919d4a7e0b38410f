#include "bench/studies/tiers/misses.h"

#include "allocators/thread_cache.h"
#include "allocators/tiers/central_list_state.h"
#include "allocators/tiers/page_heap_state.h"

#include <string.h>
#include <sys/resource.h>
#include <time.h>

/* Blocks held meanwhile: beyond a thread's own chains, two for the central
 * list, and spans enough that a chain comes from them. */
enum {
    CHAINS_HELD = SPARE_CHAINS_OF_A_CLASS + 4,
    MOST_HELD = CHAINS_HELD * 512
};

static void *held[MOST_HELD];
static size_t held_count;

static void
hold(void *block)
{
    if (held_count < MOST_HELD)
        held[held_count++] = block;
}

static void
release_held(void)
{
    while (held_count > 0)
        thread_cache_release(held[--held_count]);
}

/* What there is to see of a class. */

static bool
has_current(unsigned size_class)
{
    return thread_cache_current->lists[size_class].head;
}

static bool
has_spare(unsigned size_class)
{
    return spare_chains_any(&thread_cache_current->spares, size_class);
}

static bool
has_ready_chain(unsigned size_class)
{
    return central_lists[size_class].ready > 0;
}

static bool
has_spans(unsigned size_class)
{
    return central_lists[size_class].spans;
}

static bool
has_cached_span(unsigned size_class)
{
    return page_heap.cached[size_class_span_pages[size_class]];
}

/* Of the run that the page heap would cut a span from. */
static bool
has_memory_behind_run(unsigned size_class)
{
    const struct span *run =
        free_runs_best_fit(&page_heap.free, size_class_span_pages[size_class]);
    return run && run->run.touched_pages == run->pages;
}

/* Who will serve the next allocation, from the first that can. */
static enum miss_way
next_way(unsigned size_class)
{
    if (has_current(size_class))
        return MISS_HIT;
    if (has_spare(size_class))
        return MISS_SPARE;
    if (has_ready_chain(size_class))
        return MISS_READY_CHAIN;
    if (has_spans(size_class))
        return MISS_SPANS;
    if (has_cached_span(size_class))
        return MISS_CACHED_SPAN;
    return has_memory_behind_run(size_class) ? MISS_FREE_RUN : MISS_FRESH_PAGES;
}

/* Preparing. */

/* Nothing is left of the class but in the kernel's hands. */
static void
give_all_back(void)
{
    release_held();
    thread_cache_trim();
}

static void
hold_chains(size_t size, unsigned size_class)
{
    size_t count = (size_t)CHAINS_HELD * size_class_batch[size_class];
    while (held_count < count)
        hold(thread_cache_allocate(size));
}

/* The thread's chains are full, and some are ready in the central list. The
 * first times also let the chains grow to their full length. */
static void
fill_caches(size_t size, unsigned size_class)
{
    hold_chains(size, size_class);
    release_held();
}

/* Takes blocks as long as they come in earlier ways than the one wanted. */
static void
use_up(size_t size, unsigned size_class, enum miss_way way)
{
    while (held_count < MOST_HELD && next_way(size_class) < way)
        hold(thread_cache_allocate(size));
}

static void
prepare_caches(size_t size, unsigned size_class, enum miss_way way)
{
    fill_caches(size, size_class);
    use_up(size, size_class, way);
}

/* Each span keeps one block, or it would go back to the page heap. */
static void
keep_one_of_each_span(void)
{
    const struct span *last = NULL;
    size_t kept = 0;
    for (size_t i = 0; i < held_count; i++) {
        const struct span *span = page_map_span_of(held[i]);
        if (span != last)
            held[kept++] = held[i];
        else
            thread_cache_release(held[i]);
        last = span;
    }
    held_count = kept;
}

static void
prepare_spans(size_t size, unsigned size_class)
{
    give_all_back();
    hold_chains(size, size_class);
    keep_one_of_each_span();
    thread_cache_trim();
}

static size_t
span_bytes_of(unsigned size_class)
{
    return (size_t)size_class_span_pages[size_class] << HEAP_PAGE_SHIFT;
}

static void
prepare_cached_span(unsigned size_class)
{
    size_t bytes = span_bytes_of(size_class);
    give_all_back();
    void *block = large_allocate(bytes);
    if (block)
        memset(block, 1, bytes);
    large_release(block);
}

/* The page heap keeps spans whole until they hold 2 MiB. */
static void
fill_cached_spans(void)
{
    size_t bytes = PAGE_HEAP_CACHED_PAGES << HEAP_PAGE_SHIFT;
    void *one = large_allocate(bytes);
    void *other = large_allocate(bytes);
    large_release(one);
    large_release(other);
}

/* Pages between two neighbours that are in use: a run of just that size. */
static void
prepare_free_run(unsigned size_class)
{
    size_t bytes = span_bytes_of(size_class);
    give_all_back();
    hold(large_allocate(bytes));
    void *between = large_allocate(bytes);
    hold(large_allocate(bytes));
    fill_cached_spans();
    if (between)
        memset(between, 1, bytes);
    large_release(between);
}

static void
prepare(enum miss_way way, size_t size, unsigned size_class)
{
    if (way <= MISS_READY_CHAIN)
        prepare_caches(size, size_class, way);
    else if (way == MISS_SPANS)
        prepare_spans(size, size_class);
    else if (way == MISS_CACHED_SPAN)
        prepare_cached_span(size_class);
    else if (way == MISS_FREE_RUN)
        prepare_free_run(size_class);
    else
        give_all_back();
}

/* Looking. */

struct seen {
    struct allocator_counters counters;
    enum miss_way next;
    long faults;
};

static long
faults_so_far(void)
{
    struct rusage usage;
    getrusage(RUSAGE_SELF, &usage);
    return usage.ru_minflt;
}

static void
look(struct seen *seen, unsigned size_class)
{
    thread_cache_read_counters(&seen->counters);
    seen->next = next_way(size_class);
    seen->faults = faults_so_far();
}

static enum allocator_tier
counted_tier(enum miss_way way)
{
    if (way <= MISS_SPARE)
        return ALLOCATOR_TIER_THREAD_CACHE;
    return way <= MISS_SPANS ? ALLOCATOR_TIER_CENTRAL : ALLOCATOR_TIER_HEAP;
}

/* The tier counted it, a lock was taken or not as it must be, and only memory
 * fresh from the kernel was faulted in. */
static bool
was_served_so(enum miss_way way, unsigned size_class, const struct seen *before,
    const struct seen *after)
{
    enum allocator_tier tier = counted_tier(way);
    uint64_t counted = after->counters.allocations[tier][size_class] -
                       before->counters.allocations[tier][size_class];
    uint64_t locks = after->counters.locks_taken - before->counters.locks_taken;
    bool faulted = after->faults > before->faults;
    return before->next == way && counted == 1 &&
           (locks > 0) == (tier != ALLOCATOR_TIER_THREAD_CACHE) &&
           faulted == (way == MISS_FRESH_PAGES);
}

/* Blocks in the thread's current chain. */
static size_t
chain_length(unsigned size_class)
{
    size_t length = 0;
    const struct block *block = thread_cache_current->lists[size_class].head;
    for (; block; block = block_next(block, size_class))
        length++;
    return length;
}

static double
clock_ns(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec * 1e9 + (double)now.tv_nsec;
}

struct miss
miss_provoke(enum miss_way way, size_t size)
{
    unsigned size_class = size_class_of(size);
    struct seen before, after;
    prepare(way, size, size_class);
    look(&before, size_class);
    double start = clock_ns();
    void *block = thread_cache_allocate(size);
    double end = clock_ns();
    look(&after, size_class);
    struct miss miss = {
        .ns = end - start,
        .blocks = way == MISS_HIT ? 1 : 1 + chain_length(size_class),
        .faults = after.faults - before.faults,
        .proved = was_served_so(way, size_class, &before, &after),
    };
    thread_cache_release(block);
    release_held();
    return miss;
}

double
miss_clock_ns(void)
{
    double start = clock_ns();
    return clock_ns() - start;
}

bool
miss_is_possible(enum miss_way way, size_t size)
{
    unsigned size_class = size_class_of(size);
    return way != MISS_SPANS ||
           span_bytes_of(size_class) >= 2 * size_class_block_bytes[size_class];
}

static const struct {
    const char *name;
    const char *tier;
} ways[MISS_WAYS] = {
    [MISS_HIT] = {"hit", "thread_cache"},
    [MISS_SPARE] = {"spare", "thread_cache"},
    [MISS_READY_CHAIN] = {"ready_chain", "central"},
    [MISS_SPANS] = {"spans", "central"},
    [MISS_CACHED_SPAN] = {"cached_span", "heap"},
    [MISS_FREE_RUN] = {"free_run", "heap"},
    [MISS_FRESH_PAGES] = {"fresh_pages", "kernel"},
};

const char *
miss_way_name(enum miss_way way)
{
    return ways[way].name;
}

const char *
miss_way_tier(enum miss_way way)
{
    return ways[way].tier;
}
