/* What allocator.h promises, asked of every registered allocator. */
#include "model.h"
#include "support.h"

#include <errno.h>

static const size_t sizes[] = {0, 1, 8, 16, 17, 24, 100, 256, 1000, 1024, 1025,
    4097, 8192, 9000, 20000, 32768, 32769, 65536, 200000, 1048576, 5000000};
enum { SIZES = sizeof sizes / sizeof *sizes };

static bool
all_bytes_are(const unsigned char *block, size_t size, unsigned char byte)
{
    return size == 0 ||
           (block[0] == byte && memcmp(block, block + 1, size - 1) == 0);
}

/* Some peers leave errno as it is on some of their ways to NULL. */
static void
assert_errno(int expected)
{
    if (!tested->peer)
        assert_int_equal(errno, expected);
}

static void
a_block_is_aligned_to_16_and_large_enough(void **state)
{
    (void)state;
    for (size_t i = 0; i < SIZES; i++) {
        void *block = tested->allocate(sizes[i]);
        assert_non_null(block);
        assert_int_equal(
            (uintptr_t)block % model_alignment_of(tested, sizes[i]), 0);
        assert_true(tested->usable_size(block) >= sizes[i]);
        memset(
            block, 7, tested_is_ours() ? tested->usable_size(block) : sizes[i]);
        tested->release(block);
    }
}

static void
blocks_of_size_0_are_unique(void **state)
{
    (void)state;
    void *first = tested->allocate(0);
    void *second = tested->allocate(0);
    assert_non_null(first);
    assert_non_null(second);
    assert_ptr_not_equal(first, second);
    tested->release(first);
    tested->release(second);
}

static void
null_is_released_and_measured_as_nothing(void **state)
{
    (void)state;
    tested->release(NULL);
    assert_int_equal(tested->usable_size(NULL), 0);
}

static void
sizes_beyond_the_address_space_give_enomem(void **state)
{
    (void)state;
    skip_under_a_sanitizers_malloc();
    const size_t impossible[] = {SIZE_MAX, SIZE_MAX - 4096, SIZE_MAX / 2 + 1,
        (size_t)1 << 62, (size_t)1 << 48};
    for (size_t i = 0; i < 5; i++) {
        errno = 0;
        assert_null(tested->allocate(impossible[i]));
        assert_errno(ENOMEM);
        errno = 0;
        assert_null(tested->allocate_aligned(4096, impossible[i]));
        assert_errno(ENOMEM);
        errno = 0;
        assert_null(tested->allocate_zeroed(1, impossible[i]));
        assert_errno(ENOMEM);
    }
}

static void
a_product_that_overflows_gives_enomem(void **state)
{
    (void)state;
    skip_under_a_sanitizers_malloc();
    errno = 0;
    assert_null(tested->allocate_zeroed(SIZE_MAX / 2, 3));
    assert_errno(ENOMEM);
    errno = 0;
    assert_null(tested->allocate_zeroed((size_t)1 << 33, (size_t)1 << 33));
    assert_errno(ENOMEM);
}

static void
every_alignment_up_to_a_mebibyte_is_kept(void **state)
{
    (void)state;
    for (size_t alignment = 1; alignment <= 1048576; alignment *= 2) {
        for (size_t i = 0; i < SIZES; i++) {
            char *block = tested->allocate_aligned(alignment, sizes[i]);
            assert_non_null(block);
            assert_int_equal((uintptr_t)block % alignment, 0);
            assert_int_equal((uintptr_t)block % (alignment < 8 ? 8 : 1), 0);
            assert_true(tested->usable_size(block) >= sizes[i]);
            memset(block, 1, sizes[i]);
            tested->release(block);
        }
    }
}

static void
an_alignment_that_is_no_power_of_two_gives_einval(void **state)
{
    (void)state;
    skip_under_a_sanitizers_malloc();
    const size_t wrong[] = {0, 3, 24, 4095, SIZE_MAX};
    for (size_t i = 0; i < 5; i++) {
        errno = 0;
        assert_null(tested->allocate_aligned(wrong[i], 64));
        assert_int_equal(errno, EINVAL);
    }
}

static void
zeroed_memory_is_zero_again_after_use(void **state)
{
    (void)state;
    for (int round = 0; round < 3; round++) {
        for (size_t i = 0; i < SIZES; i++) {
            unsigned char *block = tested->allocate_zeroed(sizes[i], 1);
            assert_non_null(block);
            assert_true(all_bytes_are(block, sizes[i], 0));
            memset(block, 0xff, sizes[i]);
            tested->release(block);
        }
        if (round == 1)
            tested->trim();
    }
}

/* Half of the pages are fresh from the kernel, half are not. */
static void
zeroed_memory_is_zero_over_used_and_fresh_pages(void **state)
{
    (void)state;
    size_t size = 3000000;
    for (size_t dirty = 40000; dirty < size; dirty += 300000) {
        tested->trim();
        void *used = tested->allocate(dirty);
        memset(used, 0xff, dirty);
        tested->release(used);
        unsigned char *block = tested->allocate_zeroed(1, size);
        assert_true(all_bytes_are(block, size, 0));
        memset(block, 0xff, size);
        tested->release(block);
    }
}

static void
resizing_keeps_the_content_up_to_the_smaller_size(void **state)
{
    (void)state;
    for (size_t from = 0; from < SIZES; from++) {
        for (size_t to = 0; to < SIZES; to++) {
            size_t kept = sizes[from] < sizes[to] ? sizes[from] : sizes[to];
            unsigned char *block = tested->allocate(sizes[from]);
            memset(block, 0x5a, sizes[from]);
            block = tested->resize(block, sizes[to]);
            assert_non_null(block);
            assert_true(all_bytes_are(block, kept, 0x5a));
            assert_true(tested->usable_size(block) >= sizes[to]);
            memset(block, 1, sizes[to]);
            tested->release(block);
        }
    }
}

static void
resizing_nothing_allocates(void **state)
{
    (void)state;
    void *block = tested->resize(NULL, 100);
    assert_non_null(block);
    assert_true(tested->usable_size(block) >= 100);
    tested->release(block);
}

static void
a_block_that_cannot_be_resized_stays_as_it_is(void **state)
{
    (void)state;
    skip_under_a_sanitizers_malloc();
    for (size_t i = 0; i < SIZES; i++) {
        unsigned char *block = tested->allocate(sizes[i]);
        memset(block, 0x33, sizes[i]);
        errno = 0;
        assert_null(tested->resize(block, SIZE_MAX / 2 + 1));
        assert_errno(ENOMEM);
        assert_true(all_bytes_are(block, sizes[i], 0x33));
        tested->release(block);
    }
}

static void
a_buffer_that_grows_step_by_step_keeps_its_content(void **state)
{
    (void)state;
    unsigned char *buffer = NULL;
    size_t length = 0;
    for (size_t next = 1; next < 4000000; next += next / 3 + 1) {
        buffer = tested->resize(buffer, next);
        assert_non_null(buffer);
        assert_true(all_bytes_are(buffer, length, 0x77));
        memset(buffer + length, 0x77, next - length);
        length = next;
    }
    tested->release(buffer);
}

static void
the_tiers_release_each_others_blocks(void **state)
{
    (void)state;
    const struct allocator *const tiers[] = {
        &thread_cache_allocator, &central_allocator, &direct_heap_allocator};
    skip_unless_ours();
    for (size_t i = 0; i < SIZES; i++) {
        for (size_t other = 0; other < 3; other++) {
            void *block = tested->allocate(sizes[i]);
            assert_true(tiers[other]->usable_size(block) >= sizes[i]);
            block = tiers[other]->resize(block, sizes[i] / 2 + 1);
            tiers[(other + 1) % 3]->release(block);
        }
    }
    assert_heap_is_sound();
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_block_is_aligned_to_16_and_large_enough),
        cmocka_unit_test(blocks_of_size_0_are_unique),
        cmocka_unit_test(null_is_released_and_measured_as_nothing),
        cmocka_unit_test(sizes_beyond_the_address_space_give_enomem),
        cmocka_unit_test(a_product_that_overflows_gives_enomem),
        cmocka_unit_test(every_alignment_up_to_a_mebibyte_is_kept),
        cmocka_unit_test(an_alignment_that_is_no_power_of_two_gives_einval),
        cmocka_unit_test(zeroed_memory_is_zero_again_after_use),
        cmocka_unit_test(zeroed_memory_is_zero_over_used_and_fresh_pages),
        cmocka_unit_test(resizing_keeps_the_content_up_to_the_smaller_size),
        cmocka_unit_test(resizing_nothing_allocates),
        cmocka_unit_test(a_block_that_cannot_be_resized_stays_as_it_is),
        cmocka_unit_test(a_buffer_that_grows_step_by_step_keeps_its_content),
        cmocka_unit_test(the_tiers_release_each_others_blocks),
    };
    return RUN_FOR_EVERY_ALLOCATOR(tests);
}
