#include "tests/conformance/c/cases.h"

static void
remaining_run(void)
{
    DEFER_FUNCTION(HEAP);
    DEFER_OPEN(say_recovered, say, say);
    defer_open(0, NULL);
    defer_open(1, "one");
    defer_open(2, "two");
    panic_text("body");
}

static void
replaced(void)
{
    DEFER_FUNCTION(HEAP);
    DEFER_OPEN(say_recovered, panic_saying);
    defer_open(0, NULL);
    defer_open(1, "second");
    panic_text("first");
}

static void
recover_and_panic_again(void *unused)
{
    (void)unused;
    struct panic_value value = panic_recover();
    printf("again %s\n", value.text);
    panic(value);
}

static void
panic_again(void)
{
    struct defer_record record;
    DEFER_FUNCTION(HEAP);
    defer_once(&record, recover_and_panic_again, NULL);
    panic_text("first");
}

static void
again(void)
{
    struct defer_record record;
    DEFER_FUNCTION(HEAP);
    defer_once(&record, say_recovered, NULL);
    panic_again();
}

static void
third(void)
{
    struct defer_record record;
    DEFER_FUNCTION(HEAP);
    defer_once(&record, say, "third");
    panic_text("from the third");
}

static void
second(void)
{
    struct defer_record record;
    DEFER_FUNCTION(HEAP);
    defer_once(&record, say, "second");
    third();
    say("not reached");
}

static void
first(void)
{
    struct defer_record record;
    DEFER_FUNCTION(HEAP);
    defer_once(&record, say, "first");
    second();
    say("not reached");
}

static void
through_three(void)
{
    struct defer_record record;
    DEFER_FUNCTION(HEAP);
    defer_once(&record, say_recovered, NULL);
    first();
    say("not reached");
}

static void
recovering_middle(void)
{
    struct defer_record record;
    DEFER_FUNCTION(HEAP);
    defer_once(&record, say_recovered, NULL);
    third();
    say("not reached");
}

static void
middle(void)
{
    struct defer_record record;
    DEFER_FUNCTION(HEAP);
    defer_once(&record, say, "outer");
    recovering_middle();
    say("went on");
}

static void
say_whether_nothing(void *unused)
{
    (void)unused;
    bool nothing = panic_recover().kind == PANIC_NOTHING;
    printf("nothing: %s\n", nothing ? "true" : "false");
}

static void
panic_of_nothing(void)
{
    panic((struct panic_value){.kind = PANIC_NOTHING});
}

static void
nothing(void)
{
    struct defer_record record;
    DEFER_FUNCTION(HEAP);
    defer_once(&record, say_whether_nothing, NULL);
    panic_of_nothing();
}

static void
of_nothing(void)
{
    nothing();
    say("went on");
}

static void
defer_a_call(void *unused)
{
    (void)unused;
    struct defer_record record;
    DEFER_FUNCTION(HEAP);
    defer_once(&record, say, "deferred during the panic");
    say("deferred before the panic");
}

static void
deferred_during(void)
{
    DEFER_FUNCTION(HEAP);
    DEFER_OPEN(say_recovered, defer_a_call);
    defer_open(0, NULL);
    defer_open(1, NULL);
    panic_text("body");
}

static void
three_aborted(void)
{
    DEFER_FUNCTION(HEAP);
    DEFER_OPEN(say_recovered, panic_saying, panic_saying);
    defer_open(0, NULL);
    defer_open(1, "third");
    defer_open(2, "second");
    panic_text("first");
}

void
inner_panic(void)
{
    struct defer_record record;
    DEFER_FUNCTION(HEAP);
    defer_once(&record, say_recovered, NULL);
    panic_text("inner");
}

static void
panic_within(void *unused)
{
    (void)unused;
    inner_panic();
    say("the deferred call goes on");
}

static void
within_deferred(void)
{
    DEFER_FUNCTION(HEAP);
    DEFER_OPEN(say_recovered, panic_within);
    defer_open(0, NULL);
    defer_open(1, NULL);
    panic_text("outer");
}

static void
say_recovered_number(void *unused)
{
    (void)unused;
    struct panic_value value = panic_recover();
    printf("number %ld %s\n", value.number,
        value.kind == PANIC_NUMBER ? "true" : "false");
}

static void
of_a_number(void)
{
    struct defer_record record;
    DEFER_FUNCTION(HEAP);
    defer_once(&record, say_recovered_number, NULL);
    panic_number(42);
}

static void
exit_panics(void)
{
    DEFER_FUNCTION(HEAP);
    DEFER_OPEN(say, panic_saying);
    defer_open(0, "rest");
    defer_open(1, "at the exit");
    say("body");
}

static void
at_a_plain_exit(void)
{
    struct defer_record record;
    DEFER_FUNCTION(HEAP);
    defer_once(&record, say_recovered, NULL);
    exit_panics();
}

static void
recover_and_count(void *count)
{
    panic_recover();
    ++*(int *)count;
}

static void
panic_once(int *count)
{
    struct defer_record record;
    DEFER_FUNCTION(HEAP);
    defer_once(&record, recover_and_count, count);
    panic_text("once");
}

static void
thousand(void)
{
    int count = 0;
    for (int i = 0; i < 1000; i++)
        panic_once(&count);
    printf("recovered %d\n", count);
}

static void
unsaved_text(void)
{
    panic_text("nobody saves this");
}

static void
unsaved_number(void)
{
    panic_number(42);
}

static void
unsaved_error(void)
{
    panic_error("an error");
}

static void
unsaved_runs_all(void)
{
    struct defer_record record;
    DEFER_FUNCTION(HEAP);
    defer_once(&record, say, "outermost");
    first();
}

static void
unsaved_aborted(void)
{
    struct defer_record record;
    DEFER_FUNCTION(HEAP);
    defer_once(&record, panic_saying, "second");
    panic_text("first");
}

static void
recover_then_panic(void *text)
{
    panic_recover();
    panic_text(text);
}

static void
unsaved_recovered(void)
{
    struct defer_record record;
    DEFER_FUNCTION(HEAP);
    defer_once(&record, recover_then_panic, "second");
    panic_text("first");
}

static void
unsaved_three(void)
{
    DEFER_FUNCTION(HEAP);
    DEFER_OPEN(panic_saying, recover_then_panic);
    defer_open(0, "third");
    defer_open(1, "second");
    panic_text("first");
}

static void
earlier_not_listed(void)
{
    inner_panic();
    panic_text("alone");
}

const struct conformance_case panic_cases[] = {
    {"the_calls_that_remain_run_after_a_panic", remaining_run},
    {"a_panic_replaces_the_one_before", replaced},
    {"what_was_recovered_may_panic_again", again},
    {"a_panic_passes_three_functions", through_three},
    {"the_middle_function_recovers_and_its_caller_goes_on", middle},
    {"a_panic_of_nothing_is_stopped_and_says_nothing", of_nothing},
    {"a_call_deferred_during_a_panic_runs", deferred_during},
    {"three_panics_each_abort_the_one_before", three_aborted},
    {"a_panic_within_a_deferred_call_leaves_the_first", within_deferred},
    {"a_panic_of_a_number_is_recovered_as_a_number", of_a_number},
    {"a_panic_in_a_call_at_a_plain_exit_runs_the_rest", at_a_plain_exit},
    {"a_thousand_panics_are_recovered", thousand},
    {"an_unsaved_panic_ends_with_its_text", unsaved_text},
    {"an_unsaved_panic_ends_with_its_number", unsaved_number},
    {"an_unsaved_panic_ends_with_its_error", unsaved_error},
    {"an_unsaved_panic_of_nothing_says_nil", panic_of_nothing},
    {"an_unsaved_panic_runs_every_call_first", unsaved_runs_all},
    {"an_unsaved_panic_lists_the_aborted_one", unsaved_aborted},
    {"an_unsaved_panic_lists_the_recovered_one", unsaved_recovered},
    {"an_unsaved_panic_lists_three", unsaved_three},
    {"a_panic_recovered_earlier_is_not_listed", earlier_not_listed},
    {NULL, NULL},
};
