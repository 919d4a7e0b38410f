/* What was counted adds up. */
#include "support.h"

#include "allocators/tiers/size_class.h"

#include <pthread.h>

enum { BLOCKS = 3000, THREADS = 100 };

static struct allocator_counters
counters_now(void)
{
    struct allocator_counters counters;
    tested->read_counters(&counters);
    return counters;
}

/* Over all tiers and classes. */
static uint64_t
total(uint64_t counts[ALLOCATOR_TIERS][ALLOCATOR_CLASSES])
{
    uint64_t sum = 0;
    for (int tier = 0; tier < ALLOCATOR_TIERS; tier++)
        for (int i = 0; i < ALLOCATOR_CLASSES; i++)
            sum += counts[tier][i];
    return sum;
}

static uint64_t
total_of_tier(const uint64_t counts[ALLOCATOR_CLASSES])
{
    uint64_t sum = 0;
    for (int i = 0; i < ALLOCATOR_CLASSES; i++)
        sum += counts[i];
    return sum;
}

static void
every_call_is_counted_once_and_every_byte(void **state)
{
    (void)state;
    static void *blocks[BLOCKS];
    skip_unless_ours();
    struct allocator_counters before = counters_now();
    size_t usable = 0;
    for (size_t i = 0; i < BLOCKS; i++) {
        blocks[i] = tested->allocate(i * 131 % 50000);
        usable += tested->usable_size(blocks[i]);
    }
    struct allocator_counters held = counters_now();
    assert_int_equal(
        total(held.allocations) - total(before.allocations), BLOCKS);
    assert_int_equal(total(held.frees), total(before.frees));
    assert_int_equal(held.bytes_in_use - before.bytes_in_use, usable);
    for (size_t i = 0; i < BLOCKS; i++)
        tested->release(blocks[i]);
    struct allocator_counters after = counters_now();
    assert_int_equal(total(after.frees) - total(before.frees), BLOCKS);
    assert_int_equal(total(after.allocations), total(held.allocations));
    assert_int_equal(after.bytes_in_use, before.bytes_in_use);
}

static void *
pairs_of_48(void *unused)
{
    void *blocks[100];
    for (int round = 0; round < 50; round++) {
        for (int i = 0; i < 100; i++)
            blocks[i] = tested->allocate(48);
        for (int i = 0; i < 100; i++)
            tested->release(blocks[i]);
    }
    return unused;
}

static void
what_ended_threads_did_stays_counted(void **state)
{
    (void)state;
    pthread_t threads[4];
    skip_unless_ours();
    struct allocator_counters before = counters_now();
    for (int i = 0; i < 4; i++)
        pthread_create(&threads[i], NULL, pairs_of_48, NULL);
    for (int i = 0; i < 4; i++)
        pthread_join(threads[i], NULL);
    struct allocator_counters after = counters_now();
    assert_int_equal(
        total(after.allocations) - total(before.allocations), 4 * 50 * 100);
    assert_int_equal(total(after.frees) - total(before.frees), 4 * 50 * 100);
    assert_int_equal(after.bytes_in_use, before.bytes_in_use);
}

/* thread_cache hits its cache, central its lists, direct_heap the pages. */
static void
most_calls_are_served_by_the_allocators_own_tier(void **state)
{
    (void)state;
    skip_unless_ours();
    int own = tested->allocate == thread_cache_allocator.allocate ? 0
              : tested->allocate == central_allocator.allocate    ? 1
                                                                  : 2;
    struct allocator_counters before = counters_now();
    pairs_of_48(NULL);
    struct allocator_counters after = counters_now();
    assert_in_range(total_of_tier(after.allocations[own]) -
                        total_of_tier(before.allocations[own]),
        4900, 5000);
    assert_in_range(
        total_of_tier(after.frees[own]) - total_of_tier(before.frees[own]),
        4900, 5000);
}

/* A pair of calls takes no lock in the thread cache, one each way in the
 * central list, and the page heap's each way for whole pages. Chains that run
 * out may take some more. */
static void
locks_are_counted_where_they_are_taken(void **state)
{
    (void)state;
    enum { PAIRS = 5000, MORE = 200 };
    skip_unless_ours();
    bool cached = tested->allocate == thread_cache_allocator.allocate;
    pairs_of_48(NULL);
    struct allocator_counters before = counters_now();
    pairs_of_48(NULL);
    struct allocator_counters after = counters_now();
    uint64_t least = cached ? 0 : 2 * PAIRS;
    assert_in_range(
        after.locks_taken - before.locks_taken, least, least + MORE);
    assert_int_equal(after.locks_waited, before.locks_waited);
}

static void
reading_the_counters_counts_no_lock(void **state)
{
    (void)state;
    skip_unless_ours();
    struct allocator_counters before = counters_now();
    assert_int_equal(counters_now().locks_taken, before.locks_taken);
}

static void
calls_are_counted_under_their_size_class(void **state)
{
    (void)state;
    skip_unless_ours();
    bool pages = tested->allocate == direct_heap_allocator.allocate;
    const size_t sizes[] = {1, 100, 32768, 32769, 1000000};
    for (size_t i = 0; i < 5; i++) {
        size_t size = sizes[i];
        unsigned expected = pages ? 0 : size_class_aligned(1, size);
        struct allocator_counters before = counters_now();
        tested->release(tested->allocate(size));
        struct allocator_counters after = counters_now();
        uint64_t allocations = 0;
        uint64_t frees = 0;
        for (int tier = 0; tier < ALLOCATOR_TIERS; tier++) {
            allocations += after.allocations[tier][expected] -
                           before.allocations[tier][expected];
            frees += after.frees[tier][expected] - before.frees[tier][expected];
        }
        assert_int_equal(allocations, 1);
        assert_int_equal(frees, 1);
    }
}

/* Some peers do not tell, nor does a sanitizer's malloc: 0 then. */
static bool
bytes_in_use_are_told(void)
{
    return counters_now().bytes_in_use > 0 || tested_is_ours();
}

static void
bytes_in_use_grow_with_what_is_allocated(void **state)
{
    (void)state;
    size_t before = counters_now().bytes_in_use;
    void *block = tested->allocate(1000000);
    if (bytes_in_use_are_told())
        assert_in_range(counters_now().bytes_in_use - before, 1000000,
            tested->usable_size(block) + 20000);
    tested->release(block);
    assert_int_equal(counters_now().bytes_in_use, before);
}

static pthread_barrier_t all_have_a_cache, all_may_end;

/* Releasing a block of another thread begins a cache, and takes nothing from
 * the page heap. */
static void *
hold_a_cache(void *block)
{
    tested->release(block);
    pthread_barrier_wait(&all_have_a_cache);
    pthread_barrier_wait(&all_may_end);
    return NULL;
}

/* What is mapped more while so many threads have caches than before. */
static size_t
bytes_mapped_for_caches(void)
{
    static void *foreign[THREADS];
    static pthread_t threads[THREADS];
    pthread_barrier_init(&all_have_a_cache, NULL, THREADS + 1);
    pthread_barrier_init(&all_may_end, NULL, THREADS + 1);
    for (size_t i = 0; i < THREADS; i++)
        foreign[i] = tested->allocate(16);
    size_t before = counters_now().bytes_mapped;
    for (size_t i = 0; i < THREADS; i++)
        pthread_create(&threads[i], NULL, hold_a_cache, foreign[i]);
    pthread_barrier_wait(&all_have_a_cache);
    size_t held = counters_now().bytes_mapped;
    pthread_barrier_wait(&all_may_end);
    for (size_t i = 0; i < THREADS; i++)
        pthread_join(threads[i], NULL);
    return held - before;
}

/* Some are there from threads that ended before: 256 KiB at most. */
static void
what_is_mapped_has_the_caches_of_threads_in_it(void **state)
{
    (void)state;
    if (tested->allocate != thread_cache_allocator.allocate)
        skip();
    assert_true(bytes_mapped_for_caches() + 262144 >=
                THREADS * sizeof(struct thread_cache));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_call_is_counted_once_and_every_byte),
        cmocka_unit_test(what_ended_threads_did_stays_counted),
        cmocka_unit_test(most_calls_are_served_by_the_allocators_own_tier),
        cmocka_unit_test(calls_are_counted_under_their_size_class),
        cmocka_unit_test(locks_are_counted_where_they_are_taken),
        cmocka_unit_test(reading_the_counters_counts_no_lock),
        cmocka_unit_test(bytes_in_use_grow_with_what_is_allocated),
        cmocka_unit_test(what_is_mapped_has_the_caches_of_threads_in_it),
    };
    return RUN_FOR_EVERY_ALLOCATOR(tests);
}
