/* The accounted pass counts what is held, for every compiled cell. */
#include "bench/probe.h"
#include "bench/resources/connection_settings.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { COUNT = 50 };

static struct probe_result
probed(const struct cell_code *code, size_t count, unsigned threads)
{
    const struct resource *resource = code->resource;
    size_t size = resource->telling_size;
    struct probe_result result;
    if (resource->prepare)
        assert_true(resource->prepare(size, count, threads));
    assert_true(probe_run(code, size, count, threads, &result));
    if (resource->finish)
        resource->finish();
    return result;
}

static struct probe_result
probed_by_name(const char *strategy, const char *allocator,
    const char *resource, size_t count, unsigned threads)
{
    const struct cell_code *code =
        cell_code_find(strategy, allocator, resource);
    assert_non_null(code);
    return probed(code, count, threads);
}

static void
every_cell_does_its_work_and_leaves_nothing(void **state)
{
    (void)state;
    for (size_t i = 0; i < cell_code_count(); i++) {
        if (allocator_missing(cell_code_at(i)->allocator))
            continue;
        struct probe_result seen = probed(cell_code_at(i), COUNT, 1);
        assert_int_equal(seen.completed, COUNT);
        assert_int_equal(seen.failures, 0);
        assert_int_equal(seen.left, 0);
        assert_int_equal(seen.let_go, COUNT);
    }
}

static void
every_cell_works_on_two_threads_at_once(void **state)
{
    (void)state;
    for (size_t i = 0; i < cell_code_count(); i++) {
        if (allocator_missing(cell_code_at(i)->allocator))
            continue;
        if (strcmp(cell_code_at(i)->resource->name, "connection") == 0)
            continue; /* two that hold 50 of 64 each must fail */
        struct probe_result seen = probed(cell_code_at(i), COUNT, 2);
        assert_int_equal(seen.completed, 2 * COUNT);
        assert_int_equal(seen.left, 0);
    }
}

static void
loop_defer_holds_all_and_keeps_a_record_each(void **state)
{
    (void)state;
    struct probe_result seen =
        probed_by_name("loop_defer", "thread_cache", "memory", COUNT, 1);
    assert_int_equal(seen.held_peak, COUNT);
    assert_int_equal(seen.burst_peak, COUNT);
    assert_int_equal(seen.records_peak, COUNT);
    assert_int_equal(seen.allocations, 2 * COUNT);
    assert_int_equal(seen.held_bytes_peak, COUNT * 256);
    assert_int_equal(
        seen.heap_bytes_peak, seen.held_bytes_peak + seen.record_bytes_peak);
    assert_true(seen.hold_ns_max > seen.hold_ns_sum / COUNT);
}

static void
the_others_hold_one_and_keep_no_record(void **state)
{
    (void)state;
    const char *const others[] = {
        "scoped_defer", "explicit_close", "object_pool"};
    for (unsigned i = 0; i < 3; i++) {
        struct probe_result seen =
            probed_by_name(others[i], "thread_cache", "memory", COUNT, 1);
        assert_int_equal(seen.held_peak, 1);
        assert_int_equal(seen.burst_peak, 1);
        assert_int_equal(seen.records_peak, 0);
        assert_int_equal(seen.held_bytes_peak, 256);
    }
}

static void
a_pool_allocates_once(void **state)
{
    (void)state;
    struct probe_result seen =
        probed_by_name("object_pool", "thread_cache", "memory", COUNT, 1);
    assert_int_equal(seen.allocations, 1);
}

static void
exhausted_connections_are_counted_with_what_was_held(void **state)
{
    (void)state;
    connection_configure(8, 5);
    struct probe_result seen =
        probed_by_name("loop_defer", "thread_cache", "connection", COUNT, 1);
    connection_configure(CONNECTION_LIMIT_DEFAULT, CONNECTION_DEADLINE_DEFAULT);
    assert_int_equal(seen.completed, 8);
    assert_int_equal(seen.failures, 1);
    assert_int_equal(seen.failure, ETIMEDOUT);
    assert_int_equal(seen.held_at_failure, 8);
    assert_int_equal(seen.held_peak, 8);
    assert_int_equal(seen.left, 0);
}

static void
a_direct_heap_holds_whole_pages(void **state)
{
    (void)state;
    struct probe_result seen =
        probed_by_name("explicit_close", "direct_heap", "memory", COUNT, 1);
    assert_true(seen.held_bytes_peak >= 4096);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_cell_does_its_work_and_leaves_nothing),
        cmocka_unit_test(every_cell_works_on_two_threads_at_once),
        cmocka_unit_test(loop_defer_holds_all_and_keeps_a_record_each),
        cmocka_unit_test(the_others_hold_one_and_keep_no_record),
        cmocka_unit_test(a_pool_allocates_once),
        cmocka_unit_test(exhausted_connections_are_counted_with_what_was_held),
        cmocka_unit_test(a_direct_heap_holds_whole_pages),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
