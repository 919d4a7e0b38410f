/* When each strategy lets go, seen by a resource that keeps a diary. Compiled
 * with UNDER_TRACKER, everything goes through a tracker besides, and each test
 * must end with nothing held. */
#include "allocators/system.h"
#include "bench/cell.h"
#include "bench/resources/memory.h"
#include "strategies/registry.h"
#include "strategies/runtime/tracked.h"

#include <errno.h>
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
    long refusals;    /* so many so far */
    intptr_t broken;  /* the use that fails, from 1 */
    long uses;
    intptr_t spoiled;  /* the handle whose reset fails */
    long records_left; /* allocations that succeed; NEVER: all */
    long blocks;       /* allocated and not given back */
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
    if (diary.taken + 1 == diary.refused) {
        diary.refusals++;
        return NULL;
    }
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
    diary.blocks++;
    return system_allocator.allocate(size);
}

static void
scarce_release(void *block)
{
    diary.blocks -= block != NULL;
    system_allocator.release(block);
}

static const struct allocator scarce_allocator = {
    .name = "scarce", .allocate = scarce_allocate, .release = scarce_release};

/* What stands between the strategies and the diary. */
static struct watched {
    const struct resource *resource;
    struct tracker *resources, *blocks;
} watched;

#ifdef UNDER_TRACKER

/* The functions that it has not got are never called. */
// NOLINTNEXTLINE(clang-analyzer-core.CallAndMessage)
TRACKED_ALLOCATOR(watched, scarce_allocator, watched.blocks)
TRACKED_RESOURCE(watched, *watched.resource, watched.resources)

static bool
tracker_holds_nothing(struct tracker *tracker)
{
    struct tracker_totals totals;
    tracker_read_totals(tracker, &totals);
    bool nothing = totals.held == 0 && totals.double_releases == 0 &&
                   totals.stranger_releases == 0;
    if (!nothing)
        tracker_write(tracker, TRACKER_TEXT, 0, stderr);
    tracker_destroy(tracker);
    return nothing;
}

static bool
watch_begin(void)
{
    watched.resources =
        tracker_create(&(struct tracker_settings){.name = "resources"});
    watched.blocks =
        tracker_create(&(struct tracker_settings){.name = "blocks"});
    return watched.resources && watched.blocks;
}

/* False when something is held. */
static bool
watch_end(void)
{
    if (!watched.resources)
        return true;
    defer_settle(&watched_allocator);
    bool resources = tracker_holds_nothing(watched.resources);
    bool blocks = tracker_holds_nothing(watched.blocks);
    watched.resources = watched.blocks = NULL;
    return resources && blocks;
}

static void
watched_release_bound(void *handle)
{
    watched_release_handle(&watched_allocator, handle);
}

#else

#define watched_allocator scarce_allocator

static bool
watch_begin(void)
{
    return true;
}

static bool
watch_end(void)
{
    return true;
}

static void
watched_release_bound(void *handle)
{
    watched.resource->release(&watched_allocator, handle);
}

#endif

static struct work
work_on(const struct resource *resource, size_t size, size_t count)
{
    watched.resource = resource;
#ifdef UNDER_TRACKER
    resource = &watched_resource;
#endif
    return (struct work){
        &watched_allocator, resource, watched_release_bound, size, count};
}

static struct work
work_of(size_t count)
{
    return work_on(&diary_resource, 1, count);
}

static int
begin(void **state)
{
    (void)state;
    bool nothing_held = watch_end();
    memset(&diary, 0, sizeof diary);
    diary.records_left = NEVER;
    return nothing_held && watch_begin() ? 0 : -1;
}

static int
end(void **state)
{
    (void)state;
    return watch_end() ? 0 : -1;
}

static void
loop_defer_releases_last_in_first_out_when_the_function_ends(void **state)
{
    (void)state;
    struct work work = work_of(3);
    assert_int_equal(loop_defer_strategy.run(&work), 3);
    assert_string_equal(diary.text, "+1 u1 +2 u2 +3 u3 -3 -2 -1");
}

/* Each lets go at the end of an iteration, whatever its means. */
static const char *const scoped[] = {"explicit_close", "scoped_defer",
    "goto_ladder", "error_only", "nested_defer", "defer_ts", "raii",
    "scope_guard", "stack_defer", "open_coded_defer"};
enum { SCOPED = sizeof scoped / sizeof *scoped };

/* Those that not every compiler has. */
static const char *const demanding[] = {"nested_defer", "defer_ts"};
enum { DEMANDING = sizeof demanding / sizeof *demanding };

/* The strategy of this name, or NULL when this build does not have it. */
static const struct strategy *
strategy_named(const char *name)
{
    for (size_t i = 0; i < cell_code_count(); i++)
        if (strcmp(cell_code_at(i)->strategy->name, name) == 0)
            return cell_code_at(i)->strategy;
    return NULL;
}

/* What the strategy of this name needs to be compiled in; NULL: it is. */
static const char *
needs_of(const char *name)
{
    const struct missing_strategy *missing = missing_strategies();
    for (; missing->name; missing++)
        if (strcmp(missing->name, name) == 0)
            return missing->needs;
    return NULL;
}

static void
a_strategy_is_compiled_in_or_the_list_says_what_it_needs(void **state)
{
    (void)state;
    for (size_t i = 0; i < DEMANDING; i++) {
        const char *needs = needs_of(demanding[i]);
        assert_true((strategy_named(demanding[i]) != NULL) == (needs == NULL));
        if (needs)
            assert_memory_equal(needs, "needs ", 6);
    }
    for (size_t i = 0; i < SCOPED; i++)
        assert_true(strategy_named(scoped[i]) || needs_of(scoped[i]));
}

/* Runs `count` in each scoped form; so many are done, with this diary. */
static void
expect_of_scoped(size_t count, size_t done, intptr_t broken, const char *text)
{
    for (size_t i = 0; i < SCOPED; i++) {
        const struct strategy *strategy = strategy_named(scoped[i]);
        if (!strategy)
            continue;
        assert_int_equal(begin(NULL), 0);
        diary.broken = broken;
        struct work work = work_of(count);
        assert_int_equal(strategy->run(&work), done);
        assert_string_equal(diary.text, text);
    }
}

static void
scoped_forms_release_at_the_end_of_each_iteration(void **state)
{
    (void)state;
    expect_of_scoped(3, 3, NEVER, "+1 u1 -1 +2 u2 -2 +3 u3 -3");
}

static void
scoped_forms_release_once_after_a_failed_use(void **state)
{
    (void)state;
    expect_of_scoped(3, 1, 2, "+1 u1 -1 +2 u2 -2");
}

static void
arena_lets_go_of_a_batch_at_once_the_newest_first(void **state)
{
    (void)state;
    struct work work = work_of(ARENA_BATCH + 1);
    assert_int_equal(arena_strategy.run(&work), ARENA_BATCH + 1);
    assert_non_null(strstr(diary.text, "+32 u32 -32 -31 -30"));
    assert_non_null(strstr(diary.text, "-2 -1 +33 u33 -33"));
}

static void
arena_takes_memory_in_chunks_and_gives_all_of_them_back(void **state)
{
    (void)state;
    struct work work = work_on(&memory_resource, 4096, 10 * ARENA_BATCH);
    diary.records_left = ARENA_BATCH * 4096 / ARENA_CHUNK_BYTES + 1;
    assert_int_equal(arena_strategy.run(&work), 10 * ARENA_BATCH);
    assert_int_equal(diary.blocks, 0);
}

static void
arena_without_memory_ends_the_work_and_gives_back_what_it_took(void **state)
{
    (void)state;
    struct work work = work_on(&memory_resource, 4096, 10 * ARENA_BATCH);
    diary.records_left = 2;
    assert_in_range(arena_strategy.run(&work), 1, ARENA_BATCH - 1);
    assert_int_equal(errno, ENOMEM);
    assert_int_equal(diary.blocks, 0);
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
    assert_int_equal(begin(NULL), 0);
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
    run_many(&object_pool_strategy, 1);
    run_many(&arena_strategy, ARENA_BATCH);
    for (size_t i = 0; i < SCOPED; i++)
        if (strategy_named(scoped[i]))
            run_many(strategy_named(scoped[i]), 1);
}

/* Every strategy that is compiled in, in whatever language, once. */
enum { MOST = 64 };
static const struct strategy *all[MOST];
static size_t all_count;

static void
all_add(const struct strategy *strategy)
{
    for (size_t i = 0; i < all_count; i++)
        if (strcmp(all[i]->name, strategy->name) == 0)
            return;
    assert_true(all_count < MOST);
    all[all_count++] = strategy;
}

static int
find_all(void **state)
{
    (void)state;
    for (size_t i = 0; i < cell_code_count(); i++)
        all_add(cell_code_at(i)->strategy);
    return 0;
}

/* A pool needs something spoiled to acquire more than once. */
static void
a_refused_resource_ends_the_work_and_leaves_nothing_held(void **state)
{
    for (size_t i = 0; i < all_count; i++) {
        assert_int_equal(begin(state), 0);
        diary.refused = 1;
        struct work work = work_of(3);
        assert_int_equal(all[i]->run(&work), 0);
        assert_int_equal(begin(state), 0);
        diary.refused = 3;
        size_t done = all[i]->run(&work);
        assert_int_equal(done, diary.refusals ? 2 : 3);
        if (all[i]->settle)
            all[i]->settle(&work);
        assert_int_equal(diary.held, 0);
    }
}

static void
a_failed_use_ends_the_work_and_leaves_nothing_held(void **state)
{
    for (size_t i = 0; i < all_count; i++) {
        assert_int_equal(begin(state), 0);
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
    defer_settle(&watched_allocator); /* no idle records from before */
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
    struct defer_frame frame = DEFER_FRAME(&watched_allocator);
    outer = &frame;
    said[0] = '\0';
    assert_true(defer_register(&frame, say, "last"));
    assert_true(defer_register(&frame, say_and_defer_again, "first "));
    defer_return(&frame);
    outer = NULL;
    assert_string_equal(said, "first againlast");
}

#ifdef UNDER_TRACKER

/* Forgets every third. */
static __attribute__((noinline)) size_t
forgetful_run(const struct work *work)
{
    size_t done = 0;
    for (; done < work->count; done++) {
        void *handle = work->resource->acquire(work->allocator, work->size);
        if (done % 3)
            work->resource->release(work->allocator, handle);
    }
    return done;
}

static void
a_leak_is_seen_with_the_strategy_that_forgot(void **state)
{
    (void)state;
    struct work work = work_of(30);
    assert_int_equal(forgetful_run(&work), 30);
    struct tracker_report report;
    assert_true(tracker_scan(watched.resources, 0, &report));
    assert_int_equal(report.totals.held, 10);
    assert_int_equal(report.groups_count, 1);
    tracker_report_free(&report);
    char text[1 << 14];
    FILE *out = fmemopen(text, sizeof text, "w");
    assert_true(tracker_write(watched.resources, TRACKER_TEXT, 0, out));
    fclose(out);
    assert_non_null(strstr(text, "created by\n      forgetful_run"));
    for (intptr_t i = 1; i <= 30; i += 3)
        work.release((void *)i);
}

#endif

int
main(void)
{
    const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test_setup_teardown(name, begin, end)
        TEST(loop_defer_releases_last_in_first_out_when_the_function_ends),
        TEST(a_strategy_is_compiled_in_or_the_list_says_what_it_needs),
        TEST(scoped_forms_release_at_the_end_of_each_iteration),
        TEST(scoped_forms_release_once_after_a_failed_use),
        TEST(arena_lets_go_of_a_batch_at_once_the_newest_first),
        TEST(arena_takes_memory_in_chunks_and_gives_all_of_them_back),
        TEST(arena_without_memory_ends_the_work_and_gives_back_what_it_took),
        TEST(object_pool_uses_one_again_and_resets_it_first),
        TEST(object_pool_releases_one_that_cannot_be_reset),
        TEST(only_loop_defer_holds_ten_thousand_at_once),
        TEST(a_refused_resource_ends_the_work_and_leaves_nothing_held),
        TEST(a_failed_use_ends_the_work_and_leaves_nothing_held),
        TEST(loop_defer_without_memory_for_a_record_releases_what_it_took),
        TEST(a_deferred_call_may_defer_another_which_runs_next),
#ifdef UNDER_TRACKER
        TEST(a_leak_is_seen_with_the_strategy_that_forgot),
#endif
    };
    return cmocka_run_group_tests(tests, find_all, NULL);
}
