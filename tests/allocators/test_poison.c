/* Under AddressSanitizer a look at memory that no program holds is reported
 * where it happens. */
#include "child.h"
#include "support.h"

#include "allocators/tiers/poison.h"

static const size_t sizes[] = {16, 100, 1000, 5000, 32768, 100000, 2000000};
enum { SIZES = sizeof sizes / sizeof *sizes };

static bool
is_addressable(const void *address)
{
    return !is_poisoned(address);
}

static void
skip_without_poison(void)
{
#ifndef TIERS_POISON
    skip();
#endif
    skip_unless_ours();
}

static void
a_block_is_the_programs_until_it_is_released(void **state)
{
    (void)state;
    skip_without_poison();
    for (size_t i = 0; i < SIZES; i++) {
        char *block = tested->allocate(sizes[i]);
        size_t usable = tested->usable_size(block);
        for (size_t at = 0; at < usable; at += 8)
            assert_true(is_addressable(block + at));
        tested->release(block);
        for (size_t at = 0; at < usable; at += 8)
            assert_false(is_addressable(block + at));
    }
}

static void
what_a_smaller_block_leaves_is_poisoned(void **state)
{
    (void)state;
    skip_without_poison();
    char *block = tested->allocate(4000000);
    char *smaller = tested->resize(block, 1100000);
    size_t usable = tested->usable_size(smaller);
    assert_true(is_addressable(smaller + usable - 1));
    assert_false(is_addressable(smaller + usable));
    char *larger = tested->resize(smaller, 3000000);
    assert_true(is_addressable(larger + 3000000 - 1));
    tested->release(larger);
}

static void
a_block_stays_poisoned_on_its_way_through_the_tiers(void **state)
{
    (void)state;
    skip_without_poison();
    enum { BLOCKS = 5000 };
    static char *blocks[BLOCKS];
    for (int i = 0; i < BLOCKS; i++)
        blocks[i] = tested->allocate(48);
    for (int i = 0; i < BLOCKS; i++)
        tested->release(blocks[i]);
    for (int i = 0; i < BLOCKS; i++)
        assert_false(is_addressable(blocks[i]));
    tested->trim();
    for (int i = 0; i < BLOCKS; i++)
        assert_false(is_addressable(blocks[i]));
    assert_heap_is_sound();
}

static int
read_after_release(void *size)
{
    volatile char *block = tested->allocate(*(const size_t *)size);
    tested->release((void *)block);
    return block[3]; /* NOLINT(clang-analyzer-unix.Malloc) */
}

static int
release_twice(void *size)
{
    void *block = tested->allocate(*(const size_t *)size);
    tested->release(block);
    tested->release(block);
    return 0;
}

static void
assert_says(int (*work)(void *), const char *sentence)
{
    for (size_t i = 0; i < SIZES; i++) {
        size_t size = sizes[i];
        struct child_end end = run_in_child(work, &size);
        if (!strstr(end.message, sentence))
            fail_msg("%zu bytes: %s", size, end.message);
    }
}

static void
a_look_after_the_release_is_reported(void **state)
{
    (void)state;
    skip_without_poison();
    assert_says(read_after_release, "use-after-poison");
}

static void
a_second_release_is_named_at_once(void **state)
{
    (void)state;
    skip_without_poison();
    assert_says(release_twice, "allocators: pointer ");
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_block_is_the_programs_until_it_is_released),
        cmocka_unit_test(what_a_smaller_block_leaves_is_poisoned),
        cmocka_unit_test(a_block_stays_poisoned_on_its_way_through_the_tiers),
        cmocka_unit_test(a_look_after_the_release_is_reported),
        cmocka_unit_test(a_second_release_is_named_at_once),
    };
    return RUN_FOR_EVERY_ALLOCATOR(tests);
}
