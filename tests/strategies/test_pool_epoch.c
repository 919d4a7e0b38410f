/* What an epoch leaves in a pool, and what makes one begin. */
#include "pool_of_numbers.h"

#include <errno.h>
#include <signal.h>
#include <time.h>

static void
skip_without_membarrier(void)
{
    if (!membarrier_is_there())
        skip();
}

static void
an_object_survives_one_epoch_and_is_gone_after_two(void **state)
{
    (void)state;
    skip_without_membarrier();
    put_numbers(1, 20);
    pool_epoch_advance();
    assert_int_equal(discarded, 0);
    pool_epoch_advance();
    assert_int_equal(discarded, 20);
    assert_null(pool_take(&pool));
    for (unsigned i = 1; i <= 20; i++)
        assert_int_equal(discards_of[i], 1);
}

static void
one_taken_from_the_victims_lives_again(void **state)
{
    (void)state;
    skip_without_membarrier();
    put_numbers(1, 1);
    for (unsigned epoch = 0; epoch < 10; epoch++) {
        pool_epoch_advance();
        assert_ptr_equal(pool_take(&pool), object(1));
        assert_true(pool_put(&pool, object(1)));
    }
    assert_int_equal(discarded, 0);
    pool_epoch_advance();
    pool_epoch_advance();
    assert_int_equal(discarded, 1);
}

static void
new_objects_are_taken_before_victims(void **state)
{
    (void)state;
    skip_without_membarrier();
    put_numbers(1, 2);
    pool_epoch_advance();
    put_numbers(3, 4);
    assert_ptr_equal(pool_take(&pool), object(3));
    assert_ptr_equal(pool_take(&pool), object(4));
    assert_ptr_equal(pool_take(&pool), object(1));
    assert_ptr_equal(pool_take(&pool), object(2));
    assert_null(pool_take(&pool));
}

static void
an_object_in_use_outlives_any_number_of_epochs(void **state)
{
    (void)state;
    put_numbers(1, 1);
    assert_ptr_equal(pool_take(&pool), object(1));
    for (unsigned epoch = 0; epoch < 5; epoch++)
        pool_epoch_advance();
    assert_int_equal(discarded, 0);
    put_numbers(1, 1);
    assert_ptr_equal(pool_take(&pool), object(1));
}

static void
put_five(void)
{
    put_numbers(1, 5);
}

static void
expect_nothing(void)
{
    assert_null(pool_take(&pool));
    put_numbers(9, 9);
    assert_ptr_equal(pool_take(&pool), object(9));
}

static void
an_idle_threads_objects_age_too(void **state)
{
    (void)state;
    skip_without_membarrier();
    struct guest guest;
    guest_arrive(&guest, put_five, expect_nothing);
    pool_epoch_advance();
    assert_int_equal(discarded, 0);
    pool_epoch_advance();
    assert_int_equal(discarded, 5);
    guest_leave(&guest);
}

static void
an_idle_threads_victims_are_the_others(void **state)
{
    (void)state;
    skip_without_membarrier();
    struct guest guest;
    guest_arrive(&guest, put_five, expect_nothing);
    pool_epoch_advance();
    uintptr_t sum = 0;
    for (unsigned i = 0; i < 5; i++)
        sum += (uintptr_t)pool_take(&pool);
    assert_int_equal(sum, 1 + 2 + 3 + 4 + 5);
    assert_null(pool_take(&pool));
    guest_leave(&guest);
}

static void *
put_five_and_end(void *unused)
{
    (void)unused;
    put_five();
    return NULL;
}

static void
an_ended_threads_objects_age_too(void **state)
{
    (void)state;
    assert_null(pool_take(&pool));
    in_another_thread(put_five_and_end, NULL);
    pool_epoch_advance();
    pool_epoch_advance();
    assert_int_equal(discarded, 5);
}

/* Rings are freed behind the owner's back, and small ones begun again. */
static void
a_pool_lives_through_spikes_and_epochs(void **state)
{
    (void)state;
    for (unsigned spike = 0; spike < 20; spike++) {
        put_numbers(1, 3000);
        for (unsigned i = 0; i < 1000; i++)
            assert_non_null(pool_take(&pool));
        pool_epoch_advance();
    }
    pool_drain(&pool);
    assert_int_equal(discarded, 20 * 2000);
}

static uint32_t
head_ring_slots(void)
{
    return pool_shard_here(&pool)->local.head->capacity;
}

static void
after_a_spike_the_ring_is_small_again(void **state)
{
    (void)state;
    put_numbers(1, 3000);
    assert_true(head_ring_slots() >= 1024);
    pool_epoch_advance();
    put_numbers(1, 2);
    assert_int_equal(head_ring_slots(), POOL_RING_FIRST);
}

static void
enough_counted_bytes_begin_an_epoch(void **state)
{
    (void)state;
    pool_epoch_every_bytes(1 << 20);
    uint64_t before = pool_epoch_number();
    for (unsigned i = 0; i < 15; i++)
        pool_epoch_count_bytes(POOL_EPOCH_BYTES_STEP);
    assert_int_equal(pool_epoch_number(), before);
    pool_epoch_count_bytes(POOL_EPOCH_BYTES_STEP);
    assert_int_equal(pool_epoch_number(), before + 1);
    pool_epoch_every_bytes(0);
    for (unsigned i = 0; i < 100; i++)
        pool_epoch_count_bytes(1 << 20);
    assert_int_equal(pool_epoch_number(), before + 1);
}

static void
bytes_counted_while_no_epoch_was_wanted_begin_none(void **state)
{
    (void)state;
    for (unsigned i = 0; i < 100; i++)
        pool_epoch_count_bytes(1 << 20);
    uint64_t before = pool_epoch_number();
    pool_epoch_every_bytes(1 << 20);
    pool_epoch_count_bytes(POOL_EPOCH_BYTES_STEP);
    assert_int_equal(pool_epoch_number(), before);
}

static void
memory_pressure_begins_an_epoch(void **state)
{
    (void)state;
    uint64_t before = pool_epoch_number();
    assert_int_equal(
        pool_epoch_under_pressure(SIZE_MAX), POOL_EPOCH_PRESSURE_NONE);
    assert_int_equal(pool_epoch_number(), before);
    assert_int_equal(
        pool_epoch_under_pressure(1), POOL_EPOCH_PRESSURE_RELIEVED);
    assert_int_equal(pool_epoch_number(), before + 1);
}

static void
wait_for_epoch(uint64_t number)
{
    const struct timespec pause = {0, 1000000};
    for (unsigned i = 0; pool_epoch_number() < number && i < 20000; i++)
        nanosleep(&pause, NULL);
    assert_true(pool_epoch_number() >= number);
}

static void
a_timer_begins_epochs_until_it_is_stopped(void **state)
{
    (void)state;
    uint64_t before = pool_epoch_number();
    assert_true(pool_epoch_timer_start(1));
    errno = 0;
    assert_false(pool_epoch_timer_start(1));
    assert_int_equal(errno, EBUSY);
    wait_for_epoch(before + 3);
    pool_epoch_timer_stop();
    uint64_t stopped = pool_epoch_number();
    const struct timespec pause = {0, 20000000};
    nanosleep(&pause, NULL);
    assert_int_equal(pool_epoch_number(), stopped);
    assert_true(pool_epoch_timer_start(1000));
    pool_epoch_timer_stop();
}

static volatile sig_atomic_t signal_came_to_us;
static _Thread_local bool is_us;

static void
note_signal(int number)
{
    (void)number;
    signal_came_to_us = is_us ? 1 : -1;
}

static void
a_signal_never_goes_to_the_timers_thread(void **state)
{
    (void)state;
    is_us = true;
    signal(SIGUSR1, note_signal);
    sigset_t user, before;
    sigemptyset(&user);
    sigaddset(&user, SIGUSR1);
    assert_true(pool_epoch_timer_start(1));
    pthread_sigmask(SIG_BLOCK, &user, &before);
    kill(getpid(), SIGUSR1);
    wait_for_epoch(pool_epoch_number() + 2);
    assert_int_equal(signal_came_to_us, 0);
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    assert_int_equal(signal_came_to_us, 1);
    pool_epoch_timer_stop();
    signal(SIGUSR1, SIG_DFL);
}

static struct pool inner = POOL_INITIALIZER(.discard = count_discard);

static void
put_a_part_back(void *context, void *whole)
{
    count_discard(context, whole);
    pool_put(&inner, object(77));
    pool_epoch_count_bytes(1 << 20);
}

static struct pool outer = POOL_INITIALIZER(.discard = put_a_part_back);

static void
a_discard_may_use_pools_and_count_bytes(void **state)
{
    (void)state;
    pool_epoch_every_bytes(1);
    assert_true(pool_put(&outer, object(1)));
    assert_true(pool_put(&outer, object(2)));
    pool_epoch_advance();
    pool_epoch_advance();
    pool_drain(&outer);
    assert_int_equal(discarded, 2);
    assert_ptr_equal(pool_take(&inner), object(77));
    pool_drain(&inner);
}

static void
every_pool_in_use_ages(void **state)
{
    (void)state;
    skip_without_membarrier();
    assert_true(pool_put(&inner, object(1)));
    put_numbers(2, 2);
    pool_epoch_advance();
    pool_epoch_advance();
    assert_int_equal(discarded, 2);
    pool_drain(&inner);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test_setup_teardown(name, begin, end)
        TEST(an_object_survives_one_epoch_and_is_gone_after_two),
        TEST(one_taken_from_the_victims_lives_again),
        TEST(new_objects_are_taken_before_victims),
        TEST(an_object_in_use_outlives_any_number_of_epochs),
        TEST(an_idle_threads_objects_age_too),
        TEST(an_idle_threads_victims_are_the_others),
        TEST(an_ended_threads_objects_age_too),
        TEST(a_pool_lives_through_spikes_and_epochs),
        TEST(after_a_spike_the_ring_is_small_again),
        TEST(enough_counted_bytes_begin_an_epoch),
        TEST(bytes_counted_while_no_epoch_was_wanted_begin_none),
        TEST(memory_pressure_begins_an_epoch),
        TEST(a_timer_begins_epochs_until_it_is_stopped),
        TEST(a_signal_never_goes_to_the_timers_thread),
        TEST(a_discard_may_use_pools_and_count_bytes),
        TEST(every_pool_in_use_ages),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
