#include "tests/conformance/c/cases.h"

static void
without_panic(void)
{
    struct defer_record record;
    DEFER_FUNCTION(HEAP);
    defer_once(&record, say_recovered, NULL);
}

static void
in_the_body(void)
{
    say_recovered(NULL);
    say("body");
}

static void
recover_twice(void *unused)
{
    (void)unused;
    printf("first %s\n", panic_recover().text);
    bool nothing = panic_recover().kind == PANIC_NOTHING;
    printf("nothing left: %s\n", nothing ? "true" : "false");
}

static void
twice(void)
{
    struct defer_record record;
    DEFER_FUNCTION(HEAP);
    defer_once(&record, recover_twice, NULL);
    panic_text("once");
}

static void
call_a_helper(void *unused)
{
    (void)unused;
    say_recovered(NULL);
    say("the helper returned");
}

static void
in_a_helper(void)
{
    DEFER_FUNCTION(HEAP);
    DEFER_OPEN(say_recovered, call_a_helper);
    defer_open(0, NULL);
    defer_open(1, NULL);
    panic_text("not the helper's");
}

static void
defer_a_recover(void *unused)
{
    (void)unused;
    struct defer_record record;
    DEFER_FUNCTION(HEAP);
    defer_once(&record, say_recovered, NULL);
    say("deferred");
}

static void
in_its_own_defer(void)
{
    DEFER_FUNCTION(HEAP);
    DEFER_OPEN(say_recovered, defer_a_recover);
    defer_open(0, NULL);
    defer_open(1, NULL);
    panic_text("body");
}

/* The nearest to `defer recover()`: nobody's return address is asked for. */
static void
recover_for_nobody(void *unused)
{
    panic_recover_for(unused);
}

static void
recover_itself(void)
{
    DEFER_FUNCTION(HEAP);
    DEFER_OPEN(say_recovered, recover_for_nobody);
    defer_open(0, NULL);
    defer_open(1, NULL);
    panic_text("body");
}

static void
called(void)
{
    struct defer_record record;
    DEFER_FUNCTION(HEAP);
    defer_once(&record, say_recovered, NULL);
    say("called");
}

static void
call(void *unused)
{
    (void)unused;
    called();
}

static void
in_a_called_function(void)
{
    DEFER_FUNCTION(HEAP);
    DEFER_OPEN(say_recovered, call);
    defer_open(0, NULL);
    defer_open(1, NULL);
    panic_text("body");
}

static void
helper_deferred(void)
{
    DEFER_FUNCTION(HEAP);
    DEFER_OPEN(say_recovered, say_recovered);
    defer_open(0, NULL);
    defer_open(1, NULL);
    panic_text("body");
}

static void
say_newest(void *unused)
{
    (void)unused;
    printf("newest %s\n", panic_recover().text);
}

static void
panic_newer(void *unused)
{
    (void)unused;
    struct defer_record record;
    DEFER_FUNCTION(HEAP);
    defer_once(&record, say_newest, NULL);
    panic_text("newer");
}

static void
newest(void)
{
    DEFER_FUNCTION(HEAP);
    DEFER_OPEN(say_recovered, panic_newer);
    defer_open(0, NULL);
    defer_open(1, NULL);
    panic_text("older");
}

static void
remain_after_recover(void)
{
    DEFER_FUNCTION(HEAP);
    DEFER_OPEN(say, say, say_recovered, say);
    defer_open(0, "one");
    defer_open(1, "two");
    defer_open(2, NULL);
    defer_open(3, "three");
    panic_text("body");
}

static void
none_left(void)
{
    struct defer_record record;
    DEFER_FUNCTION(HEAP);
    inner_panic();
    say_recovered(NULL);
    defer_once(&record, say_recovered, NULL);
}

static void
stopped_further_in(void)
{
    struct defer_record record;
    DEFER_FUNCTION(HEAP);
    defer_once(&record, say_recovered, NULL);
    inner_panic();
    say("went on");
}

static void
negate_if_recovered(void *number)
{
    int *result = number;
    struct panic_value value = panic_recover();
    if (value.kind != PANIC_NOTHING)
        *result = -(int)value.number;
}

static int
try_once(int number)
{
    struct defer_record record;
    DEFER_FUNCTION_OF(int, result, HEAP);
    defer_once(&record, negate_if_recovered, &result);
    if (number % 2 == 1)
        panic_number(number);
    DEFER_RETURN(number);
}

static void
called_again(void)
{
    for (int number = 1; number <= 4; number++)
        printf("result %d\n", try_once(number));
}

static void
recover_at_two(void *number)
{
    if ((intptr_t)number != 2) {
        say_number(number);
        return;
    }
    say_recovered(NULL);
    printf("here %s\n", panic_recover().text);
}

static void
midway_in_a_loop(void)
{
    DEFER_FUNCTION(HEAP);
    for (int i = 0; i < 5; i++)
        must(defer_loop(recover_at_two, NUMBER(i)));
    panic_text("body");
}

const struct conformance_case recover_cases[] = {
    {"a_recover_without_a_panic_finds_nothing", without_panic},
    {"a_recover_in_the_body_finds_nothing", in_the_body},
    {"the_second_recover_finds_nothing", twice},
    {"a_recover_in_a_helper_does_not_stop_the_panic", in_a_helper},
    {"a_recover_in_a_deferred_calls_own_defer", in_its_own_defer},
    {"a_deferred_recover_itself", recover_itself},
    {"a_recover_in_a_function_that_a_deferred_call_calls",
        in_a_called_function},
    {"a_helper_that_is_deferred_itself_recovers", helper_deferred},
    {"a_recover_finds_the_newest_panic", newest},
    {"after_a_recover_the_calls_that_remain_run", remain_after_recover},
    {"after_a_recover_no_panic_is_left", none_left},
    {"a_recover_after_the_panic_was_stopped_further_in", stopped_further_in},
    {"a_recovered_function_may_be_called_again", called_again},
    {"a_recover_in_a_loop_of_defers_stops_it_midway", midway_in_a_loop},
    {NULL, NULL},
};
