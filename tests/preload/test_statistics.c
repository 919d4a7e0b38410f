/* What tiers_read_statistics says, in a program linked with the library. */
#include "preloaded.h"

#include "allocators/preload/tiers.h"

enum { BLOCKS = 3000 };

static void *blocks[BLOCKS];

static struct tiers_statistics
statistics_now(void)
{
    struct tiers_statistics statistics;
    tiers_read_statistics(&statistics);
    return statistics;
}

static void
take_all(size_t size)
{
    for (int i = 0; i < BLOCKS; i++)
        blocks[i] = hidden_block(malloc(size));
}

static void
release_all(void)
{
    for (int i = 0; i < BLOCKS; i++)
        free(blocks[i]);
}

static struct tiers_calls
sum_of(const struct tiers_calls calls[TIERS_COUNT])
{
    struct tiers_calls sum = {0};
    for (int tier = 0; tier < TIERS_COUNT; tier++) {
        sum.mallocs += calls[tier].mallocs;
        sum.frees += calls[tier].frees;
    }
    return sum;
}

static struct tiers_calls
calls_of_class(const struct tiers_statistics *statistics, size_t block_bytes)
{
    for (size_t i = 0; i < statistics->classes; i++)
        if (statistics->by_class[i].block_bytes == block_bytes)
            return sum_of(statistics->by_class[i].by_tier);
    fail_msg("there is no class of %zu bytes", block_bytes);
    return (struct tiers_calls){0};
}

static void
every_call_is_counted_in_its_class(void **state)
{
    (void)state;
    struct tiers_statistics before = statistics_now();
    take_all(100);
    struct tiers_statistics held = statistics_now();
    release_all();
    struct tiers_statistics after = statistics_now();
    assert_int_equal(held.mallocs - before.mallocs, BLOCKS);
    assert_int_equal(held.live_blocks - before.live_blocks, BLOCKS);
    assert_int_equal(
        held.allocated_bytes - before.allocated_bytes, BLOCKS * 112);
    assert_int_equal(calls_of_class(&held, 112).mallocs -
                         calls_of_class(&before, 112).mallocs,
        BLOCKS);
    assert_int_equal(
        calls_of_class(&after, 112).frees - calls_of_class(&before, 112).frees,
        BLOCKS);
    assert_int_equal(after.allocated_bytes, before.allocated_bytes);
    assert_int_equal(after.live_blocks, before.live_blocks);
}

static void
tiers_and_classes_add_up_to_all_calls(void **state)
{
    (void)state;
    take_all(48);
    release_all();
    struct tiers_statistics statistics = statistics_now();
    struct tiers_calls sum = sum_of(statistics.by_tier);
    assert_int_equal(sum.mallocs, statistics.mallocs);
    assert_int_equal(sum.frees, statistics.frees);
    assert_true(statistics.by_tier[TIERS_THREAD_CACHE].mallocs > 0);
    assert_true(statistics.by_tier[TIERS_HEAP].mallocs > 0);
}

static void
a_block_above_all_classes_is_counted_as_such(void **state)
{
    (void)state;
    enum { BYTES = 3 << 20 };
    struct tiers_statistics before = statistics_now();
    blocks[0] = malloc(BYTES);
    struct tiers_statistics held = statistics_now();
    free(blocks[0]);
    assert_int_equal(
        calls_of_class(&held, 0).mallocs - calls_of_class(&before, 0).mallocs,
        1);
    assert_true(held.allocated_bytes - before.allocated_bytes >= BYTES);
    assert_true(held.in_use_bytes - before.in_use_bytes >= BYTES);
}

static void
what_is_mapped_is_in_use_idle_or_metadata(void **state)
{
    (void)state;
    take_all(1000);
    struct tiers_statistics held = statistics_now();
    release_all();
    malloc_trim(0);
    struct tiers_statistics trimmed = statistics_now();
    assert_int_equal(held.mapped_bytes,
        held.in_use_bytes + held.idle_bytes + held.metadata_bytes);
    assert_true(held.allocated_bytes <= held.in_use_bytes);
    assert_true(held.in_use_bytes - trimmed.in_use_bytes >= BLOCKS * 1000);
    assert_true(trimmed.released_bytes - held.released_bytes >= BLOCKS * 1000);
    assert_true(trimmed.released_bytes <= trimmed.idle_bytes);
}

static void
reading_allocates_nothing(void **state)
{
    (void)state;
    struct tiers_statistics first = statistics_now();
    struct tiers_statistics second = statistics_now();
    assert_memory_equal(&first, &second, sizeof first);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_library_is_in_place),
        cmocka_unit_test(every_call_is_counted_in_its_class),
        cmocka_unit_test(tiers_and_classes_add_up_to_all_calls),
        cmocka_unit_test(a_block_above_all_classes_is_counted_as_such),
        cmocka_unit_test(what_is_mapped_is_in_use_idle_or_metadata),
        cmocka_unit_test(reading_allocates_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
