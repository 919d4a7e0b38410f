/* Where the records of deferred calls come from and where they go: what the
 * cases in tests/conformance cannot see. */
#include "strategies/runtime/defer.h"
#include "strategies/runtime/panic.h"

#include <errno.h>
#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "another_thread.h"

enum { IDLE_MOST = 32, MILLION = 1000000, NEVER = -1 };

/* Two allocators that count, and stop the test when one is given what the other
 * handed out. */
struct counted {
    _Atomic long allocated; /* so far */
    _Atomic long live;      /* and not given back */
    _Atomic long strangers; /* given back here, handed out elsewhere */
    _Atomic size_t largest; /* bytes */
    long left;              /* allocations that succeed; NEVER: all */
};
static struct counted counted_first, counted_second;

struct block {
    _Alignas(16) struct counted *of;
};

static void *
counted_allocate(struct counted *counted, size_t size)
{
    struct block *block = NULL;
    if (counted->left != 0)
        block = malloc(sizeof *block + size);
    if (!block) {
        errno = ENOMEM;
        return NULL;
    }
    if (counted->left > 0)
        counted->left--;
    if (size > counted->largest)
        counted->largest = size;
    counted->allocated++;
    counted->live++;
    block->of = counted;
    return block + 1;
}

static void
counted_release(struct counted *counted, void *bytes)
{
    struct block *block = (struct block *)bytes - 1;
    counted->strangers += block->of != counted;
    counted->live--;
    free(block);
}

static void *
first_allocate(size_t size)
{
    return counted_allocate(&counted_first, size);
}

static void
first_release(void *block)
{
    counted_release(&counted_first, block);
}

static void *
second_allocate(size_t size)
{
    return counted_allocate(&counted_second, size);
}

static void
second_release(void *block)
{
    counted_release(&counted_second, block);
}

static const struct allocator first = {
    .name = "first", .allocate = first_allocate, .release = first_release};
static const struct allocator second = {
    .name = "second", .allocate = second_allocate, .release = second_release};

static void
counted_reset(struct counted *counted)
{
    counted->allocated = 0;
    counted->strangers = 0;
    counted->largest = 0;
    counted->left = NEVER;
}

static int
begin(void **state)
{
    (void)state;
    counted_reset(&counted_first);
    counted_reset(&counted_second);
    return 0;
}

/* Every test leaves nothing: settle gives all back that no thread uses. */
static int
end(void **state)
{
    (void)state;
    defer_settle(&first);
    defer_settle(&second);
    return counted_first.live || counted_second.live ||
           counted_first.strangers || counted_second.strangers;
}

static void
count(void *number)
{
    ++*(long *)number;
}

/* Registers so many calls and makes them; how many ran. */
static long
run_calls(const struct allocator *from, long calls)
{
    long ran = 0;
    struct defer_frame frame = DEFER_FRAME(from);
    for (long i = 0; i < calls; i++)
        if (!defer_register(&frame, count, &ran))
            break;
    defer_return(&frame);
    return ran;
}

static long
idle_records_here(void)
{
    long idle = 0;
    const struct defer_pool *pool = &defer_thread.pool;
    for (struct defer_record *i = pool->current; i; i = i->link)
        idle++;
    for (struct defer_record *i = pool->spare; i; i = i->link)
        idle++;
    return idle;
}

static void *
run_hundred(void *calls)
{
    return (void *)run_calls(&first, calls ? *(long *)calls : 100);
}

static void
records_come_from_the_frames_allocator(void **state)
{
    (void)state;
    assert_int_equal(run_calls(&first, 5), 5);
    assert_int_equal(counted_first.allocated, 5);
    assert_int_equal(counted_first.largest, sizeof(struct defer_record));
    assert_int_equal(counted_second.allocated, 0);
}

static void
an_idle_record_is_used_before_a_new_one_is_allocated(void **state)
{
    (void)state;
    for (unsigned i = 0; i < 10; i++)
        run_calls(&first, 100);
    assert_int_equal(counted_first.allocated, 100);
}

static void
a_thread_keeps_32_idle_records_at_most(void **state)
{
    (void)state;
    for (long calls = 1; calls < 200; calls += 7) {
        run_calls(&first, calls);
        assert_in_range(idle_records_here(), 1, IDLE_MOST);
    }
    run_calls(&first, 3 * IDLE_MOST);
    assert_in_range(idle_records_here(), IDLE_MOST / 2, IDLE_MOST);
}

/* What is beyond the 32 of this thread is the other's, which allocates none. */
static void
the_central_list_hands_idle_records_to_another_thread(void **state)
{
    (void)state;
    run_calls(&first, 100);
    long rest = 100 - IDLE_MOST;
    assert_int_equal(in_another_thread(run_hundred, &rest), rest);
    assert_int_equal(counted_first.allocated, 100);
}

static void
an_ended_threads_idle_records_are_the_others(void **state)
{
    (void)state;
    long few = 20; /* fewer than a thread keeps */
    in_another_thread(run_hundred, &few);
    assert_int_equal(counted_first.live, few);
    assert_int_equal(run_calls(&first, few), few);
    assert_int_equal(counted_first.allocated, few);
}

static void
settle_gives_every_idle_record_back(void **state)
{
    (void)state;
    in_another_thread(run_hundred, NULL);
    run_calls(&first, 1000);
    assert_int_equal(counted_first.live, 1000);
    defer_settle(&first);
    assert_int_equal(counted_first.live, 0);
    defer_settle(&first);
    assert_int_equal(run_calls(&first, 3), 3);
}

static void
settle_leaves_another_allocators_records_alone(void **state)
{
    (void)state;
    run_calls(&first, 100);
    defer_settle(&second);
    assert_int_equal(counted_first.live, 100);
}

/* Frames of both on one stack, so that each turns to the other again and again
 * while calls of both are registered. */
static long
run_nested(unsigned depth)
{
    long ran = 0;
    const struct allocator *from = depth % 2 ? &first : &second;
    struct defer_frame frame = DEFER_FRAME(from);
    for (unsigned i = 0; i < 20; i++)
        assert_true(defer_register(&frame, count, &ran));
    long deeper = depth ? run_nested(depth - 1) : 0;
    defer_return(&frame);
    return deeper + ran;
}

static void
records_of_two_allocators_never_mix(void **state)
{
    (void)state;
    for (unsigned turn = 0; turn < 5; turn++) {
        assert_int_equal(run_nested(10), 11 * 20);
        in_another_thread(run_hundred, NULL);
        run_calls(&second, 100);
    }
    assert_int_equal(counted_first.strangers, 0);
    assert_int_equal(counted_second.strangers, 0);
}

static void
without_memory_nothing_is_registered(void **state)
{
    (void)state;
    long ran = 0;
    counted_first.left = 2;
    struct defer_frame frame = DEFER_FRAME(&first);
    assert_true(defer_register(&frame, count, &ran));
    assert_true(defer_register(&frame, count, &ran));
    errno = 0;
    assert_false(defer_register(&frame, count, &ran));
    assert_int_equal(errno, ENOMEM);
    defer_return(&frame);
    assert_int_equal(ran, 2);
}

static long copies_seen;

static void
see_copy(void *copy)
{
    copies_seen += *(long *)copy;
}

/* There may be memory for the copy but none for its record. */
static void
without_memory_no_copy_is_kept(void **state)
{
    (void)state;
    const long seven = 7;
    copies_seen = 0;
    for (long left = 0; left < 2; left++) {
        counted_first.left = left;
        struct defer_frame frame = DEFER_FRAME(&first);
        errno = 0;
        assert_false(
            defer_register_copy(&frame, see_copy, &seven, sizeof seven));
        assert_int_equal(errno, ENOMEM);
        defer_return(&frame);
        assert_int_equal(counted_first.live, 0);
    }
    assert_int_equal(copies_seen, 0);
}

static void
a_copy_too_large_for_any_memory_is_refused(void **state)
{
    (void)state;
    struct defer_frame frame = DEFER_FRAME(&first);
    errno = 0;
    assert_false(defer_register_copy(&frame, see_copy, &errno, SIZE_MAX));
    assert_int_equal(errno, ENOMEM);
    defer_return(&frame);
}

static void
a_copy_is_freed_after_its_call(void **state)
{
    (void)state;
    copies_seen = 0;
    struct defer_frame frame = DEFER_FRAME(&first);
    for (long i = 1; i <= 3; i++)
        assert_true(defer_register_copy(&frame, see_copy, &i, sizeof i));
    defer_return(&frame);
    assert_int_equal(copies_seen, 1 + 2 + 3);
    defer_settle(&first);
    assert_int_equal(counted_first.live, 0);
}

static void
see_copy_and_panic(void *copy)
{
    see_copy(copy);
    panic_text("while a copy is alive");
}

static void
recover(void *recovered)
{
    if (panic_recover().kind != PANIC_NOTHING)
        ++*(long *)recovered;
}

/* The copies' calls run at the end, or for a panic that is on its way. */
static void
panic_in_copies(long *recovered, bool already)
{
    DEFER_FUNCTION(&first);
    assert_true(defer_loop(recover, recovered));
    for (long i = 1; i <= 3; i++)
        assert_true(defer_loop_copy(see_copy_and_panic, i));
    if (already)
        panic_text("before the copies' calls");
}

static void
a_copy_is_freed_even_when_its_call_panics(void **state)
{
    (void)state;
    for (int already = 0; already < 2; already++) {
        long recovered = 0;
        copies_seen = 0;
        panic_in_copies(&recovered, already);
        assert_int_equal(recovered, 1);
        assert_int_equal(copies_seen, 1 + 2 + 3);
        defer_settle(&first);
        assert_int_equal(counted_first.live, 0);
    }
}

static void
a_million_calls_run_and_leave_nothing(void **state)
{
    (void)state;
    assert_int_equal(run_calls(&first, MILLION), MILLION);
    assert_int_equal(counted_first.live, MILLION);
    defer_settle(&first);
    assert_int_equal(counted_first.live, 0);
}

static struct defer_frame *outer;
static long again_left;

static void
defer_again(void *ran)
{
    count(ran);
    if (again_left-- > 0)
        assert_true(defer_register(outer, defer_again, ran));
}

/* A record is given back before its call runs, so one is enough for all. */
static void
a_call_that_defers_again_uses_its_own_record(void **state)
{
    (void)state;
    long ran = 0;
    again_left = 1000;
    struct defer_frame frame = DEFER_FRAME(&first);
    outer = &frame;
    assert_true(defer_register(&frame, defer_again, &ran));
    defer_return(&frame);
    outer = NULL;
    assert_int_equal(ran, 1001);
    assert_int_equal(counted_first.allocated, 1);
}

static void
defer_in_a_function_of_its_own(void *ran)
{
    DEFER_FUNCTION(&first);
    if (!defer_loop(count, ran) || !defer_loop(count, ran))
        return;
    count(ran);
}

static void
a_call_may_have_deferred_calls_of_its_own(void **state)
{
    (void)state;
    long ran = 0;
    struct defer_frame frame = DEFER_FRAME(&first);
    for (unsigned i = 0; i < 50; i++)
        assert_true(
            defer_register(&frame, defer_in_a_function_of_its_own, &ran));
    defer_return(&frame);
    assert_int_equal(ran, 150);
}

/* Threads. */

enum { THREADS = 4, TURNS = 500 };

static void *
run_many_calls(void *unused)
{
    (void)unused;
    long ran = 0;
    for (long turn = 0; turn < TURNS; turn++)
        ran += run_calls(&first, turn % 100);
    return (void *)ran;
}

static void
threads_that_register_at_once_share_what_is_idle(void **state)
{
    (void)state;
    pthread_t threads[THREADS];
    for (unsigned i = 0; i < THREADS; i++)
        assert_int_equal(
            pthread_create(&threads[i], NULL, run_many_calls, NULL), 0);
    for (unsigned i = 0; i < THREADS; i++) {
        void *ran;
        pthread_join(threads[i], &ran);
        assert_int_equal(ran, TURNS / 100 * (99 * 100 / 2));
    }
    /* Each had 99 at most, and what lay in the central list is used first. */
    assert_in_range(counted_first.allocated, 99, THREADS * (99 + IDLE_MOST));
    assert_int_equal(counted_first.live, counted_first.allocated);
}

static long reached;

static void
leave_the_thread(long *ran)
{
    DEFER_FUNCTION(&first);
    for (unsigned i = 0; i < 3; i++)
        if (!defer_loop(count, ran))
            return;
    panic_goexit();
}

static void *
leave_from_within(void *ran)
{
    struct defer_record record;
    DEFER_FUNCTION_OF(void *, result, &first);
    defer_once(&record, count, ran);
    leave_the_thread(ran);
    reached++;
    DEFER_RETURN(ran);
}

static void
goexit_makes_all_calls_of_its_thread_and_ends_it(void **state)
{
    (void)state;
    long ran = 0;
    reached = 0;
    assert_null(in_another_thread(leave_from_within, &ran));
    assert_int_equal(ran, 4);
    assert_int_equal(reached, 0);
    defer_settle(&first);
    assert_int_equal(counted_first.live, 0);
}

static void
panic_with_a_call_due(long *recovered)
{
    struct defer_record record;
    DEFER_FUNCTION(&first);
    defer_once(&record, recover, recovered);
    if (!defer_loop(count, recovered))
        return;
    panic_number(*recovered);
}

static atomic_bool panics_go_on;

static void *
panic_again_and_again(void *recovered)
{
    for (long i = 0; i < TURNS; i++)
        panic_with_a_call_due(recovered);
    panics_go_on = false;
    return NULL;
}

/* How often it saw a panic: none is its own. */
static void *
run_calls_beside_panics(void *unused)
{
    (void)unused;
    long seen = 0;
    do {
        struct defer_frame frame = DEFER_FRAME(&first);
        assert_true(defer_register(&frame, recover, &seen));
        defer_return(&frame);
    } while (panics_go_on);
    return (void *)seen;
}

static void
a_panic_is_its_own_threads_alone(void **state)
{
    (void)state;
    long recovered = 0;
    pthread_t panicking;
    panics_go_on = true;
    assert_int_equal(
        pthread_create(&panicking, NULL, panic_again_and_again, &recovered), 0);
    assert_null(in_another_thread(run_calls_beside_panics, NULL));
    pthread_join(panicking, NULL);
    assert_int_equal(recovered, 2 * TURNS); /* and its other call ran */
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test_setup_teardown(name, begin, end)
        TEST(records_come_from_the_frames_allocator),
        TEST(an_idle_record_is_used_before_a_new_one_is_allocated),
        TEST(a_thread_keeps_32_idle_records_at_most),
        TEST(the_central_list_hands_idle_records_to_another_thread),
        TEST(an_ended_threads_idle_records_are_the_others),
        TEST(settle_gives_every_idle_record_back),
        TEST(settle_leaves_another_allocators_records_alone),
        TEST(records_of_two_allocators_never_mix),
        TEST(without_memory_nothing_is_registered),
        TEST(without_memory_no_copy_is_kept),
        TEST(a_copy_too_large_for_any_memory_is_refused),
        TEST(a_copy_is_freed_after_its_call),
        TEST(a_copy_is_freed_even_when_its_call_panics),
        TEST(a_million_calls_run_and_leave_nothing),
        TEST(a_call_that_defers_again_uses_its_own_record),
        TEST(a_call_may_have_deferred_calls_of_its_own),
        TEST(threads_that_register_at_once_share_what_is_idle),
        TEST(goexit_makes_all_calls_of_its_thread_and_ends_it),
        TEST(a_panic_is_its_own_threads_alone),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
