/* Which tier serves a request, by size, and which locks that takes: counted by
 * the heap itself. */
#include "allocators/central.h"
#include "allocators/thread_cache.h"
#include "bench/claims/experiments/experiments.h"
#include "bench/claims/experiments/short_text.h"

#include <stdint.h>

enum { BLOCKS = 2000, PAIRS = 10000 };

static const size_t sizes[] = {
    16, 64, 256, 1024, 4096, 16384, 32768, 32769, 65536};

/* What happened between two readings of the counters. */
struct served {
    double by[ALLOCATOR_TIERS];
    double all;
    double locks;
};

static uint64_t
allocations_of(const struct allocator_counters *counters, int tier)
{
    uint64_t sum = 0;
    for (int i = 0; i < ALLOCATOR_CLASSES; i++)
        sum += counters->allocations[tier][i];
    return sum;
}

static struct served
served_between(const struct allocator_counters *before,
    const struct allocator_counters *after)
{
    struct served served = {0};
    for (int tier = 0; tier < ALLOCATOR_TIERS; tier++) {
        served.by[tier] = (double)(allocations_of(after, tier) -
                                   allocations_of(before, tier));
        served.all += served.by[tier];
    }
    served.locks = (double)(after->locks_taken - before->locks_taken);
    return served;
}

/* Takes `count` blocks and keeps them. */
static struct served
take_all(void **blocks, size_t count, size_t size)
{
    struct allocator_counters before, after;
    thread_cache_read_counters(&before);
    for (size_t i = 0; i < count; i++)
        blocks[i] = thread_cache_allocate(size);
    thread_cache_read_counters(&after);
    return served_between(&before, &after);
}

static void
release_all(void **blocks, size_t count)
{
    for (size_t i = 0; i < count; i++)
        thread_cache_release(blocks[i]);
}

static void
print_served(struct printer *printer, const char *when, size_t size,
    const struct served *served)
{
    static const char *const names[ALLOCATOR_TIERS] = {
        "served_by_thread_cache", "served_by_central", "served_by_heap"};
    struct short_text setting = short_text("%s size=%zu", when, size);
    for (int tier = 0; tier < ALLOCATOR_TIERS; tier++)
        print_value(printer, setting.bytes, names[tier], "share",
            served->by[tier] / served->all);
    double missed = served->all - served->by[ALLOCATOR_TIER_THREAD_CACHE];
    print_value(printer, setting.bytes, "misses", "per 1,000 allocations",
        1000 * missed / served->all);
}

/* First from a heap that never had a block of that size, then again when all
 * of them went back. */
static void
print_size(struct printer *printer, size_t size)
{
    static void *blocks[BLOCKS];
    size_t count = size <= 4096 ? BLOCKS : BLOCKS / 8;
    struct served fresh = take_all(blocks, count, size);
    release_all(blocks, count);
    struct served again = take_all(blocks, count, size);
    release_all(blocks, count);
    print_served(printer, "fresh", size, &fresh);
    print_served(printer, "again", size, &again);
}

#define COUNT_LOCKS(allocator)                                                 \
    static double allocator##_locks(size_t size)                               \
    {                                                                          \
        struct allocator_counters before, after;                               \
        allocator##_release(allocator##_allocate(size));                       \
        thread_cache_read_counters(&before);                                   \
        for (int i = 0; i < PAIRS; i++)                                        \
            allocator##_release(allocator##_allocate(size));                   \
        thread_cache_read_counters(&after);                                    \
        return served_between(&before, &after).locks / (2.0 * PAIRS);          \
    }

COUNT_LOCKS(thread_cache)
COUNT_LOCKS(central)

static int
tiers_run(struct printer *printer)
{
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++)
        print_size(printer, sizes[i]);
    print_value(printer, "thread_cache size=64", "locks", "per operation",
        thread_cache_locks(64));
    print_value(printer, "central size=64", "locks", "per operation",
        central_locks(64));
    return 0;
}

EXPERIMENT(tiers, 1, "which tier serves a request, by size, and locks taken",
    tiers_run)
