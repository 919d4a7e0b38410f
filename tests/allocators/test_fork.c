/* A child of fork has a heap that works, whatever other threads were doing. */
#include "child.h"
#include "support.h"

#include <pthread.h>
#include <stdatomic.h>

static atomic_bool stop;

static void *
keep_allocating(void *unused)
{
    uint64_t seed = 7;
    while (!atomic_load_explicit(&stop, memory_order_relaxed)) {
        void *blocks[64];
        for (int i = 0; i < 64; i++)
            blocks[i] = tested->allocate(next_random(&seed) % 100000);
        for (int i = 0; i < 64; i++)
            tested->release(blocks[i]);
    }
    return unused;
}

/* A lock that stayed closed would hang: the alarm ends the child then. */
static int
allocate_in_child(void *unused)
{
    (void)unused;
    alarm(20);
    for (size_t size = 1; size < 200000; size += size / 4 + 1) {
        void *block = tested->allocate(size);
        if (!block)
            return 1;
        tested->release(block);
    }
    tested->trim();
    return 0;
}

static void
a_child_of_a_busy_process_can_allocate(void **state)
{
    (void)state;
    pthread_t threads[2];
    skip_peers();
    if (UNDER_SANITIZER)
        skip(); /* a sanitizer's own locks are not safe here */
    atomic_store_explicit(&stop, false, memory_order_relaxed);
    for (int i = 0; i < 2; i++)
        pthread_create(&threads[i], NULL, keep_allocating, NULL);
    for (int i = 0; i < 50; i++) {
        struct child_end end = run_in_child(allocate_in_child, NULL);
        assert_true(WIFEXITED(end.status));
        assert_int_equal(WEXITSTATUS(end.status), 0);
    }
    atomic_store_explicit(&stop, true, memory_order_relaxed);
    for (int i = 0; i < 2; i++)
        pthread_join(threads[i], NULL);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_child_of_a_busy_process_can_allocate),
    };
    return RUN_FOR_EVERY_ALLOCATOR(tests);
}
