#include "tests/conformance/c/cases.h"

static void
argument_taken(void)
{
    struct defer_record record;
    DEFER_FUNCTION(HEAP);
    int number = 1;
    defer_once(&record, say_number, NUMBER(number));
    number = 2;
    printf("by then %d\n", number);
}

struct point {
    int x, y, z;
};

static void
say_point(void *argument)
{
    const struct point *point = argument;
    printf("point %d %d %d\n", point->x, point->y, point->z);
}

static void
struct_copied(void)
{
    DEFER_FUNCTION(HEAP);
    struct point point = {1, 2, 3};
    must(defer_loop_copy(say_point, point));
    point.x = 9;
    printf("by then %d\n", point.x);
}

static void
receiver_by_value(void)
{
    DEFER_FUNCTION(HEAP);
    struct point point = {1, 2, 3};
    must(defer_loop_copy(say_point, point));
    point.x = 9;
}

static void
receiver_by_pointer(void)
{
    struct point point = {1, 2, 3};
    struct defer_record record;
    DEFER_FUNCTION(HEAP);
    defer_once(&record, say_point, &point);
    point.x = 9;
}

static void
function_taken(void)
{
    struct defer_record record;
    DEFER_FUNCTION(HEAP);
    void (*volatile call)(void *) = say;
    defer_once(&record, call, "the old one");
    call = panic_saying;
    say("the new one");
}

static void
say_number_at(void *number)
{
    say_number(NUMBER(*(int *)number));
}

static void
closure_by_reference(void)
{
    int number = 1;
    struct defer_record record;
    DEFER_FUNCTION(HEAP);
    defer_once(&record, say_number_at, &number);
    number = 2;
}

static void
loop_variable_shared(void)
{
    int i;
    DEFER_FUNCTION(HEAP);
    for (i = 0; i < 3; i++)
        must(defer_loop(say_number_at, &i));
}

static void
loop_variable_argument(void)
{
    DEFER_FUNCTION(HEAP);
    for (int i = 0; i < 3; i++)
        must(defer_loop(say_number, NUMBER(i)));
}

static void (*begin(void))(void *)
{
    say("begin");
    return say;
}

static void
chained_call(void)
{
    struct defer_record record;
    DEFER_FUNCTION(HEAP);
    defer_once(&record, begin(), "end");
    say("body");
}

static int
bad_argument(void)
{
    panic_text("argument");
}

static void
argument_panics(void)
{
    struct defer_record recovering, saying;
    DEFER_FUNCTION(HEAP);
    defer_once(&recovering, say_recovered, NULL);
    defer_once(&saying, say_number, NUMBER(bad_argument()));
    say("not reached");
}

static void
nil_at_the_exit(void)
{
    struct defer_record recovering;
    DEFER_FUNCTION(HEAP);
    defer_once(&recovering, say_recovered_error, NULL);
    void (*nothing)(void *) = NULL;
    must(defer_loop(nothing, NULL));
    say("registered");
}

static void
nil_lets_others_run(void)
{
    struct defer_record recovering, before, calling, after;
    DEFER_FUNCTION(HEAP);
    defer_once(&recovering, say_recovered_error, NULL);
    defer_once(&before, say, "before");
    void (*nothing)(void *) = NULL;
    defer_once(&calling, nothing, NULL);
    defer_once(&after, say, "after");
    say("registered");
}

struct large {
    int numbers[32];
};

static void
say_large(void *argument)
{
    const struct large *large = argument;
    printf("large %d %d\n", large->numbers[0], large->numbers[31]);
}

static struct large
large_of(int number)
{
    return (struct large){.numbers = {[0] = number, [31] = 10 * number}};
}

static void
large_arguments(void)
{
    DEFER_FUNCTION(HEAP);
    struct large large;
    for (int i = 0; i < 3; i++) {
        large = large_of(i);
        must(defer_loop_copy(say_large, large));
    }
    large.numbers[0] = 99;
}

static void
panic_large(void *large)
{
    say_large(large);
    panic_text("large");
}

static void
large_argument_panics(void)
{
    struct defer_record record;
    DEFER_FUNCTION(HEAP);
    defer_once(&record, say_recovered, NULL);
    for (int i = 0; i < 2; i++) {
        must(defer_loop_copy(say_large, large_of(i)));
        must(defer_loop_copy(panic_large, large_of(i)));
    }
}

const struct conformance_case argument_cases[] = {
    {"an_argument_is_taken_at_registration", argument_taken},
    {"a_struct_argument_is_copied_at_registration", struct_copied},
    {"a_receiver_by_value_is_copied_at_registration", receiver_by_value},
    {"a_receiver_by_pointer_shows_what_it_is_by_then", receiver_by_pointer},
    {"the_function_value_is_taken_at_registration", function_taken},
    {"a_closure_sees_what_its_variable_is_by_then", closure_by_reference},
    {"closures_of_a_loop_share_its_variable", loop_variable_shared},
    {"a_loop_variable_as_argument_keeps_each_value", loop_variable_argument},
    {"of_a_chained_call_only_the_last_is_deferred", chained_call},
    {"an_argument_that_panics_registers_nothing", argument_panics},
    {"a_nil_function_panics_at_the_exit", nil_at_the_exit},
    {"a_nil_function_lets_the_calls_before_it_run", nil_lets_others_run},
    {"a_large_argument_is_copied_in_a_loop", large_arguments},
    {"a_large_argument_stays_whole_in_a_call_that_panics",
        large_argument_panics},
    {NULL, NULL},
};
