/* When the kernel gives no more. */
#include "child.h"

#include <errno.h>
#include <sys/resource.h>

enum { MOST_BLOCKS = 200000 };

static void *blocks[MOST_BLOCKS];

/* Lets the address space grow by 50 MiB from here: arenas of 4, 8 and 16 MiB
 * fit, one of 32 MiB only in part. */
static bool
limit_memory(void)
{
    size_t bytes = address_space_bytes() + ((size_t)50 << 20);
    struct rlimit limit = {.rlim_cur = bytes, .rlim_max = bytes};
    return setrlimit(RLIMIT_AS, &limit) == 0;
}

static size_t
take_until_refused(size_t size)
{
    size_t count = 0;
    errno = 0;
    while (count < MOST_BLOCKS && (blocks[count] = tested->allocate(size)))
        count++;
    return count;
}

static void
release_every(size_t step, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (blocks[i] && i % step == 0) {
            tested->release(blocks[i]);
            blocks[i] = NULL;
        }
    }
}

static size_t
usable_bytes(size_t count)
{
    size_t bytes = 0;
    for (size_t i = 0; i < count; i++)
        bytes += tested->usable_size(blocks[i]);
    return bytes;
}

/* The number of the first expectation that does not hold, or 0. */
static int
exhaust(void *argument)
{
    size_t size = *(size_t *)argument;
    if (!limit_memory())
        return 1;
    size_t count = take_until_refused(size);
    if (count == 0 || count == MOST_BLOCKS || errno != ENOMEM)
        return 2;
    if (usable_bytes(count) < (size_t)32 << 20)
        return 8;
    errno = 0;
    if (tested->allocate_zeroed(1, 64 << 20) || errno != ENOMEM)
        return 3;
    errno = 0;
    if (tested->allocate_aligned(8192, 64 << 20) || errno != ENOMEM)
        return 4;
    errno = 0;
    if (tested->resize(blocks[0], 64 << 20) || errno != ENOMEM)
        return 5;
    release_every(2, count);
    for (size_t i = 0; i < count / 4; i++)
        if (!(blocks[2 * i] = tested->allocate(size)))
            return 6;
    release_every(1, count);
    return heap_check() ? 7 : 0;
}

static void
exhaust_with_blocks_of(size_t size)
{
    skip_under_a_sanitizers_malloc();
    struct child_end end = run_in_child(exhaust, &size);
    assert_true(WIFEXITED(end.status));
    assert_int_equal(WEXITSTATUS(end.status), 0);
}

static void
small_blocks_run_out_with_enomem_and_the_heap_stays_usable(void **state)
{
    (void)state;
    exhaust_with_blocks_of(2000);
}

static void
large_blocks_run_out_with_enomem_and_the_heap_stays_usable(void **state)
{
    (void)state;
    exhaust_with_blocks_of(100000);
}

static void
huge_blocks_run_out_with_enomem_and_the_heap_stays_usable(void **state)
{
    (void)state;
    exhaust_with_blocks_of(3000000);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(
            small_blocks_run_out_with_enomem_and_the_heap_stays_usable),
        cmocka_unit_test(
            large_blocks_run_out_with_enomem_and_the_heap_stays_usable),
        cmocka_unit_test(
            huge_blocks_run_out_with_enomem_and_the_heap_stays_usable),
    };
    return RUN_FOR_EVERY_ALLOCATOR(tests);
}
