#include "tests/conformance/c/cases.h"

static void
twice_as_much(void *number)
{
    *(int *)number *= 2;
}

static void
one_more(void *number)
{
    *(int *)number += 1;
}

static void
ten_times(void *number)
{
    *(int *)number *= 10;
}

static int
named(void)
{
    struct defer_record record;
    DEFER_FUNCTION_OF(int, result, HEAP);
    defer_once(&record, twice_as_much, &result);
    DEFER_RETURN(21);
}

static void
named_result(void)
{
    printf("result %d\n", named());
}

static int
anonymous(void)
{
    int local = 21;
    struct defer_record record;
    DEFER_FUNCTION_OF(int, result, HEAP);
    defer_once(&record, twice_as_much, &local);
    DEFER_RETURN(local);
}

static void
anonymous_result(void)
{
    printf("result %d\n", anonymous());
}

static int
named_then_panic(void)
{
    struct defer_record record;
    DEFER_FUNCTION_OF(int, result, HEAP);
    defer_once(&record, say_recovered, NULL);
    result = 7;
    panic_text("named");
}

static void
named_after_recover(void)
{
    printf("result %d\n", named_then_panic());
}

static int
anonymous_then_panic(int number)
{
    struct defer_record record;
    DEFER_FUNCTION_OF(int, result, HEAP);
    defer_once(&record, say_recovered, NULL);
    if (number == 7)
        panic_text("anonymous");
    DEFER_RETURN(number);
}

static void
anonymous_after_recover(void)
{
    printf("result %d\n", anonymous_then_panic(6));
    printf("result %d\n", anonymous_then_panic(7));
}

static int
return_then_panic(void)
{
    DEFER_FUNCTION_OF(int, result, HEAP);
    DEFER_OPEN(say_recovered, panic_saying);
    defer_open(0, NULL);
    defer_open(1, "after the return");
    DEFER_OPEN_RETURN(5);
}

static void
set_then_panic(void)
{
    printf("result %d\n", return_then_panic());
}

static void
recover_and_set(void *number)
{
    panic_recover();
    *(int *)number = -1;
}

static int
recover_into(void)
{
    struct defer_record record;
    DEFER_FUNCTION_OF(int, result, HEAP);
    defer_once(&record, recover_and_set, &result);
    panic_text("replaced by a result");
}

static void
recover_sets(void)
{
    printf("result %d\n", recover_into());
}

static int
changed_in_turn(void)
{
    DEFER_FUNCTION_OF(int, result, HEAP);
    DEFER_OPEN(one_more, ten_times);
    defer_open(0, &result);
    defer_open(1, &result);
    DEFER_OPEN_RETURN(4);
}

static void
in_turn(void)
{
    printf("result %d\n", changed_in_turn());
}

struct results {
    int number;
    const char *text;
};

static struct results
two(void)
{
    struct defer_record record;
    DEFER_FUNCTION_OF(struct results, results, HEAP);
    defer_once(&record, say_recovered, NULL);
    results.number = 3;
    results.text = "three";
    panic_text("two");
}

static void
two_results(void)
{
    struct results results = two();
    printf("results %d %s\n", results.number, results.text);
}

static void
say_number_at(void *number)
{
    say_number(NUMBER(*(int *)number));
}

static int
returned(void)
{
    struct defer_record record;
    DEFER_FUNCTION_OF(int, result, HEAP);
    defer_once(&record, say_number_at, &result);
    DEFER_RETURN(8);
}

static void
sees_result(void)
{
    printf("result %d\n", returned());
}

const struct conformance_case result_cases[] = {
    {"a_named_result_is_changed_by_a_deferred_call", named_result},
    {"an_anonymous_result_is_not_changed", anonymous_result},
    {"a_named_result_keeps_its_value_after_recover", named_after_recover},
    {"an_anonymous_result_is_zero_after_recover", anonymous_after_recover},
    {"a_result_that_was_set_survives_a_deferred_panic", set_then_panic},
    {"the_call_that_recovers_sets_the_result", recover_sets},
    {"every_call_may_change_the_result_in_turn", in_turn},
    {"two_results_are_both_kept_after_recover", two_results},
    {"a_deferred_call_sees_the_result_that_was_returned", sees_result},
    {NULL, NULL},
};
