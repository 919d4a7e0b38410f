/* Cells under trackers. */
#include "bench/tracked.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { COUNT = 50 };

static char places[1 << 16];

/* What the cell leaves; `places` is what is said of it. */
static struct tracked_result
tracked(const struct cell_code *code, size_t count, unsigned threads)
{
    const struct resource *resource = code->resource;
    size_t size = resource->telling_size;
    struct tracked_result result;
    if (resource->prepare)
        assert_true(resource->prepare(size, count, threads));
    memset(places, 0, sizeof places);
    FILE *out = fmemopen(places, sizeof places, "w");
    assert_non_null(out);
    assert_true(tracked_run(code, size, count, threads, out, &result));
    fclose(out);
    if (resource->finish)
        resource->finish();
    return result;
}

static void
assert_leaves_nothing(const struct cell_code *code, unsigned threads)
{
    struct tracked_result seen = tracked(code, COUNT, threads);
    assert_true(seen.acquired > 0);
    assert_int_equal(seen.held_at_end, 0);
    assert_int_equal(seen.blocks_at_end, 0);
    assert_int_equal(seen.double_releases, 0);
    assert_int_equal(seen.stranger_releases, 0);
    assert_string_equal(places, "");
}

static void
every_cell_leaves_nothing_held(void **state)
{
    (void)state;
    for (size_t i = 0; i < cell_code_count(); i++) {
        if (allocator_missing(cell_code_at(i)->allocator))
            continue;
        assert_leaves_nothing(cell_code_at(i), 1);
        assert_leaves_nothing(cell_code_at(i), 2);
    }
}

static void
a_pool_keeps_one_until_it_is_settled(void **state)
{
    (void)state;
    const struct cell_code *code =
        cell_code_find("object_pool", "thread_cache", "buffer");
    struct tracked_result seen = tracked(code, COUNT, 1);
    assert_int_equal(seen.acquired, 1);
    assert_int_equal(seen.held_at_return, 1);
    assert_int_equal(seen.blocks_at_return, 2);
    assert_int_equal(seen.held_at_end, 0);
}

/* Strategies with a fault each. */

static void *forgotten[COUNT]; /* for the test to clean up */

static __attribute__((noinline)) size_t
forgetful_run(const struct work *work)
{
    for (size_t i = 0; i < work->count; i++) {
        void *handle = work->resource->acquire(work->allocator, work->size);
        if (i % 5)
            work->resource->release(work->allocator, handle);
        else
            forgotten[i] = handle;
    }
    return work->count;
}

static __attribute__((noinline)) size_t
overzealous_run(const struct work *work)
{
    void *handle = work->resource->acquire(work->allocator, work->size);
    work->release(handle);
    work->release(handle);
    work->release((void *)work); /* which nobody acquired */
    return work->count;
}

static struct tracked_result
tracked_with(const struct strategy *strategy)
{
    struct cell_code code =
        *cell_code_find("explicit_close", "system", "memory");
    code.strategy = strategy;
    return tracked(&code, COUNT, 1);
}

static void
a_leak_is_seen_with_its_place(void **state)
{
    (void)state;
    const struct strategy forgetful = {.run = forgetful_run};
    struct tracked_result seen = tracked_with(&forgetful);
    assert_int_equal(seen.acquired, COUNT);
    assert_int_equal(seen.held_at_return, COUNT / 5);
    assert_int_equal(seen.held_at_end, COUNT / 5);
    assert_int_equal(seen.blocks_at_end, COUNT / 5);
    assert_non_null(strstr(places, "resources: 10 held, 2560 bytes"));
    assert_non_null(strstr(places, "blocks: 10 held, 2560 bytes"));
    for (size_t i = 0; i < COUNT; i++)
        free(forgotten[i]);
}

static void
wrong_releases_are_caught_and_harm_nobody(void **state)
{
    (void)state;
    const struct strategy overzealous = {.run = overzealous_run};
    struct tracked_result seen = tracked_with(&overzealous);
    assert_int_equal(seen.held_at_end, 0);
    assert_int_equal(seen.double_releases, 1);
    assert_int_equal(seen.stranger_releases, 1);
    assert_non_null(strstr(places, "1 double release"));
    assert_non_null(strstr(places, "1 release of a stranger"));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_cell_leaves_nothing_held),
        cmocka_unit_test(a_pool_keeps_one_until_it_is_settled),
        cmocka_unit_test(a_leak_is_seen_with_its_place),
        cmocka_unit_test(wrong_releases_are_caught_and_harm_nobody),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
