/* What a function that is left early leaves behind, for every compiled cell. */
#include "bench/fault.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

enum { COUNT = 20, CALLS = 200 };

static struct fault_result
faulted(const struct cell_code *code, double probability, enum fault_way way)
{
    const struct resource *resource = code->resource;
    const size_t size = resource->telling_size;
    const struct fault_plan plan = {
        .probability = probability, .seed = 7, .way = way, .calls = CALLS};
    struct fault_result seen;
    if (resource->prepare)
        assert_true(resource->prepare(size, COUNT, 1));
    assert_true(fault_run(code, size, COUNT, &plan, &seen));
    if (resource->finish)
        resource->finish();
    return seen;
}

static struct fault_result
faulted_by_name(const char *strategy, const char *resource, enum fault_way way)
{
    const struct cell_code *code =
        cell_code_find(strategy, "thread_cache", resource);
    assert_non_null(code);
    return faulted(code, 0.05, way);
}

static void
without_faults_nothing_is_left(void **state)
{
    (void)state;
    for (size_t i = 0; i < cell_code_count(); i++) {
        if (allocator_missing(cell_code_at(i)->allocator))
            continue;
        struct fault_result seen = faulted(cell_code_at(i), 0, FAULT_RETURNS);
        assert_int_equal(seen.faults, 0);
        assert_int_equal(seen.leaked, 0);
        assert_true(seen.taken > 0);
    }
}

static void
an_error_that_is_returned_leaves_nothing(void **state)
{
    (void)state;
    for (size_t i = 0; i < cell_code_count(); i++) {
        if (allocator_missing(cell_code_at(i)->allocator))
            continue;
        struct fault_result seen =
            faulted(cell_code_at(i), 0.05, FAULT_RETURNS);
        assert_true(seen.faults > 0);
        assert_int_equal(seen.leaked, 0);
    }
}

/* A panic in acquire leaves nothing that explicit close could have released. */
static void
a_panic_leaves_what_only_a_plain_call_would_have_released(void **state)
{
    (void)state;
    struct fault_result seen =
        faulted_by_name("explicit_close", "file", FAULT_PANICS);
    assert_true(seen.leaked > 0);
    assert_true(seen.leaked < seen.faults);
    seen = faulted_by_name("goto_ladder", "file", FAULT_PANICS);
    assert_true(seen.leaked > 0);
}

static void
a_panic_leaves_nothing_of_what_is_deferred_or_scoped(void **state)
{
    (void)state;
    static const char *const strategies[] = {"loop_defer", "scoped_defer",
        "stack_defer", "open_coded_defer", "error_only", "raii", "scope_guard"};
    for (size_t i = 0; i < sizeof strategies / sizeof *strategies; i++) {
        struct fault_result seen =
            faulted_by_name(strategies[i], "file", FAULT_PANICS);
        assert_true(seen.faults > 0);
        assert_int_equal(seen.leaked, 0);
    }
}

static void
a_jump_leaves_everything_that_a_loop_has_deferred(void **state)
{
    (void)state;
    struct fault_result loop =
        faulted_by_name("loop_defer", "file", FAULT_JUMPS);
    struct fault_result scoped =
        faulted_by_name("scoped_defer", "file", FAULT_JUMPS);
    assert_true(scoped.leaked > 0);
    assert_true(scoped.leaked <= scoped.faults);
    assert_true(loop.leaked > 3 * loop.faults);
}

static void
what_waits_in_a_pool_has_not_leaked(void **state)
{
    (void)state;
    struct fault_result seen =
        faulted_by_name("object_pool", "file", FAULT_RETURNS);
    assert_int_equal(seen.leaked, 0);
    assert_true(seen.taken > CALLS);
}

static void
the_same_seed_makes_the_same_faults(void **state)
{
    (void)state;
    struct fault_result first =
        faulted_by_name("explicit_close", "memory", FAULT_PANICS);
    struct fault_result second =
        faulted_by_name("explicit_close", "memory", FAULT_PANICS);
    assert_memory_equal(&first, &second, sizeof first);
}

static void
calls_take_about_as_many_as_wanted(void **state)
{
    (void)state;
    assert_int_equal(fault_calls_for(1000, 10, 0), 100);
    assert_int_equal(fault_calls_for(1000, 1000, 0.05), 100);
    assert_int_equal(fault_calls_for(1000, 10, 1), 1000);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(without_faults_nothing_is_left),
        cmocka_unit_test(an_error_that_is_returned_leaves_nothing),
        cmocka_unit_test(
            a_panic_leaves_what_only_a_plain_call_would_have_released),
        cmocka_unit_test(a_panic_leaves_nothing_of_what_is_deferred_or_scoped),
        cmocka_unit_test(a_jump_leaves_everything_that_a_loop_has_deferred),
        cmocka_unit_test(what_waits_in_a_pool_has_not_leaked),
        cmocka_unit_test(the_same_seed_makes_the_same_faults),
        cmocka_unit_test(calls_take_about_as_many_as_wanted),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
