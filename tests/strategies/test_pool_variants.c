/* What the pools of the matrix do differently from object_pool. */
#include "strategies/pool_bounded.h"
#include "strategies/pool_locked_list.h"
#include "strategies/pool_no_victim.h"
#include "strategies/pool_per_thread.h"

#include "pool_support.h"

static void
count_release(void *handle)
{
    count_discard(NULL, handle);
}

static const struct work work = {.release = count_release};

static int
begin(void **state)
{
    (void)state;
    forget_discards();
    pool_epoch_every_bytes(0);
    object_pool_set_release(count_release);
    return 0;
}

static void
without_victims_an_object_is_gone_after_one_epoch(void **state)
{
    (void)state;
    if (!membarrier_is_there())
        skip();
    for (uintptr_t i = 1; i <= 10; i++) {
        assert_true(pool_put(&pool_no_victim_shared, object(i)));
        assert_true(pool_put(&object_pool_shared, object(100 + i)));
    }
    pool_epoch_advance();
    assert_int_equal(discarded, 10);
    assert_null(pool_take(&pool_no_victim_shared));
    assert_non_null(pool_take(&object_pool_shared));
    pool_no_victim_settle(&work);
    object_pool_settle(&work);
    assert_int_equal(discarded, 19);
}

static void *
take_per_thread(void *unused)
{
    (void)unused;
    return pool_take(&pool_per_thread_shared);
}

static void
per_thread_nobody_takes_what_another_thread_put(void **state)
{
    (void)state;
    for (uintptr_t i = 1; i <= 10; i++)
        assert_true(pool_put(&pool_per_thread_shared, object(i)));
    assert_null(in_another_thread(take_per_thread, NULL));
    pool_epoch_advance();
    assert_null(in_another_thread(take_per_thread, NULL));
    for (unsigned i = 1; i <= 10; i++)
        assert_non_null(pool_take(&pool_per_thread_shared));
    assert_null(pool_take(&pool_per_thread_shared));
    pool_per_thread_settle(&work);
    assert_int_equal(discarded, 0);
}

static void
a_full_bounded_pool_refuses_and_the_object_stays_the_callers(void **state)
{
    (void)state;
    for (uintptr_t i = 0; i <= POOL_BOUNDED_SLOTS; i++)
        assert_true(pool_put(&pool_bounded_shared, object(i + 1)));
    assert_false(pool_put(&pool_bounded_shared, object(999)));
    assert_ptr_equal(pool_take(&pool_bounded_shared), object(1));
    assert_true(
        pool_put(&pool_bounded_shared, object(999))); /* there is room again */
    assert_false(pool_put(&pool_bounded_shared, object(1)));
    pool_bounded_settle(&work);
    assert_int_equal(discarded, POOL_BOUNDED_SLOTS + 1);
    assert_int_equal(discards_of[999], 1);
    assert_int_equal(discards_of[1], 0);
}

static void
a_bounded_pool_has_room_again_after_an_epoch(void **state)
{
    (void)state;
    while (pool_put(&pool_bounded_shared, object(1))) {
    }
    pool_epoch_advance();
    assert_true(pool_put(&pool_bounded_shared, object(2)));
    pool_bounded_settle(&work);
}

static void *
take_from_list(void *unused)
{
    (void)unused;
    return pool_list_take(&pool_locked_list_shared);
}

static void
a_locked_list_is_one_stack_for_all_threads(void **state)
{
    (void)state;
    for (uintptr_t i = 1; i <= 100; i++)
        assert_true(pool_list_put(&pool_locked_list_shared, object(i)));
    assert_ptr_equal(in_another_thread(take_from_list, NULL), object(100));
    assert_ptr_equal(pool_list_take(&pool_locked_list_shared), object(99));
    pool_epoch_advance();
    pool_epoch_advance();
    assert_ptr_equal(pool_list_take(&pool_locked_list_shared), object(98));
    pool_locked_list_settle(&work);
    assert_int_equal(discarded, 97);
    assert_null(pool_list_take(&pool_locked_list_shared));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test_setup(name, begin)
        TEST(without_victims_an_object_is_gone_after_one_epoch),
        TEST(per_thread_nobody_takes_what_another_thread_put),
        TEST(a_full_bounded_pool_refuses_and_the_object_stays_the_callers),
        TEST(a_bounded_pool_has_room_again_after_an_epoch),
        TEST(a_locked_list_is_one_stack_for_all_threads),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
