#include "tests/conformance/c/cases.h"

#include <pthread.h>

static void *
run_function(void *argument)
{
    void (*const *run)(void) = argument;
    (*run)();
    return NULL;
}

static void
on_another(void (*run)(void))
{
    pthread_t other;
    must(pthread_create(&other, NULL, run_function, &run) == 0);
    pthread_join(other, NULL);
    say("the other has ended");
}

static void
exits(void)
{
    struct defer_record record;
    DEFER_FUNCTION(HEAP);
    defer_once(&record, say, "innermost");
    panic_goexit();
}

static void
goexit_runs(void)
{
    on_another(exits);
}

static void
exits_second(void)
{
    struct defer_record record;
    DEFER_FUNCTION(HEAP);
    defer_once(&record, say, "middle");
    exits();
    say("not reached");
}

static void
exits_third(void)
{
    struct defer_record record;
    DEFER_FUNCTION(HEAP);
    defer_once(&record, say, "outermost");
    exits_second();
    say("not reached");
}

static void
goexit_through(void)
{
    on_another(exits_third);
}

static void
exits_under_recover(void)
{
    DEFER_FUNCTION(HEAP);
    DEFER_OPEN(say, say_recovered);
    defer_open(0, "rest");
    defer_open(1, NULL);
    exits();
}

static void
goexit_not_stopped(void)
{
    on_another(exits_under_recover);
}

static void
recovers_within(void)
{
    DEFER_FUNCTION(HEAP);
    DEFER_OPEN(say_recovered, panic_saying);
    defer_open(0, NULL);
    defer_open(1, "in a deferred call");
    panic_goexit();
}

static void
exits_with_a_panic(void)
{
    struct defer_record record;
    DEFER_FUNCTION(HEAP);
    defer_once(&record, say, "rest");
    recovers_within();
    say("not reached");
}

static void
goexit_after_panic(void)
{
    on_another(exits_with_a_panic);
}

static void
exit_now(void *unused)
{
    (void)unused;
    panic_goexit();
}

static void
panics_and_exits(void)
{
    DEFER_FUNCTION(HEAP);
    DEFER_OPEN(say_recovered, exit_now);
    defer_open(0, NULL);
    defer_open(1, NULL);
    panic_text("ended by goexit");
}

static void
goexit_ends_panic(void)
{
    on_another(panics_and_exits);
}

static void
exits_in_a_call(void)
{
    DEFER_FUNCTION(HEAP);
    DEFER_OPEN(say, exit_now, say);
    defer_open(0, "one");
    defer_open(1, NULL);
    defer_open(2, "two");
    say("body");
}

static void
goexit_in_deferred(void)
{
    on_another(exits_in_a_call);
}

static void
panics_on_the_way(void)
{
    struct defer_record record;
    DEFER_FUNCTION(HEAP);
    defer_once(&record, panic_saying, "on the way");
    exits();
}

static void
passes_panic(void)
{
    struct defer_record record;
    DEFER_FUNCTION(HEAP);
    defer_once(&record, say, "between");
    panics_on_the_way();
}

static void
recovers_two_out(void)
{
    struct defer_record record;
    DEFER_FUNCTION(HEAP);
    defer_once(&record, say_recovered, NULL);
    passes_panic();
    say("not reached");
}

static void
outlives(void)
{
    struct defer_record record;
    DEFER_FUNCTION(HEAP);
    defer_once(&record, say, "rest");
    recovers_two_out();
    say("not reached either");
}

static void
goexit_outlives(void)
{
    on_another(outlives);
}

static void
unsaved(void)
{
    struct defer_record record;
    DEFER_FUNCTION(HEAP);
    defer_once(&record, panic_saying, "unsaved");
    panic_goexit();
}

static void
goexit_unsaved(void)
{
    on_another(unsaved);
}

const struct conformance_case goexit_cases[] = {
    {"goexit_runs_the_deferred_calls", goexit_runs},
    {"goexit_passes_three_functions", goexit_through},
    {"goexit_is_not_stopped_by_recover", goexit_not_stopped},
    {"goexit_goes_on_after_a_panic_in_a_deferred_call", goexit_after_panic},
    {"goexit_in_a_deferred_call_ends_a_panic", goexit_ends_panic},
    {"goexit_in_a_deferred_call_runs_the_rest", goexit_in_deferred},
    {"goexit_outlives_a_panic_recovered_two_functions_out", goexit_outlives},
    {"a_panic_of_a_deferred_call_of_goexit_is_unsaved", goexit_unsaved},
    {NULL, NULL},
};
