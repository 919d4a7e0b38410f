/* What a thread leaves behind. */
#include "support.h"

#include <pthread.h>

enum { BLOCKS = 400, THREADS_THAT_END = 1000 };

static struct allocator_counters
counters_now(void)
{
    struct allocator_counters counters;
    tested->read_counters(&counters);
    return counters;
}

/* What is left when all that is idle went back to the kernel. */
static size_t
bytes_held(void)
{
    tested->trim();
    struct allocator_counters counters = counters_now();
    return counters.bytes_mapped - counters.bytes_returned;
}

static void
run_and_join(void *(*work)(void *), void *argument)
{
    pthread_t thread;
    assert_int_equal(pthread_create(&thread, NULL, work, argument), 0);
    pthread_join(thread, NULL);
}

static void *
use_all_kinds_of_blocks(void *unused)
{
    void *blocks[BLOCKS];
    for (size_t i = 0; i < BLOCKS; i++) {
        size_t size = 16 + i * 97 % 4000;
        blocks[i] = tested->allocate(size);
        memset(blocks[i], 1, size);
    }
    for (size_t i = 0; i < BLOCKS; i++)
        tested->release(blocks[i]);
    return unused;
}

/* A thread uses about 800 KiB; if each kept only a hundredth, 8 MiB more would
 * be held in the end. */
static void
a_thousand_short_threads_hold_no_more_than_the_first_ones(void **state)
{
    (void)state;
    for (int i = 0; i < 20; i++)
        run_and_join(use_all_kinds_of_blocks, NULL);
    size_t before = bytes_held();
    size_t in_use = counters_now().bytes_in_use;
    for (int i = 0; i < THREADS_THAT_END; i++)
        run_and_join(use_all_kinds_of_blocks, NULL);
    assert_in_range(bytes_held(), 0, before + 5 * 1024 * 1024);
    if (tested_is_ours())
        assert_int_equal(counters_now().bytes_in_use, in_use);
    assert_heap_is_sound();
}

static void *
fill_blocks(void *argument)
{
    void **blocks = argument;
    for (size_t i = 0; i < BLOCKS; i++) {
        blocks[i] = tested->allocate(100);
        memset(blocks[i], (int)i, 100);
    }
    return NULL;
}

static void
a_block_outlives_the_thread_that_allocated_it(void **state)
{
    (void)state;
    unsigned char *blocks[BLOCKS];
    run_and_join(fill_blocks, blocks);
    for (size_t i = 0; i < BLOCKS; i++) {
        assert_int_equal(blocks[i][0], i % 256);
        assert_int_equal(blocks[i][99], i % 256);
        tested->release(blocks[i]);
    }
}

static void *
release_blocks(void *argument)
{
    void **blocks = argument;
    for (size_t i = 0; i < BLOCKS; i++)
        tested->release(blocks[i]);
    return NULL;
}

static void
a_block_freed_by_another_thread_is_used_again(void **state)
{
    (void)state;
    void *blocks[BLOCKS];
    size_t before = 0;
    skip_peers(); /* floor loses what a thread keeps that only releases */
    for (int round = 0; round < 300; round++) {
        fill_blocks(blocks);
        run_and_join(release_blocks, blocks);
        if (round == 20)
            before = bytes_held();
    }
    assert_in_range(bytes_held(), 0, before + 1024 * 1024);
    assert_heap_is_sound();
}

static pthread_key_t late_key;

/* Runs after the thread's cache has ended (keys are destroyed in the order in
 * which they were made), and again in every later round of destructors. */
static void
use_late(void *block)
{
    tested->release(block);
    use_all_kinds_of_blocks(NULL);
    pthread_setspecific(late_key, tested->allocate(0));
}

static void *
leave_a_block_to_the_destructor(void *unused)
{
    pthread_setspecific(late_key, tested->allocate(0));
    use_all_kinds_of_blocks(NULL);
    return unused;
}

/* ThreadSanitizer forgets a thread before its last destructors, and crashes
 * when it then releases a lock of atomics. A look at others' spare chains does,
 * but for a thread that is past its cache's end; here it may never have had
 * one. */
static void
skip_where_threads_are_forgotten(void)
{
#ifdef __SANITIZE_THREAD__
    if (strcmp(tested->name, "thread_cache") != 0)
        skip();
#endif
}

/* The last round leaves its block: 16 bytes a thread, a page with
 * direct_heap. If a late cache were left as well, with 100 KiB, the threads
 * would leave 40 MiB; a new arena takes 8. */
static void
a_thread_may_use_memory_after_its_cache_ended(void **state)
{
    (void)state;
    enum { THREADS = 400 };
    skip_under_a_sanitizers_malloc();
    skip_peers(); /* mimalloc keeps 3 MiB of each such thread */
    skip_where_threads_are_forgotten();
    tested->release(tested->allocate(1)); /* makes the cache's own key */
    pthread_key_create(&late_key, use_late);
    for (int i = 0; i < 20; i++)
        run_and_join(leave_a_block_to_the_destructor, NULL);
    struct allocator_counters before = counters_now();
    size_t held = bytes_held();
    for (int i = 0; i < THREADS; i++)
        run_and_join(leave_a_block_to_the_destructor, NULL);
    size_t left = counters_now().bytes_in_use - before.bytes_in_use;
    if (tested_is_ours())
        assert_true(left == THREADS * (size_t)16 || left == THREADS * 8192);
    assert_in_range(bytes_held(), 0, held + left + 12 * 1024 * 1024);
    pthread_key_delete(late_key);
    assert_heap_is_sound();
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(
            a_thousand_short_threads_hold_no_more_than_the_first_ones),
        cmocka_unit_test(a_block_outlives_the_thread_that_allocated_it),
        cmocka_unit_test(a_block_freed_by_another_thread_is_used_again),
        cmocka_unit_test(a_thread_may_use_memory_after_its_cache_ended),
    };
    return RUN_FOR_EVERY_ALLOCATOR(tests);
}
