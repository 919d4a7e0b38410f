/* When each strategy lets go, seen by a resource that keeps a diary. */
#include "allocators/system.h"
#include "strategies/registry.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

enum { MANY = 10000, DIARY_BYTES = 1 << 10, NEVER = -1 };

static struct {
    char text[DIARY_BYTES]; /* "+1 u1 -1": taken, used, released */
    size_t length;
    intptr_t taken;   /* so many so far; the next handle */
    long held, peak;  /* now, and at most */
    intptr_t refused; /* the acquire that fails, from 1 */
    intptr_t broken;  /* the use that fails, from 1 */
    long uses;
    intptr_t spoiled;  /* the handle whose reset fails */
    long records_left; /* allocations that succeed; NEVER: all */
} diary;

static void
note(char event, void *handle)
{
    if (DIARY_BYTES - diary.length > 16)
        diary.length += (size_t)sprintf(diary.text + diary.length, "%s%c%d",
            diary.length ? " " : "", event, (int)(intptr_t)handle);
}

static void *
diary_acquire(const struct allocator *allocator, size_t size)
{
    (void)allocator;
    (void)size;
    if (diary.taken + 1 == diary.refused)
        return NULL;
    void *handle = (void *)++diary.taken;
    if (++diary.held > diary.peak)
        diary.peak = diary.held;
    note('+', handle);
    return handle;
}

static bool
diary_use(const struct allocator *allocator, void *handle, size_t size)
{
    (void)allocator;
    (void)size;
    note('u', handle);
    return ++diary.uses != diary.broken;
}

static void
diary_release(const struct allocator *allocator, void *handle)
{
    (void)allocator;
    diary.held--;
    note('-', handle);
}

static void
diary_park(void *handle)
{
    note('p', handle);
}

static bool
diary_reset(void *handle)
{
    note('r', handle);
    return (intptr_t)handle != diary.spoiled;
}

static const struct resource diary_resource = {
    .name = "diary",
    .sizes = {1},
    .telling_size = 1,
    .acquire = diary_acquire,
    .use = diary_use,
    .release = diary_release,
    .park = diary_park,
    .reset = diary_reset,
};

static void *
scarce_allocate(size_t size)
{
    if (diary.records_left == 0)
        return NULL;
    if (diary.records_left > 0)
        diary.records_left--;
    return system_allocator.allocate(size);
}

static void
scarce_release(void *block)
{
    system_allocator.release(block);
}

static const struct allocator scarce_allocator = {
    .name = "scarce", .allocate = scarce_allocate, .release = scarce_release};

static void
release_bound(void *handle)
{
    diary_release(&scarce_allocator, handle);
}

static struct work
work_of(size_t count)
{
    return (struct work){
        &scarce_allocator, &diary_resource, release_bound, 1, count};
}

static int
begin(void **state)
{
    (void)state;
    memset(&diary, 0, sizeof diary);
    diary.records_left = NEVER;
    return 0;
}

static void
loop_defer_releases_last_in_first_out_when_the_function_ends(void **state)
{
    (void)state;
    struct work work = work_of(3);
    assert_int_equal(loop_defer_strategy.run(&work), 3);
    assert_string_equal(diary.text, "+1 u1 +2 u2 +3 u3 -3 -2 -1");
}

static void
scoped_defer_releases_at_the_end_of_each_iteration(void **state)
{
    (void)state;
    struct work work = work_of(3);
    assert_int_equal(scoped_defer_strategy.run(&work), 3);
    assert_string_equal(diary.text, "+1 u1 -1 +2 u2 -2 +3 u3 -3");
}

static void
explicit_close_releases_right_after_the_last_use(void **state)
{
    (void)state;
    struct work work = work_of(3);
    assert_int_equal(explicit_close_strategy.run(&work), 3);
    assert_string_equal(diary.text, "+1 u1 -1 +2 u2 -2 +3 u3 -3");
}

static void
object_pool_uses_one_again_and_resets_it_first(void **state)
{
    (void)state;
    struct work work = work_of(3);
    assert_int_equal(object_pool_strategy.run(&work), 3);
    assert_string_equal(diary.text, "+1 u1 p1 r1 u1 p1 r1 u1 p1");
    object_pool_strategy.settle(&work);
    assert_int_equal(diary.held, 0);
}

static void
object_pool_releases_one_that_cannot_be_reset(void **state)
{
    (void)state;
    diary.spoiled = 1;
    struct work work = work_of(2);
    assert_int_equal(object_pool_strategy.run(&work), 2);
    assert_string_equal(diary.text, "+1 u1 p1 r1 -1 +2 u2 p2");
    object_pool_strategy.settle(&work);
    assert_int_equal(diary.held, 0);
}

static void
run_many(const struct strategy *strategy, long expected_peak)
{
    begin(NULL);
    struct work work = work_of(MANY);
    assert_int_equal(strategy->run(&work), MANY);
    assert_int_equal(diary.peak, expected_peak);
    if (strategy->settle)
        strategy->settle(&work);
    assert_int_equal(diary.held, 0);
}

static void
only_loop_defer_holds_ten_thousand_at_once(void **state)
{
    (void)state;
    run_many(&loop_defer_strategy, MANY);
    run_many(&scoped_defer_strategy, 1);
    run_many(&explicit_close_strategy, 1);
    run_many(&object_pool_strategy, 1);
}

static const struct strategy *const all[] = {
#define ADDRESS(S) &S##_strategy,
    FOR_EACH_STRATEGY(ADDRESS)
#undef ADDRESS
};
enum { ALL = sizeof all / sizeof *all };

/* The pool needs something spoiled to acquire more than once. */
static void
a_refused_resource_ends_the_work_and_leaves_nothing_held(void **state)
{
    for (size_t i = 0; i < ALL; i++) {
        begin(state);
        diary.refused = 1;
        struct work work = work_of(3);
        assert_int_equal(all[i]->run(&work), 0);
        begin(state);
        diary.refused = 3;
        bool pools = all[i]->settle != NULL;
        assert_int_equal(all[i]->run(&work), pools ? 3 : 2);
        if (pools)
            all[i]->settle(&work);
        assert_int_equal(diary.held, 0);
    }
}

static void
a_failed_use_ends_the_work_and_leaves_nothing_held(void **state)
{
    for (size_t i = 0; i < ALL; i++) {
        begin(state);
        diary.broken = 2;
        struct work work = work_of(3);
        assert_int_equal(all[i]->run(&work), 1);
        if (all[i]->settle)
            all[i]->settle(&work);
        assert_int_equal(diary.held, 0);
    }
}

static void
loop_defer_without_memory_for_a_record_releases_what_it_took(void **state)
{
    (void)state;
    diary.records_left = 2;
    struct work work = work_of(5);
    assert_int_equal(loop_defer_strategy.run(&work), 2);
    assert_string_equal(diary.text, "+1 u1 +2 u2 +3 -3 -2 -1");
}

static struct defer_frame *outer;
static char said[32];

static void
say(void *text)
{
    size_t length = strlen(said);
    snprintf(said + length, sizeof said - length, "%s", (const char *)text);
}

static void
say_and_defer_again(void *text)
{
    say(text);
    assert_true(defer_register(outer, say, "again"));
}

static void
a_deferred_call_may_defer_another_which_runs_next(void **state)
{
    (void)state;
    struct defer_frame frame = DEFER_FRAME(&scarce_allocator);
    outer = &frame;
    said[0] = '\0';
    assert_true(defer_register(&frame, say, "last"));
    assert_true(defer_register(&frame, say_and_defer_again, "first "));
    defer_return(&frame);
    assert_string_equal(said, "first againlast");
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test_setup(name, begin)
        TEST(loop_defer_releases_last_in_first_out_when_the_function_ends),
        TEST(scoped_defer_releases_at_the_end_of_each_iteration),
        TEST(explicit_close_releases_right_after_the_last_use),
        TEST(object_pool_uses_one_again_and_resets_it_first),
        TEST(object_pool_releases_one_that_cannot_be_reset),
        TEST(only_loop_defer_holds_ten_thousand_at_once),
        TEST(a_refused_resource_ends_the_work_and_leaves_nothing_held),
        TEST(a_failed_use_ends_the_work_and_leaves_nothing_held),
        TEST(loop_defer_without_memory_for_a_record_releases_what_it_took),
        TEST(a_deferred_call_may_defer_another_which_runs_next),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
