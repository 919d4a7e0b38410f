/* Every entry point of C, its edges and its errors. */
/* What the analyser warns of is what is tried here: sizes of 0, blocks that are
 * read after a realloc has released them. */
// NOLINTBEGIN(clang-analyzer-unix.*, clang-analyzer-optin.portability.UnixAPI)
#include "preloaded.h"

static const size_t sizes[] = {0, 1, 15, 16, 17, 100, 1024, 8192, 32767, 32768,
    32769, 100000, 1 << 20, 10 << 20};
enum { SIZES = sizeof sizes / sizeof *sizes };

static bool
is_filled(const unsigned char *block, unsigned char value, size_t size)
{
    for (size_t i = 0; i < size; i++)
        if (block[i] != value)
            return false;
    return true;
}

static bool
is_aligned(const void *block, size_t alignment)
{
    return block && (uintptr_t)block % alignment == 0;
}

static void
every_entry_point_is_taken_over(void **state)
{
    (void)state;
    static const char *const symbols[] = {"malloc", "free", "calloc", "realloc",
        "reallocarray", "posix_memalign", "aligned_alloc", "memalign", "valloc",
        "pvalloc", "malloc_usable_size", "malloc_trim", "mallinfo", "mallinfo2",
        "free_sized", "free_aligned_sized", "_Znwm", "_Znam", "_ZdlPv",
        "_ZdaPv", "_ZdlPvm", "_ZnwmSt11align_val_t"};
    for (size_t i = 0; i < sizeof symbols / sizeof *symbols; i++)
        if (!is_ours(symbols[i]))
            fail_msg("%s is not ours", symbols[i]);
}

static void
malloc_gives_aligned_blocks_of_every_size(void **state)
{
    (void)state;
    for (int i = 0; i < SIZES; i++) {
        unsigned char *block = hidden_block(malloc(sizes[i]));
        assert_true(is_aligned(block, 16));
        assert_true(malloc_usable_size(block) >= sizes[i]);
        memset(block, 0xA5, malloc_usable_size(block));
        assert_true(is_filled(block, 0xA5, sizes[i]));
        free(block);
    }
}

static void
blocks_of_no_bytes_are_unique(void **state)
{
    (void)state;
    void *first = hidden_block(malloc(0));
    void *second = hidden_block(malloc(0));
    void *third = hidden_block(calloc(0, 8));
    assert_non_null(first);
    assert_non_null(second);
    assert_non_null(third);
    assert_ptr_not_equal(first, second);
    assert_ptr_not_equal(second, third);
    free(first);
    free(second);
    free(third);
}

static void
free_ignores_null_and_leaves_errno_alone(void **state)
{
    (void)state;
    errno = 77;
    free(hidden_block(NULL));
    for (int i = 0; i < SIZES; i++)
        free(hidden_block(malloc(sizes[i])));
    assert_int_equal(errno, 77);
}

/* Of C23: glibc 2.36 has neither, so a program finds them at run time. */
static void
sized_frees_release(void **state)
{
    (void)state;
    union {
        void *address;
        void (*call)(void *block, size_t size);
    } sized = {dlsym(RTLD_DEFAULT, "free_sized")};
    union {
        void *address;
        void (*call)(void *block, size_t alignment, size_t size);
    } aligned = {dlsym(RTLD_DEFAULT, "free_aligned_sized")};
    size_t before = mallinfo2().uordblks;
    for (int i = 0; i < SIZES; i++) {
        sized.call(malloc(sizes[i]), sizes[i]);
        aligned.call(aligned_alloc(64, sizes[i]), 64, sizes[i]);
    }
    assert_int_equal(mallinfo2().uordblks, before);
}

static void
calloc_clears_what_was_dirty(void **state)
{
    (void)state;
    for (int i = 0; i < SIZES; i++) {
        unsigned char *dirty = hidden_block(malloc(sizes[i]));
        memset(dirty, 0xFF, sizes[i]);
        free(dirty);
        unsigned char *block = calloc(1, sizes[i]);
        assert_non_null(block);
        assert_true(is_filled(block, 0, sizes[i]));
        free(block);
    }
}

static void
overflowing_products_are_refused(void **state)
{
    (void)state;
    size_t half = hidden_size(SIZE_MAX / 2 + 2);
    errno = 0;
    assert_null(calloc(half, 2));
    assert_int_equal(errno, ENOMEM);
    errno = 0;
    assert_null(reallocarray(NULL, half, 2));
    assert_int_equal(errno, ENOMEM);
}

static void
realloc_keeps_the_content_up_and_down(void **state)
{
    (void)state;
    unsigned char *block = NULL;
    size_t held = 0;
    for (int i = 1; i < 2 * SIZES - 1; i++) {
        size_t size = sizes[i < SIZES ? i : 2 * SIZES - 1 - i];
        unsigned char *moved = realloc(block, size);
        assert_non_null(moved);
        block = moved;
        assert_true(is_filled(block, 0x5A, held < size ? held : size));
        memset(block, 0x5A, size);
        held = size;
    }
    free(block);
}

static void
realloc_to_nothing_releases_as_glibc_does(void **state)
{
    (void)state;
    size_t before = mallinfo2().uordblks;
    assert_null(realloc(hidden_block(malloc(100)), hidden_size(0)));
    assert_null(realloc(hidden_block(malloc(100000)), hidden_size(0)));
    assert_null(reallocarray(hidden_block(malloc(9)), hidden_size(0), 8));
    assert_int_equal(mallinfo2().uordblks, before);
    void *block = realloc(hidden_block(NULL), hidden_size(0));
    assert_non_null(block);
    free(block);
}

static void
a_realloc_that_fails_keeps_the_block(void **state)
{
    (void)state;
    unsigned char *block = malloc(1000);
    void *same_block = hidden_block(block);
    memset(block, 3, 1000);
    errno = 0;
    assert_null(realloc(same_block, hidden_size(PTRDIFF_MAX)));
    assert_null(reallocarray(same_block, hidden_size(SIZE_MAX / 2), 3));
    assert_int_equal(errno, ENOMEM);
    assert_true(is_filled(block, 3, 1000));
    free(block);
}

static void
aligned_blocks_are_aligned(void **state)
{
    (void)state;
    for (size_t alignment = 8; alignment <= 4 << 20; alignment *= 2) {
        for (int i = 0; i < SIZES; i++) {
            void *blocks[3] = {aligned_alloc(alignment, sizes[i]),
                memalign(alignment, sizes[i]), NULL};
            assert_int_equal(
                posix_memalign(&blocks[2], alignment, sizes[i]), 0);
            for (int kind = 0; kind < 3; kind++) {
                assert_true(is_aligned(blocks[kind], alignment));
                assert_true(malloc_usable_size(blocks[kind]) >= sizes[i]);
                memset(blocks[kind], 1, sizes[i]);
                free(blocks[kind]);
            }
        }
    }
}

static void
posix_memalign_returns_its_error_and_leaves_the_rest_alone(void **state)
{
    (void)state;
    void *untouched = state;
    errno = 77;
    assert_int_equal(posix_memalign(&untouched, hidden_size(0), 8), EINVAL);
    assert_int_equal(posix_memalign(&untouched, hidden_size(4), 8), EINVAL);
    assert_int_equal(posix_memalign(&untouched, hidden_size(24), 8), EINVAL);
    assert_int_equal(
        posix_memalign(&untouched, 64, hidden_size(PTRDIFF_MAX)), ENOMEM);
    assert_int_equal(errno, 77);
    assert_ptr_equal(untouched, state);
}

static void
a_wrong_alignment_is_refused_or_rounded_up(void **state)
{
    (void)state;
    errno = 0;
    assert_null(aligned_alloc(hidden_size(24), 48));
    assert_int_equal(errno, EINVAL);
    errno = 0;
    assert_null(memalign(hidden_size(SIZE_MAX), 48));
    assert_int_equal(errno, EINVAL);
    void *block = memalign(hidden_size(24), 48);
    assert_true(is_aligned(block, 32));
    free(block);
}

static void
valloc_and_pvalloc_give_whole_pages(void **state)
{
    (void)state;
    size_t page = (size_t)sysconf(_SC_PAGESIZE);
    void *block = valloc(10);
    assert_true(is_aligned(block, page));
    free(block);
    block = pvalloc(page + 1);
    assert_true(is_aligned(block, page));
    assert_true(malloc_usable_size(block) >= 2 * page);
    free(block);
}

static void
usable_size_of_null_is_nothing(void **state)
{
    (void)state;
    assert_int_equal(malloc_usable_size(hidden_block(NULL)), 0);
}

static void
trim_gives_memory_back_and_mallinfo_counts_it(void **state)
{
    (void)state;
    enum { BYTES = 20 << 20 };
    struct mallinfo2 before = mallinfo2();
    char *block = hidden_block(malloc(BYTES));
    memset(block, 1, BYTES);
    assert_true(mallinfo2().uordblks >= before.uordblks + BYTES);
    free(block);
    assert_true(mallinfo2().keepcost >= BYTES);
    assert_int_equal(malloc_trim(0), 1);
    assert_true(mallinfo2().keepcost < BYTES);
    assert_int_equal(mallinfo2().uordblks, before.uordblks);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_library_is_in_place),
        cmocka_unit_test(every_entry_point_is_taken_over),
        cmocka_unit_test(malloc_gives_aligned_blocks_of_every_size),
        cmocka_unit_test(blocks_of_no_bytes_are_unique),
        cmocka_unit_test(free_ignores_null_and_leaves_errno_alone),
        cmocka_unit_test(sized_frees_release),
        cmocka_unit_test(calloc_clears_what_was_dirty),
        cmocka_unit_test(overflowing_products_are_refused),
        cmocka_unit_test(realloc_keeps_the_content_up_and_down),
        cmocka_unit_test(realloc_to_nothing_releases_as_glibc_does),
        cmocka_unit_test(a_realloc_that_fails_keeps_the_block),
        cmocka_unit_test(aligned_blocks_are_aligned),
        cmocka_unit_test(
            posix_memalign_returns_its_error_and_leaves_the_rest_alone),
        cmocka_unit_test(a_wrong_alignment_is_refused_or_rounded_up),
        cmocka_unit_test(valloc_and_pvalloc_give_whole_pages),
        cmocka_unit_test(usable_size_of_null_is_nothing),
        cmocka_unit_test(trim_gives_memory_back_and_mallinfo_counts_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
// NOLINTEND(clang-analyzer-unix.*, clang-analyzer-optin.portability.UnixAPI)
