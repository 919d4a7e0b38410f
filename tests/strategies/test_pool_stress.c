/* Many threads, epochs without a pause, short-lived threads: no object is ever
 * given to two, and none is lost. Objects are real memory, freed when they are
 * discarded, so that sanitizers see a mistake too. */
#include "pool_support.h"

#include <sched.h>
#include <sys/wait.h>

enum { THREADS = 4, TURNS = 30000, SHORT_THREADS = 1000, HELD = 40 };

struct token {
    _Atomic unsigned holders;
    unsigned plain; /* written by the holder: a race shows in TSan */
};

static _Atomic long alive;
static _Atomic unsigned shared_by_two;
static atomic_bool over;

static void *
create_token(void *context)
{
    (void)context;
    alive++;
    return calloc(1, sizeof(struct token));
}

static void
discard_token(void *context, void *object)
{
    (void)context;
    struct token *token = object;
    if (token->holders)
        shared_by_two++;
    alive--;
    free(token);
}

static struct pool pool =
    POOL_INITIALIZER(.create = create_token, .discard = discard_token);

static struct token *
hold(void)
{
    struct token *token = pool_get(&pool);
    if (!token)
        abort();
    if (token->holders++)
        shared_by_two++;
    token->plain++;
    return token;
}

static void
let_go(struct token *token)
{
    token->holders--;
    if (!pool_put(&pool, token))
        discard_token(NULL, token);
}

static void
hold_many(unsigned count)
{
    struct token *held[HELD];
    for (unsigned i = 0; i < count; i++)
        held[i] = hold();
    for (unsigned i = 0; i < count; i++)
        let_go(held[i]);
}

/* Mostly one at a time, through the private slot; at times many. */
static void *
take_turns(void *unused)
{
    (void)unused;
    for (unsigned i = 0; i < TURNS; i++)
        hold_many(i % 64 == 0 ? HELD : 1 + i % 3 / 2);
    return NULL;
}

static void *
advance_epochs(void *unused)
{
    (void)unused;
    while (!over)
        pool_epoch_advance();
    return NULL;
}

static void *
live_shortly(void *unused)
{
    (void)unused;
    hold_many(5);
    return NULL;
}

static void *
start_short_threads(void *unused)
{
    (void)unused;
    for (unsigned i = 0; i < SHORT_THREADS; i++) {
        pthread_t thread;
        if (pthread_create(&thread, NULL, live_shortly, NULL) != 0)
            abort();
        pthread_join(thread, NULL);
    }
    return NULL;
}

static int
begin(void **state)
{
    (void)state;
    over = false;
    shared_by_two = 0;
    return 0;
}

static void
nothing_was_shared_and_nothing_is_left(void)
{
    assert_int_equal(shared_by_two, 0);
    pool_drain(&pool);
    assert_int_equal(alive, 0);
    assert_int_equal(shared_by_two, 0);
}

static void
run_with_epochs(void *(*work)(void *), unsigned threads)
{
    pthread_t epochs;
    pthread_t workers[THREADS];
    assert_int_equal(pthread_create(&epochs, NULL, advance_epochs, NULL), 0);
    for (unsigned i = 0; i < threads; i++)
        assert_int_equal(pthread_create(&workers[i], NULL, work, NULL), 0);
    for (unsigned i = 0; i < threads; i++)
        pthread_join(workers[i], NULL);
    over = true;
    pthread_join(epochs, NULL);
    nothing_was_shared_and_nothing_is_left();
}

static void
no_object_is_given_to_two_while_epochs_advance(void **state)
{
    (void)state;
    run_with_epochs(take_turns, THREADS);
}

static void
a_thousand_short_threads_lose_nothing(void **state)
{
    (void)state;
    run_with_epochs(start_short_threads, 2);
}

static _Atomic(struct token *) handed;

/* One side takes and hands over, the other puts: the pool's chains fill on one
 * thread and are stolen from on the other. */
static void *
hand_over(void *unused)
{
    (void)unused;
    for (unsigned i = 0; i < TURNS; i++) {
        struct token *token = hold();
        struct token *none = NULL;
        while (!atomic_compare_exchange_weak(&handed, &none, token)) {
            none = NULL;
            sched_yield();
        }
    }
    return NULL;
}

static void *
put_what_is_handed(void *unused)
{
    (void)unused;
    for (unsigned i = 0; i < TURNS; i++) {
        struct token *token;
        while (!(token = atomic_exchange(&handed, NULL)))
            sched_yield();
        let_go(token);
    }
    return NULL;
}

static _Atomic unsigned parts;

static void *
play_a_part(void *unused)
{
    return parts++ % 2 ? hand_over(unused) : put_what_is_handed(unused);
}

static void
objects_put_by_one_thread_are_stolen_by_another(void **state)
{
    (void)state;
    run_with_epochs(play_a_part, THREADS);
}

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define SANITIZED 1
#elif defined(__has_feature)
#define SANITIZED                                                              \
    (__has_feature(address_sanitizer) || __has_feature(thread_sanitizer))
#else
#define SANITIZED 0
#endif

enum { CHILDREN = 50, CHILD_SECONDS = 20 };

static void *
take_turns_until_over(void *unused)
{
    while (!over)
        hold_many(HELD);
    return unused;
}

/* A lock that stayed closed would hang: the alarm ends the child then. */
static void
use_the_pool_in_a_child(void)
{
    alarm(CHILD_SECONDS);
    hold_many(HELD);
    in_another_thread(live_shortly, NULL);
    pool_epoch_timer_stop();
    bool timer = pool_epoch_timer_start(1);
    pool_epoch_timer_stop();
    pool_epoch_advance();
    pool_drain(&pool);
    _exit(timer ? 0 : 1);
}

static int
end_of_a_child(void)
{
    pid_t child = fork();
    if (child == 0)
        use_the_pool_in_a_child();
    int status = 0;
    waitpid(child, &status, 0);
    return status;
}

static void
a_child_of_a_busy_process_can_use_the_pool(void **state)
{
    (void)state;
    if (SANITIZED)
        skip(); /* a sanitizer's own locks are not safe here */
    pthread_t threads[3];
    assert_true(pool_epoch_timer_start(1));
    for (unsigned i = 0; i < 3; i++)
        assert_int_equal(pthread_create(&threads[i], NULL,
                             i ? take_turns_until_over : advance_epochs, NULL),
            0);
    bool ended_well = true;
    for (unsigned i = 0; i < CHILDREN && ended_well; i++)
        ended_well = end_of_a_child() == 0;
    over = true;
    for (unsigned i = 0; i < 3; i++)
        pthread_join(threads[i], NULL);
    pool_epoch_timer_stop();
    assert_true(ended_well);
    nothing_was_shared_and_nothing_is_left();
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test_setup(name, begin)
        TEST(no_object_is_given_to_two_while_epochs_advance),
        TEST(a_thousand_short_threads_lose_nothing),
        TEST(objects_put_by_one_thread_are_stolen_by_another),
        TEST(a_child_of_a_busy_process_can_use_the_pool),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
