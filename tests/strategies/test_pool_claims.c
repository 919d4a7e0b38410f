/* Where an epoch meets an owner in the middle of taking its private object:
 * step by step, by stopping an owner anywhere, and by both running at once. */
#include "pool_of_numbers.h"

#include <sched.h>
#include <signal.h>
#include <time.h>

/* pool_take, by hand, by an owner that sleeps between its load and its store
 * while `epochs` pass. */
static void *
take_asleep(unsigned epochs)
{
    struct pool_shard *own = pool_shard_here(&pool);
    void *seen = own->private;
    for (unsigned i = 0; i < epochs; i++)
        pool_epoch_advance();
    own->private = POOL_EMPTY;
    return own->claimed ? pool_take_contested(&pool, seen) : seen;
}

static void
an_owner_asleep_for_an_epoch_finds_its_object_among_the_victims(void **state)
{
    (void)state;
    assert_true(pool_put(&pool, object(1)));
    assert_ptr_equal(take_asleep(1), object(1));
    assert_null(pool_take(&pool)); /* it is there once, not twice */
    assert_int_equal(discarded, 0);
}

static void
an_owner_asleep_for_two_epochs_does_not_take_what_was_discarded(void **state)
{
    (void)state;
    if (!membarrier_is_there())
        skip();
    assert_true(pool_put(&pool, object(1)));
    assert_null(take_asleep(2));
    assert_int_equal(discarded, 1);
}

static void
an_owner_asleep_for_ten_epochs_neither(void **state)
{
    (void)state;
    if (!membarrier_is_there())
        skip();
    assert_true(pool_put(&pool, object(1)));
    assert_null(take_asleep(10));
    assert_int_equal(discarded, 1);
    assert_true(pool_put(&pool, object(2)));
    assert_ptr_equal(pool_take(&pool), object(2));
}

/* pool_take by hand, once more: the epoch comes after the store. */
static void
an_owner_that_was_faster_keeps_its_object(void **state)
{
    (void)state;
    assert_true(pool_put(&pool, object(1)));
    struct pool_shard *own = pool_shard_here(&pool);
    void *seen = own->private;
    own->private = POOL_EMPTY;
    pool_epoch_advance();
    pool_epoch_advance();
    assert_true(own->claimed);
    assert_ptr_equal(pool_take_contested(&pool, seen), object(1));
    assert_null(pool_take(&pool));
    assert_int_equal(discarded, 0);
}

static void *
take_one(void *unused)
{
    (void)unused;
    return pool_take(&pool);
}

/* What a claim took is forgotten before its owner puts anything again. */
static void
an_object_claimed_once_and_put_again_is_its_owners(void **state)
{
    (void)state;
    assert_true(pool_put(&pool, object(1)));
    pool_epoch_advance();
    void *claimed = in_another_thread(take_one, NULL);
    if (membarrier_is_there())
        assert_ptr_equal(claimed, object(1));
    assert_true(pool_put(&pool, object(1)));
    assert_ptr_equal(pool_take(&pool), object(1));
}

/* Emptied rings of this thread's that wait to be freed. */
static bool
rings_are_retired(void)
{
    return pool_shard_here(&pool)->local.retired != NULL;
}

static void *
take_most(void *unused)
{
    (void)unused;
    for (unsigned i = 0; i < 50; i++)
        assert_non_null(pool_take(&pool));
    return NULL;
}

static void
an_emptied_ring_is_freed_only_when_no_thief_is_at_work(void **state)
{
    (void)state;
    for (uintptr_t i = 1; i <= 100; i++)
        assert_true(pool_put(&pool, object(i)));
    in_another_thread(take_most, NULL);
    assert_true(rings_are_retired());
    struct pool_shard *thief = pool_shard_here(&pool) + 1;
    thief->steals = true; /* a thief came, and has not left yet */
    assert_true(pool_put(&pool, object(101)));
    assert_true(rings_are_retired());
    thief->steals = false;
    assert_true(pool_put(&pool, object(102)));
    assert_false(rings_are_retired());
}

/* An owner that takes and puts one token without end, and is stopped by a
 * signal at any instruction until epochs have passed. */
static struct {
    pthread_t owner;
    atomic_bool over, go_on;
    _Atomic unsigned stops_begun, stops_ended;
    _Atomic unsigned created;
} scene;

enum { PATIENCE_NS = 1000000, RUN_NS = 1000000000 };

static int64_t
now_ns(void)
{
    struct timespec at;
    clock_gettime(CLOCK_MONOTONIC, &at);
    return at.tv_sec * 1000000000 + at.tv_nsec;
}

/* Not for ever: the owner may hold a lock that the epoch waits for. */
static void
stay_stopped(int signal_number)
{
    (void)signal_number;
    int64_t started = now_ns();
    scene.stops_begun++;
    while (!scene.go_on && now_ns() - started < PATIENCE_NS)
        sched_yield();
    scene.stops_ended++;
}

/* Takes the one token there is, or makes a new one when it was discarded. */
static void *
take_and_put(void *unused)
{
    while (!scene.over) {
        void *token = pool_take(&pool);
        if (!token) {
            scene.created++;
            token = object(1);
        }
        pool_put(&pool, token);
    }
    return unused;
}

static void
scene_begin(void)
{
    memset(&scene, 0, sizeof scene);
    assert_int_equal(pthread_create(&scene.owner, NULL, take_and_put, NULL), 0);
}

/* Of every token that was created the end is known, once: a doubled one is
 * discarded twice, a lost one never. */
static void
scene_end(void)
{
    scene.over = true;
    pthread_join(scene.owner, NULL);
    pool_drain(&pool);
    assert_int_equal(scene.created, discarded);
}

static void
stop_owner_for_epochs(unsigned epochs)
{
    scene.go_on = false;
    unsigned stop = scene.stops_begun + 1;
    pthread_kill(scene.owner, SIGUSR1);
    while (scene.stops_begun != stop)
        sched_yield();
    while (epochs--)
        pool_epoch_advance();
    scene.go_on = true;
    while (scene.stops_ended != stop)
        sched_yield();
}

static void
no_token_is_doubled_wherever_an_epoch_meets_its_owner(void **state)
{
    (void)state;
    struct sigaction action = {.sa_handler = stay_stopped};
    sigaction(SIGUSR1, &action, NULL);
    scene_begin();
    unsigned stops = 0;
    for (int64_t started = now_ns(); now_ns() - started < RUN_NS;)
        stop_owner_for_epochs(1 + stops++ % 3);
    scene_end();
}

/* The epoch's thread takes victims too, and throws them away. */
static void
no_token_is_doubled_while_epochs_and_owner_run_at_once(void **state)
{
    (void)state;
    scene_begin();
    for (int64_t started = now_ns(); now_ns() - started < RUN_NS;) {
        pool_epoch_advance();
        if (pool_take(&pool))
            discarded++;
    }
    scene_end();
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test_setup_teardown(name, begin, end)
        TEST(an_owner_asleep_for_an_epoch_finds_its_object_among_the_victims),
        TEST(an_owner_asleep_for_two_epochs_does_not_take_what_was_discarded),
        TEST(an_owner_asleep_for_ten_epochs_neither),
        TEST(an_owner_that_was_faster_keeps_its_object),
        TEST(an_object_claimed_once_and_put_again_is_its_owners),
        TEST(an_emptied_ring_is_freed_only_when_no_thief_is_at_work),
        TEST(no_token_is_doubled_wherever_an_epoch_meets_its_owner),
        TEST(no_token_is_doubled_while_epochs_and_owner_run_at_once),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
