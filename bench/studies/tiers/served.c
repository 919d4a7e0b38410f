#include "bench/studies/tiers/served.h"

#include "allocators/thread_cache.h"

enum {
    PAIRS = 10000,
    BATCH = 1000,
    BATCHES = 20,
    ALIVE = 20000,
    REPLACED = 100000,
    LEAST = 16,    /* bytes, of the mixed sizes */
    DOUBLINGS = 12 /* from there to 64 KiB */
};

static void
run_pairs(size_t size)
{
    for (int i = 0; i < PAIRS; i++)
        thread_cache_release(thread_cache_allocate(size));
}

static void
run_batches(size_t size)
{
    static void *blocks[BATCH];
    for (int batch = 0; batch < BATCHES; batch++) {
        for (int i = 0; i < BATCH; i++)
            blocks[i] = thread_cache_allocate(size);
        for (int i = 0; i < BATCH; i++)
            thread_cache_release(blocks[i]);
    }
}

/* Marsaglia, Xorshift RNGs, Journal of Statistical Software 8 (2003). */
static uint64_t
next_random(uint64_t *state)
{
    *state ^= *state << 13;
    *state ^= *state >> 7;
    *state ^= *state << 17;
    return *state;
}

static size_t
random_size(uint64_t *state)
{
    size_t least = (size_t)LEAST << next_random(state) % DOUBLINGS;
    return least + next_random(state) % least;
}

static void *alive[ALIVE];
static uint64_t randomness = 42;

static void
replace(size_t i)
{
    thread_cache_release(alive[i]);
    alive[i] = thread_cache_allocate(random_size(&randomness));
}

static void
run_mixed(size_t unused)
{
    (void)unused;
    for (int i = 0; i < REPLACED; i++)
        replace(next_random(&randomness) % ALIVE);
}

static struct served
served_between(const struct allocator_counters *before,
    const struct allocator_counters *after)
{
    struct served served;
    for (int tier = 0; tier < ALLOCATOR_TIERS; tier++)
        for (int i = 0; i < ALLOCATOR_CLASSES; i++)
            served.by_tier[tier][i] =
                after->allocations[tier][i] - before->allocations[tier][i];
    return served;
}

static struct served
served_of(void (*shape)(size_t size), size_t size)
{
    struct allocator_counters before, after;
    shape(size);
    thread_cache_read_counters(&before);
    shape(size);
    thread_cache_read_counters(&after);
    return served_between(&before, &after);
}

struct served
served_of_pairs(size_t size)
{
    return served_of(run_pairs, size);
}

struct served
served_of_batches(size_t size)
{
    return served_of(run_batches, size);
}

struct served
served_of_mixed(void)
{
    for (size_t i = 0; i < ALIVE; i++)
        replace(i);
    struct served served = served_of(run_mixed, 0);
    for (size_t i = 0; i < ALIVE; i++) {
        thread_cache_release(alive[i]);
        alive[i] = NULL;
    }
    return served;
}
