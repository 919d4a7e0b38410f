/* The pool: private slots, chains and stealing, reset and New, thread ends. */
#include "pool_of_numbers.h"

#include <errno.h>

static void
an_empty_pool_gives_nothing(void **state)
{
    (void)state;
    assert_null(pool_take(&pool));
}

static void
a_put_before_the_first_take_is_kept(void **state)
{
    (void)state;
    assert_true(pool_put(&pool, object(7)));
    assert_ptr_equal(pool_take(&pool), object(7));
    assert_null(pool_take(&pool));
}

/* As Go's: the private slot keeps the first, the chain is a stack. */
static void
the_private_object_comes_first_and_then_the_newest(void **state)
{
    (void)state;
    put_numbers(1, 4);
    assert_ptr_equal(pool_take(&pool), object(1));
    assert_ptr_equal(pool_take(&pool), object(4));
    assert_ptr_equal(pool_take(&pool), object(3));
    assert_ptr_equal(pool_take(&pool), object(2));
    assert_null(pool_take(&pool));
}

static void
rings_grow_and_every_object_comes_back_once(void **state)
{
    (void)state;
    put_numbers(1, 50000);
    static unsigned char seen[50001];
    memset(seen, 0, sizeof seen);
    for (unsigned i = 0; i < 50000; i++)
        seen[(uintptr_t)pool_take(&pool)]++;
    for (unsigned i = 1; i <= 50000; i++)
        assert_int_equal(seen[i], 1);
    assert_null(pool_take(&pool));
}

static void
put_ten(void)
{
    put_numbers(1, 10);
}

static void
another_thread_steals_the_oldest_but_not_the_private_one(void **state)
{
    (void)state;
    assert_null(pool_take(&pool)); /* this thread has its shard now */
    struct guest guest;
    guest_arrive(&guest, put_ten, NULL);
    for (uintptr_t i = 2; i <= 10; i++)
        assert_ptr_equal(pool_take(&pool), object(i));
    assert_null(pool_take(&pool));
    guest_leave(&guest);
}

static void
put_many(void)
{
    put_numbers(1, 1000);
}

static void
take_the_rest(void)
{
    assert_ptr_equal(pool_take(&pool), object(1));
    for (uintptr_t i = 1000; i > 400; i--)
        assert_ptr_equal(pool_take(&pool), object(i));
    assert_null(pool_take(&pool));
}

static void
thieves_walk_over_rings_and_owners_pop_what_they_left(void **state)
{
    (void)state;
    assert_null(pool_take(&pool));
    struct guest guest;
    guest_arrive(&guest, put_many, take_the_rest);
    for (uintptr_t i = 2; i <= 400; i++)
        assert_ptr_equal(pool_take(&pool), object(i));
    guest_leave(&guest);
}

static void *
put_three(void *unused)
{
    (void)unused;
    put_numbers(1, 3);
    return NULL;
}

static void
an_ended_threads_objects_are_the_others(void **state)
{
    (void)state;
    assert_null(pool_take(&pool));
    in_another_thread(put_three, NULL);
    uintptr_t sum = 0;
    for (unsigned i = 0; i < 3; i++)
        sum += (uintptr_t)pool_take(&pool);
    assert_int_equal(sum, 1 + 2 + 3);
    assert_null(pool_take(&pool));
    assert_int_equal(discarded, 0);
}

static void *
shard_of_this_thread(void *unused)
{
    (void)unused;
    pool_take(&pool);
    return (void *)pool_shard_offset;
}

static void
the_shard_of_an_ended_thread_is_lent_again(void **state)
{
    (void)state;
    for (unsigned i = 0; i < 2 * POOL_THREADS; i++) {
        void *offset = in_another_thread(shard_of_this_thread, NULL);
        assert_non_null(offset);
        assert_true((size_t)offset <= 2 * sizeof(struct pool_shard));
    }
}

static void
take_a_shard(void)
{
    pool_take(&pool);
}

static void *
put_and_take_without_a_shard(void *unused)
{
    (void)unused;
    put_numbers(1, 100);
    assert_int_equal(pool_shard_offset, 0);
    for (uintptr_t i = 100; i > 1; i--)
        assert_ptr_equal(pool_take(&pool), object(i));
    return NULL;
}

static void
threads_beyond_the_shards_share_one(void **state)
{
    (void)state;
    static struct guest guests[POOL_THREADS];
    assert_null(pool_take(&pool));
    for (unsigned i = 1; i < POOL_THREADS; i++)
        guest_arrive(&guests[i], take_a_shard, NULL);
    in_another_thread(put_and_take_without_a_shard, NULL);
    assert_ptr_equal(pool_take(&pool), object(1)); /* what it left is stolen */
    for (unsigned i = 1; i < POOL_THREADS; i++)
        guest_leave(&guests[i]);
}

static pthread_key_t late_key;

static void
use_the_pool_late(void *unused)
{
    (void)unused;
    put_numbers(21, 22);
    assert_ptr_equal(pool_take(&pool), object(22));
}

static void *
end_with_a_late_destructor(void *unused)
{
    (void)unused;
    pool_take(&pool);
    pthread_setspecific(late_key, &late_key);
    return NULL;
}

/* Destructors of thread data run in the order of their keys. */
static void
a_destructor_may_use_the_pool_after_the_threads_end(void **state)
{
    (void)state;
    in_another_thread(shard_of_this_thread, NULL); /* the pool's key first */
    pthread_key_create(&late_key, use_the_pool_late);
    in_another_thread(end_with_a_late_destructor, NULL);
    pthread_key_delete(late_key);
    assert_ptr_equal(pool_take(&pool), object(21));
    assert_null(pool_take(&pool));
}

static void
a_drained_pool_has_discarded_everything_once(void **state)
{
    (void)state;
    put_numbers(1, 50);
    struct guest guest;
    pool_epoch_advance(); /* to the victims */
    put_numbers(51, 90);
    guest_arrive(&guest, put_ten, NULL); /* 1 to 10 once more */
    pool_drain(&pool);
    assert_int_equal(discarded, 100);
    for (unsigned i = 1; i <= 90; i++)
        assert_int_equal(discards_of[i], i <= 10 ? 2 : 1);
    assert_null(pool_take(&pool));
    guest_leave(&guest);
}

/* Objects that say when they were reset. */
struct counted {
    unsigned uses_since_reset;
    unsigned resets;
};
static unsigned created;
static bool no_more;
static bool spoiled;

static void *
create_counted(void *context)
{
    assert_ptr_equal(context, &created);
    if (no_more) {
        errno = EMFILE;
        return NULL;
    }
    created++;
    return calloc(1, sizeof(struct counted));
}

static bool
reset_counted(void *context, void *counted)
{
    assert_ptr_equal(context, &created);
    ((struct counted *)counted)->uses_since_reset = 0;
    ((struct counted *)counted)->resets++;
    return !spoiled;
}

static void
discard_counted(void *context, void *counted)
{
    count_discard(context, object(1));
    free(counted);
}

static struct pool counted_pool = POOL_INITIALIZER(.create = create_counted,
    .reset = reset_counted, .discard = discard_counted, .context = &created);

static void
a_new_object_is_created_only_when_all_is_empty(void **state)
{
    (void)state;
    created = 0;
    struct counted *first = pool_get(&counted_pool);
    struct counted *second = pool_get(&counted_pool);
    assert_int_equal(created, 2);
    assert_true(pool_put(&counted_pool, first));
    assert_true(pool_put(&counted_pool, second));
    assert_ptr_equal(pool_get(&counted_pool), first);
    assert_ptr_equal(pool_get(&counted_pool), second);
    assert_int_equal(created, 2);
    free(first);
    free(second);
    pool_drain(&counted_pool);
}

static void
use_once(void)
{
    struct counted *counted = pool_get(&counted_pool);
    assert_int_equal(counted->uses_since_reset++, 0);
    assert_true(pool_put(&counted_pool, counted));
}

static void *
use_once_more(void *unused)
{
    (void)unused;
    use_once();
    return NULL;
}

/* From the private slot, from a ring, stolen, and from the victims. */
static void
every_object_is_reset_before_it_is_used_again(void **state)
{
    (void)state;
    created = 0;
    use_once();
    use_once();
    struct counted *held = pool_get(&counted_pool);
    assert_int_equal(held->resets, 2);
    in_another_thread(use_once_more, NULL); /* creates the second */
    use_once();                             /* steals it */
    assert_true(pool_put(&counted_pool, held));
    in_another_thread(use_once_more, NULL);
    pool_epoch_advance();
    use_once();
    assert_int_equal(created, 2);
    pool_drain(&counted_pool);
}

static void
one_that_cannot_be_reset_is_discarded(void **state)
{
    (void)state;
    created = 0;
    use_once();
    spoiled = true;
    use_once();
    spoiled = false;
    assert_int_equal(discarded, 1);
    assert_int_equal(created, 2);
    pool_drain(&counted_pool);
}

static void
what_cannot_be_created_is_null_with_the_reason(void **state)
{
    (void)state;
    no_more = true;
    errno = 0;
    assert_null(pool_get(&counted_pool));
    assert_int_equal(errno, EMFILE);
    no_more = false;
    pool_drain(&counted_pool);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test_setup_teardown(name, begin, end)
        TEST(an_empty_pool_gives_nothing),
        TEST(a_put_before_the_first_take_is_kept),
        TEST(the_private_object_comes_first_and_then_the_newest),
        TEST(rings_grow_and_every_object_comes_back_once),
        TEST(another_thread_steals_the_oldest_but_not_the_private_one),
        TEST(thieves_walk_over_rings_and_owners_pop_what_they_left),
        TEST(an_ended_threads_objects_are_the_others),
        TEST(the_shard_of_an_ended_thread_is_lent_again),
        TEST(threads_beyond_the_shards_share_one),
        TEST(a_destructor_may_use_the_pool_after_the_threads_end),
        TEST(a_drained_pool_has_discarded_everything_once),
        TEST(a_new_object_is_created_only_when_all_is_empty),
        TEST(every_object_is_reset_before_it_is_used_again),
        TEST(one_that_cannot_be_reset_is_discarded),
        TEST(what_cannot_be_created_is_null_with_the_reason),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
