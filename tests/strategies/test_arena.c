/* The arena: blocks bumped out of chunks, all given back at once. */
#include "allocators/system.h"
#include "strategies/runtime/arena.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

enum { ALL = -1 };
static long chunks_left; /* that the source still gives; ALL: any number */
static long chunks_out;

static void *
counting_allocate(size_t size)
{
    if (chunks_left == 0)
        return NULL;
    if (chunks_left > 0)
        chunks_left--;
    void *chunk = system_allocator.allocate(size);
    chunks_out += chunk != NULL;
    return chunk;
}

static void
counting_release(void *chunk)
{
    chunks_out--;
    system_allocator.release(chunk);
}

static const struct allocator counting_allocator = {.name = "counting",
    .allocate = counting_allocate,
    .release = counting_release};

static struct arena arena;

static int
begin(void **state)
{
    (void)state;
    arena = ARENA(&counting_allocator);
    chunks_left = ALL;
    chunks_out = 0;
    return 0;
}

static int
end(void **state)
{
    (void)state;
    arena_end(&arena);
    return chunks_out == 0 ? 0 : -1;
}

static void
an_arena_that_is_never_used_takes_nothing(void **state)
{
    (void)state;
    arena_rewind(&arena);
    assert_int_equal(chunks_out, 0);
}

static void
blocks_are_aligned_and_do_not_overlap(void **state)
{
    (void)state;
    char *blocks[200];
    for (size_t i = 0; i < 200; i++) {
        blocks[i] = arena_allocate(&arena, 1 + 7 * i);
        assert_int_equal((uintptr_t)blocks[i] % ARENA_ALIGNMENT, 0);
        memset(blocks[i], (int)i, 1 + 7 * i);
    }
    for (size_t i = 0; i < 200; i++)
        for (size_t at = 0; at < 1 + 7 * i; at++)
            assert_int_equal((unsigned char)blocks[i][at], i);
}

static void
after_a_rewind_the_same_memory_serves_again(void **state)
{
    (void)state;
    char *first = arena_allocate(&arena, 100);
    for (size_t i = 0; i < 1000; i++)
        assert_non_null(arena_allocate(&arena, 1000));
    long taken = chunks_out;
    arena_rewind(&arena);
    assert_ptr_equal(arena_allocate(&arena, 100), first);
    for (size_t i = 0; i < 1000; i++)
        assert_non_null(arena_allocate(&arena, 1000));
    assert_int_equal(chunks_out, taken);
}

static void
a_block_larger_than_a_chunk_gets_a_chunk_of_its_own(void **state)
{
    (void)state;
    for (unsigned turn = 0; turn < 3; turn++) {
        assert_non_null(arena_allocate(&arena, 1));
        char *large = arena_allocate(&arena, 3 * ARENA_CHUNK_BYTES);
        memset(large, 1, 3 * ARENA_CHUNK_BYTES);
        assert_int_equal(chunks_out, 2);
        arena_rewind(&arena);
    }
}

static void
a_block_that_fills_a_chunk_to_its_end_stays_inside(void **state)
{
    (void)state;
    for (size_t size = ARENA_CHUNK_BYTES - 80; size <= ARENA_CHUNK_BYTES;
         size++) {
        char *block = arena_allocate(&arena, size);
        memset(block, 1, size); /* AddressSanitizer watches the end */
        arena_end(&arena);
    }
}

static void
an_aligned_block_keeps_its_size_and_content(void **state)
{
    (void)state;
    for (size_t alignment = 1; alignment <= 8192; alignment *= 2) {
        assert_non_null(arena_allocate(&arena, 1));
        char *block = arena_allocate_aligned(&arena, alignment, 40);
        assert_int_equal((uintptr_t)block % alignment, 0);
        assert_int_equal(arena_usable_size(block), 40);
        memset(block, 3, 40);
        char *grown = arena_resize(&arena, block, 400);
        assert_int_equal(grown[0], 3);
        assert_int_equal(grown[39], 3);
    }
    assert_null(arena_allocate_aligned(&arena, 48, 1));
    assert_int_equal(errno, EINVAL);
}

static void
a_zeroed_block_is_zero_in_used_memory_too(void **state)
{
    (void)state;
    memset(arena_allocate(&arena, 512), 0xff, 512);
    arena_rewind(&arena);
    const char *block = arena_allocate_zeroed(&arena, 64, 8);
    for (size_t i = 0; i < 512; i++)
        assert_int_equal(block[i], 0);
}

static void
resizing_nothing_allocates(void **state)
{
    (void)state;
    char *block = arena_resize(&arena, NULL, 10);
    assert_int_equal(arena_usable_size(block), 10);
    assert_ptr_equal(arena_resize(&arena, block, 5), block);
}

static void
sizes_that_overflow_are_refused(void **state)
{
    (void)state;
    volatile size_t huge = SIZE_MAX;
    for (size_t below = 0; below < 40; below++) {
        assert_null(arena_allocate(&arena, huge - below));
        assert_int_equal(errno, ENOMEM);
        assert_null(arena_allocate_aligned(&arena, 64, huge - below));
        assert_int_equal(errno, ENOMEM);
    }
    assert_null(arena_allocate_zeroed(&arena, huge / 2, 3));
    assert_int_equal(chunks_out, 0);
}

static void
a_source_without_memory_leaves_the_arena_usable(void **state)
{
    (void)state;
    chunks_left = 1;
    char *block = arena_allocate(&arena, 100);
    memset(block, 5, 100);
    assert_null(arena_allocate(&arena, ARENA_CHUNK_BYTES));
    assert_int_equal(errno, ENOMEM);
    assert_null(arena_resize(&arena, block, ARENA_CHUNK_BYTES));
    assert_int_equal(block[99], 5);
    assert_non_null(arena_allocate(&arena, 100));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test_setup_teardown(name, begin, end)
        TEST(an_arena_that_is_never_used_takes_nothing),
        TEST(blocks_are_aligned_and_do_not_overlap),
        TEST(after_a_rewind_the_same_memory_serves_again),
        TEST(a_block_larger_than_a_chunk_gets_a_chunk_of_its_own),
        TEST(a_block_that_fills_a_chunk_to_its_end_stays_inside),
        TEST(an_aligned_block_keeps_its_size_and_content),
        TEST(a_zeroed_block_is_zero_in_used_memory_too),
        TEST(resizing_nothing_allocates),
        TEST(sizes_that_overflow_are_refused),
        TEST(a_source_without_memory_leaves_the_arena_usable),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
