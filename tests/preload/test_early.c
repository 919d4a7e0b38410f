/* Allocations before main: in an ifunc resolver, when thread-local storage has
 * no initial values yet, and in constructors. Their blocks are released later,
 * as any other. */
#include "preloaded.h"

enum { EARLY = 300 };

static void *from_resolver[EARLY];
static void *from_constructor[EARLY];

static int
seven(void)
{
    return 7;
}

/* clang 14 does not see that ifunc names it. */
__attribute__((unused)) static int (*choose_seven(void))(void)
{
    for (size_t i = 0; i < EARLY; i++)
        from_resolver[i] = calloc(1, i * 200 + 1);
    for (size_t i = 0; i < EARLY; i += 2) {
        free(from_resolver[i]);
        from_resolver[i] = realloc(NULL, i + 1);
    }
    return seven;
}

int
chosen_before_main(void) __attribute__((ifunc("choose_seven")));

__attribute__((constructor)) static void
allocate_in_constructor(void)
{
    for (size_t i = 0; i < EARLY; i++)
        from_constructor[i] = memset(malloc(i + 1), 2, i + 1);
}

static void
an_ifunc_resolver_may_allocate(void **state)
{
    (void)state;
    assert_int_equal(chosen_before_main(), 7);
    for (size_t i = 0; i < EARLY; i++) {
        assert_true(malloc_usable_size(from_resolver[i]) > i);
        from_resolver[i] = realloc(from_resolver[i], 2 * i + 1);
        free(from_resolver[i]);
    }
}

static void
a_constructor_may_allocate(void **state)
{
    (void)state;
    for (size_t i = 0; i < EARLY; i++) {
        assert_int_equal(((char *)from_constructor[i])[i], 2);
        free(from_constructor[i]);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_library_is_in_place),
        cmocka_unit_test(an_ifunc_resolver_may_allocate),
        cmocka_unit_test(a_constructor_may_allocate),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
