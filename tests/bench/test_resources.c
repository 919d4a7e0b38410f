/* Each resource: taken, used, given back; and what happens when it runs out. */
#include "allocators/system.h"
#include "bench/resources/connection_settings.h"
#include "bench/resources/registry.h"

#include <dirent.h>
#include <errno.h>
#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include <cmocka.h>

static const struct allocator *const from = &system_allocator;

static void
prepare(const struct resource *resource, size_t count, unsigned threads)
{
    if (resource->prepare)
        assert_true(resource->prepare(resource->telling_size, count, threads));
}

static void
finish(const struct resource *resource)
{
    if (resource->finish)
        resource->finish();
}

/* Once plain, and once parked and reset between two uses as a pool does. */
static void
use_twice(const struct resource *resource, size_t size)
{
    void *handle = resource->acquire(from, size);
    assert_non_null(handle);
    assert_true(resource->use(from, handle, size));
    if (resource->park)
        resource->park(handle);
    if (resource->reset)
        assert_true(resource->reset(handle));
    assert_true(resource->use(from, handle, size));
    resource->release(from, handle);
}

static void
every_resource_serves_twice_at_its_telling_size(void **state)
{
    (void)state;
#define SERVE(R)                                                               \
    prepare(&R##_resource, 10, 1);                                             \
    for (unsigned i = 0; i < 10; i++)                                          \
        use_twice(&R##_resource, R##_resource.telling_size);                   \
    finish(&R##_resource);
    FOR_EACH_RESOURCE(SERVE)
}

static bool
has_size(const struct resource *resource, size_t wanted)
{
    for (unsigned i = 0; resource->sizes[i]; i++)
        if (resource->sizes[i] == wanted)
            return true;
    return false;
}

static void
every_resource_lists_its_telling_size(void **state)
{
    (void)state;
#define LISTED(R)                                                              \
    assert_true(has_size(&R##_resource, R##_resource.telling_size));
    FOR_EACH_RESOURCE(LISTED)
}

/* What was parked and released can be taken again. */
static void
park_and_release(const struct resource *resource)
{
    void *handle = resource->acquire(from, resource->telling_size);
    if (handle && resource->park)
        resource->park(handle);
    if (handle)
        resource->release(from, handle);
    assert_non_null(handle);
}

static void
a_parked_resource_can_be_released(void **state)
{
    (void)state;
#define PARK(R)                                                                \
    prepare(&R##_resource, 1, 1);                                              \
    park_and_release(&R##_resource);                                           \
    park_and_release(&R##_resource);                                           \
    finish(&R##_resource);
    FOR_EACH_RESOURCE(PARK)
}

static void
a_buffer_finds_bytes_that_were_changed_behind_its_back(void **state)
{
    (void)state;
    struct buffer *changed = buffer_resource.acquire(from, 1000);
    assert_true(buffer_resource.use(from, changed, 1000));
    assert_int_equal(changed->length, 1000);
    changed->bytes[500]++;
    assert_false(buffer_check(changed));
    buffer_resource.release(from, changed);
}

static void
a_file_shorter_than_asked_is_an_error(void **state)
{
    (void)state;
    assert_true(file_resource.prepare(100, 1, 1));
    void *handle = file_resource.acquire(from, 4096);
    assert_non_null(handle);
    assert_false(file_resource.use(from, handle, 4096));
    assert_int_equal(errno, EIO);
    file_resource.release(from, handle);
    file_resource.finish();
}

static void
a_file_over_the_limit_of_descriptors_is_refused(void **state)
{
    (void)state;
    prepare(&file_resource, 1, 1);
    struct rlimit before;
    getrlimit(RLIMIT_NOFILE, &before);
    struct rlimit none = {3, before.rlim_max};
    setrlimit(RLIMIT_NOFILE, &none);
    void *handle = file_resource.acquire(from, 4096);
    int reason = errno;
    setrlimit(RLIMIT_NOFILE, &before);
    assert_null(handle);
    assert_int_equal(reason, EMFILE);
    finish(&file_resource);
}

static void
connections_run_out_at_their_limit_and_come_back(void **state)
{
    (void)state;
    enum { LIMIT = 8 };
    connection_configure(LIMIT, 10);
    prepare(&connection_resource, LIMIT, 1);
    void *held[LIMIT];
    for (unsigned i = 0; i < LIMIT; i++)
        assert_non_null(held[i] = connection_resource.acquire(from, 64));
    assert_null(connection_resource.acquire(from, 64));
    assert_int_equal(errno, ETIMEDOUT);
    assert_string_equal(
        connection_resource.explain(errno), "10 ms without a connection");
    connection_resource.release(from, held[0]);
    assert_ptr_equal(held[0], connection_resource.acquire(from, 64));
    for (unsigned i = 0; i < LIMIT; i++)
        connection_resource.release(from, held[i]);
    finish(&connection_resource);
    connection_configure(CONNECTION_LIMIT_DEFAULT, CONNECTION_DEADLINE_DEFAULT);
}

static void *
release_soon(void *held)
{
    usleep(20000);
    connection_resource.release(from, held);
    return NULL;
}

static void
a_waiter_gets_the_connection_that_another_thread_gives_back(void **state)
{
    (void)state;
    connection_configure(1, 10000);
    prepare(&connection_resource, 1, 2);
    void *held = connection_resource.acquire(from, 64);
    pthread_t thread;
    assert_int_equal(pthread_create(&thread, NULL, release_soon, held), 0);
    assert_ptr_equal(connection_resource.acquire(from, 64), held);
    pthread_join(thread, NULL);
    connection_resource.release(from, held);
    finish(&connection_resource);
    connection_configure(CONNECTION_LIMIT_DEFAULT, CONNECTION_DEADLINE_DEFAULT);
}

static size_t
entries_of(const char *path)
{
    size_t entries = 0;
    DIR *folder = opendir(path);
    assert_non_null(folder);
    while (readdir(folder))
        entries++;
    closedir(folder);
    return entries;
}

static void
nothing_stays_in_the_temporary_folder(void **state)
{
    (void)state;
    char path[] = "/tmp/test-resources-XXXXXX";
    assert_non_null(mkdtemp(path));
    setenv("TMPDIR", path, 1);
    prepare(&file_resource, 1, 1);
    prepare(&connection_resource, 1, 1);
    assert_int_equal(entries_of(path), 4); /* with . and .. */
    finish(&file_resource);
    finish(&connection_resource);
    assert_int_equal(entries_of(path), 2);
    rmdir(path);
    setenv("TMPDIR", "/nowhere", 1);
    assert_false(file_resource.prepare(4096, 1, 1));
    assert_int_equal(errno, ENOENT);
    assert_false(connection_resource.prepare(64, 1, 1));
    assert_int_equal(errno, ENOENT);
    unsetenv("TMPDIR");
}

static void *
add_under_lock(void *unused)
{
    (void)unused;
    for (unsigned i = 0; i < 10000; i++) {
        void *held = lock_resource.acquire(from, LOCK_GUARDED);
        lock_resource.use(from, held, LOCK_GUARDED);
        lock_resource.release(from, held);
    }
    return NULL;
}

static void
a_lock_guards_its_data_from_other_threads(void **state)
{
    (void)state;
    prepare(&lock_resource, 1, 2);
    pthread_t other;
    assert_int_equal(pthread_create(&other, NULL, add_under_lock, NULL), 0);
    add_under_lock(NULL);
    pthread_join(other, NULL);
    assert_int_equal(lock_array[0].guarded[7], (char)20000);
    finish(&lock_resource);
}

static void
a_thread_that_holds_locks_may_not_start_over_and_deadlock(void **state)
{
    (void)state;
    prepare(&lock_resource, 2, 1);
    void *first = lock_resource.acquire(from, LOCK_GUARDED);
    void *second = lock_resource.acquire(from, LOCK_GUARDED);
    lock_resource.release(from, first);
    assert_null(lock_resource.acquire(from, LOCK_GUARDED));
    assert_int_equal(errno, EDEADLK);
    lock_resource.release(from, second);
    assert_ptr_equal(lock_resource.acquire(from, LOCK_GUARDED), first);
    lock_resource.release(from, first);
    finish(&lock_resource);
}

static void
a_new_array_of_locks_is_walked_from_its_start(void **state)
{
    (void)state;
    prepare(&lock_resource, 10, 1);
    lock_resource.release(from, lock_resource.acquire(from, LOCK_GUARDED));
    finish(&lock_resource);
    prepare(&lock_resource, 10, 1);
    void *first = lock_resource.acquire(from, LOCK_GUARDED);
    assert_ptr_equal(first, &lock_array[0]);
    lock_resource.release(from, first);
    finish(&lock_resource);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_resource_serves_twice_at_its_telling_size),
        cmocka_unit_test(every_resource_lists_its_telling_size),
        cmocka_unit_test(a_parked_resource_can_be_released),
        cmocka_unit_test(
            a_buffer_finds_bytes_that_were_changed_behind_its_back),
        cmocka_unit_test(a_file_shorter_than_asked_is_an_error),
        cmocka_unit_test(a_file_over_the_limit_of_descriptors_is_refused),
        cmocka_unit_test(connections_run_out_at_their_limit_and_come_back),
        cmocka_unit_test(
            a_waiter_gets_the_connection_that_another_thread_gives_back),
        cmocka_unit_test(nothing_stays_in_the_temporary_folder),
        cmocka_unit_test(a_lock_guards_its_data_from_other_threads),
        cmocka_unit_test(
            a_thread_that_holds_locks_may_not_start_over_and_deadlock),
        cmocka_unit_test(a_new_array_of_locks_is_walked_from_its_start),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
