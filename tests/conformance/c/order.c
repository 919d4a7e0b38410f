#include "tests/conformance/c/cases.h"

static void
three_calls(void)
{
    DEFER_FUNCTION(HEAP);
    DEFER_OPEN(say, say, say);
    defer_open(0, "first");
    defer_open(1, "second");
    defer_open(2, "third");
    say("body");
}

static void
calls_of_a_loop(void)
{
    DEFER_FUNCTION(HEAP);
    for (int i = 0; i < 5; i++)
        must(defer_loop(say_number, NUMBER(i)));
    say("body");
}

static void
defer_if(bool reached)
{
    struct defer_record record;
    DEFER_FUNCTION(HEAP);
    if (reached)
        defer_once(&record, say, "deferred");
    say("body");
}

static void
only_if_reached(void)
{
    defer_if(true);
    defer_if(false);
}

static void
return_skips(void)
{
    DEFER_FUNCTION(HEAP);
    DEFER_OPEN(say, say);
    defer_open(0, "before");
    if (order_cases[0].name)
        return;
    defer_open(1, "behind");
}

static void
not_the_block(void)
{
    struct defer_record record;
    DEFER_FUNCTION(HEAP);
    {
        defer_once(&record, say, "deferred in the block");
        say("end of the block");
    }
    say("end of the function");
}

static void
inner(void)
{
    struct defer_record record;
    DEFER_FUNCTION(HEAP);
    defer_once(&record, say, "inner");
    say("inner body");
}

static void
each_its_own(void)
{
    struct defer_record record;
    DEFER_FUNCTION(HEAP);
    defer_once(&record, say, "outer");
    inner();
    say("outer body");
}

static void
defer_again(void *unused)
{
    (void)unused;
    struct defer_record record;
    DEFER_FUNCTION(HEAP);
    defer_once(&record, say, "deferred by the deferred");
    say("deferred");
}

static void
deferred_defers(void)
{
    DEFER_FUNCTION(HEAP);
    DEFER_OPEN(say, defer_again);
    defer_open(0, "last");
    defer_open(1, NULL);
    say("body");
}

static int
compute(void)
{
    say("computed");
    return 1;
}

static int
returning(void)
{
    struct defer_record record;
    DEFER_FUNCTION_OF(int, result, HEAP);
    defer_once(&record, say, "deferred");
    DEFER_RETURN(compute());
}

static void
result_first(void)
{
    printf("result %d\n", returning());
}

static void
mixed_kinds(void)
{
    struct defer_record first, last;
    DEFER_FUNCTION(HEAP);
    defer_once(&first, say, "single, first");
    for (int i = 0; i < 3; i++)
        must(defer_loop(say_number, NUMBER(i)));
    defer_once(&last, say, "single, last");
}

static void
count_down(int depth)
{
    struct defer_record record;
    DEFER_FUNCTION(HEAP);
    defer_once(&record, say_number, NUMBER(depth));
    if (depth > 0)
        count_down(depth - 1);
}

static void
recursive(void)
{
    count_down(3);
}

static int sum;

static void
add_to_sum(void *number)
{
    sum = (sum * 31 + (int)(intptr_t)number) % 1000003;
}

static void
defer_million(void)
{
    DEFER_FUNCTION(HEAP);
    for (int i = 1; i <= 1000000; i++)
        must(defer_loop(add_to_sum, NUMBER(i)));
}

static void
million(void)
{
    defer_million();
    printf("sum %d\n", sum);
}

const struct conformance_case order_cases[] = {
    {"three_calls_run_last_in_first_out", three_calls},
    {"calls_of_a_loop_run_backwards", calls_of_a_loop},
    {"a_call_runs_only_if_its_defer_was_reached", only_if_reached},
    {"a_return_skips_the_defers_behind_it", return_skips},
    {"a_call_waits_for_the_function_not_the_block", not_the_block},
    {"each_function_makes_its_own_calls", each_its_own},
    {"a_deferred_call_may_defer", deferred_defers},
    {"the_result_is_computed_before_the_calls", result_first},
    {"a_loop_and_single_calls_mix_in_order", mixed_kinds},
    {"a_recursive_function_makes_the_innermost_first", recursive},
    {"a_million_calls_run", million},
    {NULL, NULL},
};
