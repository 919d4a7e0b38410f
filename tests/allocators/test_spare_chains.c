/* Chains behind a thread's current ones, and who takes them home. */
#include "support.h"

#include "allocators/tiers/decay.h"
#include "allocators/tiers/page_heap.h"
#include "allocators/tiers/spare_chains.h"

#include <pthread.h>
#include <time.h>

enum { CLASS_OF_64 = 4, CLASS_OF_4096 = 44 };

/* Chains are moved, not looked into. */
static struct block_chain
chain_of(size_t count)
{
    static struct block *some_block;
    return (struct block_chain){(struct block *)&some_block, count};
}

static int
forget_spares(void **state)
{
    free(*state);
    return 0;
}

static int
begin_with_none(void **state)
{
    *state = calloc(1, sizeof(struct spare_chains));
    return *state == NULL;
}

static void
the_newest_spare_comes_first(void **state)
{
    struct spare_chains *spares = *state;
    assert_int_equal(spare_chains_pop(spares, CLASS_OF_64).count, 0);
    for (size_t count = 1; count <= 3; count++)
        assert_true(spare_chains_push(spares, CLASS_OF_64, chain_of(count)));
    for (size_t count = 3; count >= 1; count--)
        assert_int_equal(spare_chains_pop(spares, CLASS_OF_64).count, count);
    assert_false(spare_chains_any(spares, CLASS_OF_64));
}

static void
a_class_has_room_for_eight(void **state)
{
    struct spare_chains *spares = *state;
    for (int i = 0; i < SPARE_CHAINS_OF_A_CLASS; i++)
        assert_true(spare_chains_push(spares, CLASS_OF_64, chain_of(1)));
    assert_false(spare_chains_push(spares, CLASS_OF_64, chain_of(1)));
}

static void
beyond_a_mebibyte_each_class_has_one(void **state)
{
    struct spare_chains *spares = *state;
    assert_int_equal(size_class_block_bytes[CLASS_OF_4096], 4096);
    assert_true(spare_chains_push(spares, CLASS_OF_4096, chain_of(200)));
    assert_false(spare_chains_push(spares, CLASS_OF_4096, chain_of(57)));
    assert_true(spare_chains_push(spares, CLASS_OF_4096, chain_of(56)));
    assert_true(spare_chains_push(spares, CLASS_OF_64, chain_of(100)));
    assert_false(spare_chains_push(spares, CLASS_OF_64, chain_of(1)));
    spare_chains_pop(spares, CLASS_OF_4096);
    assert_true(spare_chains_push(spares, CLASS_OF_64, chain_of(1)));
}

enum { ROOM = 4 };

static void
only_what_nobody_used_for_a_period_is_idle(void **state)
{
    struct spare_chains *spares = *state;
    struct idle_chain idle[ROOM];
    spare_chains_push(spares, CLASS_OF_64, chain_of(5));
    assert_int_equal(spare_chains_take_idle(spares, false, idle, ROOM), 0);
    spare_chains_end_period();
    assert_int_equal(spare_chains_take_idle(spares, false, idle, ROOM), 0);
    spare_chains_push(spares, CLASS_OF_4096, chain_of(7));
    spare_chains_end_period();
    assert_int_equal(spare_chains_take_idle(spares, false, idle, ROOM), 0);
    spare_chains_end_period();
    assert_int_equal(spare_chains_take_idle(spares, false, idle, ROOM), 2);
    assert_int_equal(idle[0].size_class, CLASS_OF_64);
    assert_int_equal(idle[0].chain.count, 5);
    assert_int_equal(idle[1].size_class, CLASS_OF_4096);
    assert_int_equal(idle[1].chain.count, 7);
    assert_int_equal(spares->bytes, 0);
}

static void
no_more_is_taken_than_there_is_room_for(void **state)
{
    struct spare_chains *spares = *state;
    struct idle_chain idle[ROOM];
    for (int i = 0; i < ROOM + 1; i++)
        spare_chains_push(spares, CLASS_OF_64, chain_of(1));
    assert_int_equal(spare_chains_take_idle(spares, true, idle, ROOM), ROOM);
    assert_int_equal(spare_chains_take_idle(spares, true, idle, ROOM), 1);
}

/* And who finds them taken does without. */
static void
what_is_being_used_is_not_idle(void **state)
{
    struct spare_chains *spares = *state;
    struct idle_chain idle[ROOM];
    spare_chains_push(spares, CLASS_OF_64, chain_of(1));
    atomic_store(&spares->locked, true);
    assert_int_equal(spare_chains_take_idle(spares, true, idle, ROOM), 0);
    assert_int_equal(spare_chains_pop(spares, CLASS_OF_64).count, 0);
    assert_false(spare_chains_push(spares, CLASS_OF_64, chain_of(1)));
    atomic_store(&spares->locked, false);
    assert_int_equal(spare_chains_take_idle(spares, true, idle, ROOM), 1);
}

/* A thread that holds blocks for later, and waits. */

enum { BLOCKS = 8192 };

static pthread_barrier_t released, looked_at;

static void *
release_and_wait(void *nothing)
{
    static void *blocks[BLOCKS];
    for (int i = 0; i < BLOCKS; i++)
        blocks[i] = thread_cache_allocator.allocate(64);
    for (int i = 0; i < BLOCKS; i++)
        thread_cache_allocator.release(blocks[i]);
    pthread_barrier_wait(&released);
    pthread_barrier_wait(&looked_at);
    return nothing;
}

static size_t
used_bytes(void)
{
    return page_heap_read_counters().used_bytes;
}

/* `bring_home` is to leave the waiting thread its current chain alone. */
static void
a_waiting_threads_spares_come_home_by(void (*bring_home)(void))
{
    pthread_t thread;
    thread_cache_allocator.trim();
    size_t before = used_bytes();
    pthread_barrier_init(&released, NULL, 2);
    pthread_barrier_init(&looked_at, NULL, 2);
    pthread_create(&thread, NULL, release_and_wait, NULL);
    pthread_barrier_wait(&released);
    assert_in_range(used_bytes(), before + 256 * (size_t)1024, SIZE_MAX);
    bring_home();
    assert_in_range(used_bytes(), before, before + 128 * (size_t)1024);
    pthread_barrier_wait(&looked_at);
    pthread_join(thread, NULL);
    assert_heap_is_sound();
}

static void
trim(void)
{
    thread_cache_allocator.trim();
}

static void
trimming_takes_the_spares_of_a_thread_that_waits(void **state)
{
    (void)state;
    a_waiting_threads_spares_come_home_by(trim);
}

/* A look does what is due once a second. */
static void
look_for_seconds(void)
{
    for (int i = 0; i < 5; i++) {
        nanosleep(&(struct timespec){1, 100000000}, NULL);
        decay_look();
    }
}

static void
looks_take_the_spares_of_a_thread_that_waits(void **state)
{
    (void)state;
    a_waiting_threads_spares_come_home_by(look_for_seconds);
}

#define TEST_OF_SPARES(test)                                                   \
    cmocka_unit_test_setup_teardown(test, begin_with_none, forget_spares)

int
main(void)
{
    const struct CMUnitTest tests[] = {
        TEST_OF_SPARES(the_newest_spare_comes_first),
        TEST_OF_SPARES(a_class_has_room_for_eight),
        TEST_OF_SPARES(beyond_a_mebibyte_each_class_has_one),
        TEST_OF_SPARES(only_what_nobody_used_for_a_period_is_idle),
        TEST_OF_SPARES(no_more_is_taken_than_there_is_room_for),
        TEST_OF_SPARES(what_is_being_used_is_not_idle),
        cmocka_unit_test(trimming_takes_the_spares_of_a_thread_that_waits),
        cmocka_unit_test(looks_take_the_spares_of_a_thread_that_waits),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
