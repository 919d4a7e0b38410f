/* A released pointer that is not a live block ends the program with its
 * name. */
#include "child.h"
#include "support.h"

#include <stdlib.h>

static int
release_it(void *pointer)
{
    tested->release(pointer);
    return 0;
}

static void
assert_stops_and_names(const void *pointer, int (*work)(void *))
{
    char name[32];
    struct child_end end = run_in_child(work, (void *)pointer);
    snprintf(name, sizeof name, " %p ", pointer);
    assert_true(WIFSIGNALED(end.status));
    assert_int_equal(WTERMSIG(end.status), SIGABRT);
    if (!strstr(end.message, name) || !strchr(end.message, '\n'))
        fail_msg("no%sin: %s", name, end.message);
}

static void
a_foreign_address_is_named(void **state)
{
    (void)state;
    skip_unless_ours();
    int on_the_stack = 0;
    void *from_malloc = malloc(100);
    const void *const foreign[] = {(void *)8, &on_the_stack, &on_the_stack + 1,
        "a constant", from_malloc, (void *)0x800000000000,
        (void *)(UINTPTR_MAX - 15)};
    for (size_t i = 0; i < sizeof foreign / sizeof *foreign; i++)
        assert_stops_and_names(foreign[i], release_it);
    free(from_malloc);
}

static void
the_inside_of_a_large_block_is_named(void **state)
{
    (void)state;
    skip_unless_ours();
    char *block = tested->allocate(100000);
    assert_stops_and_names(block + 16, release_it);
    assert_stops_and_names(block + 65536, release_it);
    tested->release(block);
}

static void
a_large_block_released_twice_is_named(void **state)
{
    (void)state;
    skip_unless_ours();
    const size_t sizes[] = {100000, 3000000};
    for (size_t i = 0; i < 2; i++) {
        void *block = tested->allocate(sizes[i]);
        tested->release(block);
        assert_stops_and_names(block, release_it);
    }
}

static int
resize_it(void *pointer)
{
    return tested->resize(pointer, 100000) == NULL;
}

static int
measure_it(void *pointer)
{
    return tested->usable_size(pointer) == 0;
}

static void
resizing_or_measuring_a_foreign_address_names_it(void **state)
{
    (void)state;
    skip_unless_ours();
    int on_the_stack = 0;
    assert_stops_and_names(&on_the_stack, resize_it);
    assert_stops_and_names(&on_the_stack, measure_it);
}

/* Found out when the block goes back to its span. */
static int
release_and_trim(void *pointer)
{
    tested->release(pointer);
    tested->trim();
    return 0;
}

static void
the_inside_of_a_small_block_is_named_at_its_span(void **state)
{
    (void)state;
    skip_unless_ours();
    char *block = tested->allocate(200);
    assert_stops_and_names(block + 16, release_and_trim);
    tested->release(block);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_foreign_address_is_named),
        cmocka_unit_test(the_inside_of_a_large_block_is_named),
        cmocka_unit_test(a_large_block_released_twice_is_named),
        cmocka_unit_test(resizing_or_measuring_a_foreign_address_names_it),
        cmocka_unit_test(the_inside_of_a_small_block_is_named_at_its_span),
    };
    return RUN_FOR_EVERY_ALLOCATOR(tests);
}
