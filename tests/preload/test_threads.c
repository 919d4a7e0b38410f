/* Threads that begin and end, fork among them, signals, and what is released
 * late. */
// What the analyser warns of is tried here: memory whose address it loses.
// NOLINTBEGIN(clang-analyzer-unix.*, clang-analyzer-optin.portability.UnixAPI)
#include "preloaded.h"

#include <pthread.h>
#include <signal.h>
#include <spawn.h>
#include <stdatomic.h>
#include <sys/time.h>
#include <threads.h>

enum { SHORT_THREADS = 10000, AT_ONCE = 50, BUSY_THREADS = 3 };

static void *
allocate_and_leave_one(void *unused)
{
    (void)unused;
    char *blocks[100];
    for (size_t i = 0; i < 100; i++) {
        blocks[i] = malloc(i * 37 + 1);
        blocks[i][0] = (char)i;
    }
    for (size_t i = 1; i < 100; i++)
        free(blocks[i]);
    return blocks[0];
}

static void
ten_thousand_short_threads_leave_no_memory(void **state)
{
    (void)state;
    size_t in_use = mallinfo2().uordblks;
    for (int started = 0; started < SHORT_THREADS; started += AT_ONCE) {
        pthread_t threads[AT_ONCE];
        for (int i = 0; i < AT_ONCE; i++)
            assert_int_equal(
                pthread_create(&threads[i], NULL, allocate_and_leave_one, NULL),
                0);
        for (int i = 0; i < AT_ONCE; i++) {
            void *left;
            pthread_join(threads[i], &left);
            free(left);
        }
    }
    /* A thread has 185 KB at a time, all together 1.8 GB. A MiB for what
     * libc keeps of its threads; how many work at once, and so the arenas,
     * is up to the scheduler. */
    assert_true(mallinfo2().uordblks < in_use + (1 << 20));
    assert_true(mallinfo2().arena < 128 << 20);
}

/* Threads that work until they are told to stop. */

static atomic_bool stop;

static void *
keep_allocating(void *argument)
{
    unsigned seed = (unsigned)(uintptr_t)argument;
    while (!atomic_load_explicit(&stop, memory_order_relaxed)) {
        void *blocks[64];
        for (int i = 0; i < 64; i++)
            blocks[i] = malloc((size_t)rand_r(&seed) % 100000);
        for (int i = 0; i < 64; i++)
            free(blocks[i]);
    }
    return NULL;
}

static void
start_busy(pthread_t threads[BUSY_THREADS])
{
    atomic_store_explicit(&stop, false, memory_order_relaxed);
    for (uintptr_t i = 0; i < BUSY_THREADS; i++)
        pthread_create(&threads[i], NULL, keep_allocating, (void *)(i + 1));
}

static void
stop_busy(pthread_t threads[BUSY_THREADS])
{
    atomic_store_explicit(&stop, true, memory_order_relaxed);
    for (int i = 0; i < BUSY_THREADS; i++)
        pthread_join(threads[i], NULL);
}

/* Fork. */

static int
work_with_a_thread(void)
{
    pthread_t thread;
    void *left;
    if (pthread_create(&thread, NULL, allocate_and_leave_one, NULL) != 0)
        return 1;
    pthread_join(thread, &left);
    free(left);
    for (size_t size = 1; size < 200000; size += size / 4 + 1)
        free(hidden_block(malloc(size)));
    return malloc_trim(0) < 0;
}

/* Handlers of others that allocate around fork; the library holds its locks
 * only inside of them. */
static void
allocate_around_fork(void)
{
    for (size_t size = 1; size < 200000; size += size + 1)
        free(hidden_block(malloc(size)));
}

/* Before any constructor but those of the library: such a handler runs last
 * before fork, and first after it. */
static void
register_fork_handlers(void)
{
    pthread_atfork(
        allocate_around_fork, allocate_around_fork, allocate_around_fork);
}

__attribute__((section(".preinit_array"), used)) static void (*const preinit)(
    void) = register_fork_handlers;

static void
a_child_of_a_busy_process_works(void **state)
{
    (void)state;
    pthread_t threads[BUSY_THREADS];
    start_busy(threads);
    for (int i = 0; i < 100; i++)
        assert_true(succeeds_in_child(work_with_a_thread));
    stop_busy(threads);
}

static bool
ended_well(pid_t child)
{
    int status = -1;
    return waitpid(child, &status, 0) == child && WIFEXITED(status) &&
           WEXITSTATUS(status) == 0;
}

static void
a_busy_process_starts_programs(void **state)
{
    (void)state;
    pthread_t threads[BUSY_THREADS];
    char *const arguments[] = {"true", NULL};
    start_busy(threads);
    for (int i = 0; i < 50; i++) {
        pid_t child =
            vfork(); // NOLINT(clang-analyzer-security.*): what is tried
        if (child == 0) {
            execve("/bin/true", arguments, environ);
            _exit(127);
        }
        assert_true(ended_well(child));
        assert_int_equal(
            posix_spawn(&child, "/bin/true", NULL, NULL, arguments, environ),
            0);
        assert_true(ended_well(child));
    }
    stop_busy(threads);
}

/* Signals. */

static atomic_int signals_seen;

static void
count_signal(int number)
{
    (void)number;
    atomic_fetch_add_explicit(&signals_seen, 1, memory_order_relaxed);
}

static void
signals_inside_the_allocator_do_no_harm(void **state)
{
    (void)state;
    struct sigaction action = {.sa_handler = count_signal};
    struct itimerval often = {{0, 200}, {0, 200}};
    struct itimerval never = {{0, 0}, {0, 0}};
    pthread_t threads[BUSY_THREADS];
    sigaction(SIGALRM, &action, NULL);
    start_busy(threads);
    setitimer(ITIMER_REAL, &often, NULL);
    while (atomic_load_explicit(&signals_seen, memory_order_relaxed) < 1000)
        allocate_around_fork();
    setitimer(ITIMER_REAL, &never, NULL);
    stop_busy(threads);
}

/* Late releases. */

static pthread_key_t keys[40];

static void
release_and_allocate_again(void *block)
{
    free(block);
    free(hidden_block(malloc(500)));
    free(hidden_block(malloc(50000)));
}

static void *
set_every_key(void *unused)
{
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
        pthread_setspecific(keys[i], malloc(i * 100));
    return unused;
}

static void
destructors_of_a_thread_may_release_and_allocate(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
        pthread_key_create(&keys[i], release_and_allocate_again);
    for (int i = 0; i < 50; i++) {
        pthread_t thread;
        pthread_create(&thread, NULL, set_every_key, NULL);
        pthread_join(thread, NULL);
    }
}

static void *left_for_exit;

static void
release_at_exit(void)
{
    free(left_for_exit);
    free(hidden_block(malloc(100)));
}

__attribute__((destructor)) static void
release_after_exit_handlers(void)
{
    free(hidden_block(malloc(100000)));
}

static int
leave_by_exit(void)
{
    left_for_exit = malloc(1000);
    atexit(release_at_exit);
    exit(0);
}

static int
leave_by_pthread_exit(void)
{
    left_for_exit = malloc(1000);
    atexit(release_at_exit);
    pthread_exit(NULL);
}

static void
exit_handlers_may_release_and_allocate(void **state)
{
    (void)state;
    assert_true(succeeds_in_child(leave_by_exit));
    assert_true(succeeds_in_child(leave_by_pthread_exit));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_library_is_in_place),
        cmocka_unit_test(ten_thousand_short_threads_leave_no_memory),
        cmocka_unit_test(a_child_of_a_busy_process_works),
        cmocka_unit_test(a_busy_process_starts_programs),
        cmocka_unit_test(signals_inside_the_allocator_do_no_harm),
        cmocka_unit_test(destructors_of_a_thread_may_release_and_allocate),
        cmocka_unit_test(exit_handlers_may_release_and_allocate),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
// NOLINTEND(clang-analyzer-unix.*, clang-analyzer-optin.portability.UnixAPI)
