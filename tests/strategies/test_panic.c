/* Panics and what else a function cleans up: the functions that are left hold
 * `cleanup` attributes, as C compiled with -fexceptions has them. */
#include "allocators/system.h"
#include "strategies/runtime/defer.h"
#include "strategies/runtime/panic.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

#define HEAP (&system_allocator)

/* What happened, a word each. */
static char said[128];

static void
say(const char *word)
{
    const size_t length = strlen(said);

    assert_true(length + strlen(word) < sizeof said);
    memcpy(said + length, word, strlen(word) + 1);
}

static int
begin(void **state)
{
    (void)state;
    said[0] = '\0';
    return 0;
}

static void
say_clean(const char *const *name)
{
    say("clean-");
    say(*name);
    say(" ");
}

/* What stands before DEFER_FUNCTION is cleaned up twice where a setjmp marks
 * the function (docs/defer.md). */
static void
skip_where_marked(void)
{
#ifdef DEFER_MARKS
    skip();
#endif
}

#define CLEANED(name)                                                          \
    const char *const name __attribute__((cleanup(say_clean), unused)) = #name

static void
recover(void *unused)
{
    (void)unused;
    if (panic_recover().kind != PANIC_NOTHING)
        say("recovered ");
}

/* Nothing here knows that it does not return. */
static __attribute__((noinline)) void
panic_with(const char *text)
{
    __asm__ volatile("" : "+r"(text));
    if (text)
        panic_text(text);
}

/* Panics and recovers, and has something to clean up itself. */
static __attribute__((noinline)) int
fail_within(void)
{
    DEFER_FUNCTION_OF(int, result, HEAP);
    DEFER_OPEN(recover);
    CLEANED(inner);
    defer_open(0, NULL);
    result = 3;
    panic_with("inner");
    DEFER_OPEN_RETURN(-1);
}

static int
recover_by_record(void)
{
    CLEANED(outer);
    struct defer_record record;
    DEFER_FUNCTION_OF(int, result, HEAP);
    CLEANED(body);
    defer_once(&record, recover, NULL);
    result = 7;
    panic_with("by record");
    DEFER_RETURN(-1);
}

static void
clean_ups_run_once_when_a_record_recovers(void **state)
{
    (void)state;
    skip_where_marked();
    assert_int_equal(recover_by_record(), 7);
    assert_string_equal(said, "clean-body clean-outer recovered ");
}

static int
recover_by_open_call(void)
{
    CLEANED(outer);
    DEFER_FUNCTION_OF(int, result, HEAP);
    DEFER_OPEN(recover);
    CLEANED(body);
    defer_open(0, NULL);
    result = 7;
    panic_with("by an open-coded call");
    DEFER_OPEN_RETURN(-1);
}

static void
clean_ups_run_once_when_an_open_coded_call_recovers(void **state)
{
    (void)state;
    skip_where_marked();
    assert_int_equal(recover_by_open_call(), 7);
    assert_string_equal(said, "clean-body recovered clean-outer ");
}

static void
fail_in_clean_up(const int *unused)
{
    (void)unused;
    assert_int_equal(fail_within(), 3);
}

/* The outer clean-up runs between the recover and the return. */
static int
recover_before_a_clean_up_that_fails(void)
{
    const int outer __attribute__((cleanup(fail_in_clean_up), unused)) = 0;
    DEFER_FUNCTION_OF(int, result, HEAP);
    DEFER_OPEN(recover);
    defer_open(0, NULL);
    result = 9;
    panic_with("first");
    DEFER_OPEN_RETURN(-1);
}

static void
a_panic_recovered_within_a_clean_up_leaves_the_end_of_its_function(void **state)
{
    (void)state;
    skip_where_marked();
    assert_int_equal(recover_before_a_clean_up_that_fails(), 9);
    assert_string_equal(said, "recovered clean-inner recovered ");
}

static void
fail_within_then_recover(void *unused)
{
    (void)unused;
    assert_int_equal(fail_within(), 3);
    if (panic_recover().kind != PANIC_NOTHING)
        say("both");
}

static int
recover_two(void)
{
    struct defer_record record;
    DEFER_FUNCTION_OF(int, result, HEAP);
    defer_once(&record, fail_within_then_recover, NULL);
    result = 5;
    panic_with("outer");
    DEFER_RETURN(-1);
}

static void
a_call_recovers_a_panic_of_its_own_and_then_the_one_that_made_it(void **state)
{
    (void)state;
    assert_int_equal(recover_two(), 5);
    assert_string_equal(said, "clean-inner recovered both");
}

static __attribute__((noinline)) void
hold_and_fail(void)
{
    CLEANED(held);
    panic_with("through a function that defers nothing");
}

static void
recover_from_further_in(void)
{
    struct defer_record record;
    DEFER_FUNCTION(HEAP);
    defer_once(&record, recover, NULL);
    hold_and_fail();
}

static void
a_function_that_defers_nothing_is_cleaned_up_on_the_way(void **state)
{
    (void)state;
    recover_from_further_in();
    assert_string_equal(said, "clean-held recovered ");
}

enum { WIDE = 16384 };

/* Uses much stack. AddressSanitizer takes for granted that what lies below was
 * given back by all who had it. */
static __attribute__((noinline)) int
use_the_stack(void)
{
    char bytes[WIDE];
    memset(bytes, 1, sizeof bytes);
    __asm__ volatile("" : : "r"(bytes) : "memory");
    return bytes[WIDE / 2];
}

static void
the_stack_of_functions_that_were_left_can_be_used_again(void **state)
{
    (void)state;
    recover_from_further_in();
    assert_int_equal(use_the_stack(), 1);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test_setup(name, begin)
        TEST(clean_ups_run_once_when_a_record_recovers),
        TEST(clean_ups_run_once_when_an_open_coded_call_recovers),
        TEST(
            a_panic_recovered_within_a_clean_up_leaves_the_end_of_its_function),
        TEST(a_call_recovers_a_panic_of_its_own_and_then_the_one_that_made_it),
        TEST(a_function_that_defers_nothing_is_cleaned_up_on_the_way),
        TEST(the_stack_of_functions_that_were_left_can_be_used_again),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
