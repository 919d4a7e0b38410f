/* The pool: one private slot a thread, a bounded list behind. */
#include "strategies/runtime/pool.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static struct pool pool;
static size_t discarded;

static void
discard(void *object)
{
    (void)object;
    discarded++;
}

static int
begin(void **state)
{
    (void)state;
    pool = (struct pool)POOL_INITIALIZER;
    discarded = 0;
    return 0;
}

static void *
object(uintptr_t number)
{
    return (void *)number;
}

static void
an_empty_pool_gives_nothing(void **state)
{
    (void)state;
    assert_null(pool_get(&pool));
}

static void
what_was_put_last_comes_back_first(void **state)
{
    (void)state;
    assert_true(pool_put(&pool, object(1)));
    assert_true(pool_put(&pool, object(2)));
    assert_ptr_equal(pool_get(&pool), object(1)); /* the private slot */
    assert_ptr_equal(pool_get(&pool), object(2));
    assert_null(pool_get(&pool));
}

static void
a_full_pool_refuses_and_the_object_stays_the_callers(void **state)
{
    (void)state;
    for (uintptr_t i = 1; i <= POOL_SHARED_CAPACITY + 1; i++)
        assert_true(pool_put(&pool, object(i)));
    assert_false(pool_put(&pool, object(999)));
    pool_drain(&pool, discard);
    assert_int_equal(discarded, POOL_SHARED_CAPACITY + 1);
    assert_null(pool_get(&pool));
}

static void *
put_two(void *unused)
{
    (void)unused;
    pool_put(&pool, object(1));
    pool_put(&pool, object(2));
    return NULL;
}

static void
another_thread_takes_only_what_is_shared(void **state)
{
    (void)state;
    assert_null(pool_get(&pool)); /* this thread has its slot now */
    pthread_t thread;
    assert_int_equal(pthread_create(&thread, NULL, put_two, NULL), 0);
    pthread_join(thread, NULL);
    assert_ptr_equal(pool_get(&pool), object(2));
    assert_null(pool_get(&pool));
    pool_drain(&pool, discard);
    assert_int_equal(discarded, 1);
}

static void *
number_of_this_thread(void *unused)
{
    (void)unused;
    pool_get(&pool);
    return (void *)(uintptr_t)pool_thread_number;
}

static void
the_slot_of_a_thread_that_ended_is_lent_again(void **state)
{
    (void)state;
    for (unsigned i = 0; i < 3 * POOL_THREADS; i++) {
        pthread_t thread;
        void *number;
        assert_int_equal(
            pthread_create(&thread, NULL, number_of_this_thread, NULL), 0);
        pthread_join(thread, &number);
        assert_non_null(number);
        assert_true((uintptr_t)number <= POOL_THREADS);
    }
}

enum { THREADS = 4, OBJECTS = 64, TURNS = 50000 };
static _Atomic unsigned char in_use[OBJECTS];
static _Atomic unsigned shared_by_two;

static void
take_and_put_back(void)
{
    uintptr_t *taken = pool_get(&pool);
    if (!taken)
        return;
    if (in_use[*taken]++)
        shared_by_two++;
    in_use[*taken]--;
    if (!pool_put(&pool, taken))
        abort();
}

static void *
take_turns(void *unused)
{
    (void)unused;
    for (unsigned i = 0; i < TURNS; i++)
        take_and_put_back();
    return NULL;
}

static void
no_object_is_ever_given_to_two_threads(void **state)
{
    (void)state;
    uintptr_t objects[OBJECTS];
    for (uintptr_t i = 0; i < OBJECTS; i++) {
        objects[i] = i;
        assert_true(pool_put(&pool, &objects[i]));
    }
    pthread_t threads[THREADS];
    for (unsigned i = 0; i < THREADS; i++)
        assert_int_equal(
            pthread_create(&threads[i], NULL, take_turns, NULL), 0);
    for (unsigned i = 0; i < THREADS; i++)
        pthread_join(threads[i], NULL);
    assert_int_equal(shared_by_two, 0);
    pool_drain(&pool, discard);
    assert_int_equal(discarded, OBJECTS);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test_setup(name, begin)
        TEST(an_empty_pool_gives_nothing),
        TEST(what_was_put_last_comes_back_first),
        TEST(a_full_pool_refuses_and_the_object_stays_the_callers),
        TEST(another_thread_takes_only_what_is_shared),
        TEST(the_slot_of_a_thread_that_ended_is_lent_again),
        TEST(no_object_is_ever_given_to_two_threads),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
