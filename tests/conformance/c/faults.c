#include "tests/conformance/c/cases.h"

static void
faults_panic(void)
{
    must(panic_on_faults());
}

static int
safe_divide(int a, int b)
{
    struct defer_record record;
    DEFER_FUNCTION_OF(int, result, HEAP);
    defer_once(&record, say_recovered_error, NULL);
    result = -1;
    DEFER_RETURN(divide(a, b));
}

static void
zero_recovered(void)
{
    faults_panic();
    printf("result %d\n", safe_divide(1, 0));
}

static int
safe_load(int *p)
{
    struct defer_record record;
    DEFER_FUNCTION_OF(int, result, HEAP);
    defer_once(&record, say_recovered_error, NULL);
    DEFER_RETURN(load(p));
}

static void
null_recovered(void)
{
    faults_panic();
    printf("result %d\n", safe_load(NULL));
}

static void
divide_and_say(void *unused)
{
    (void)unused;
    say_number(NUMBER(divide(1, 0)));
}

static void
fault_in_deferred(void)
{
    faults_panic();
    DEFER_FUNCTION(HEAP);
    DEFER_OPEN(say_recovered_error, say, divide_and_say);
    defer_open(0, NULL);
    defer_open(1, "rest");
    defer_open(2, NULL);
    say("body");
}

static void
faulting_third(void)
{
    struct defer_record record;
    DEFER_FUNCTION(HEAP);
    defer_once(&record, say, "third");
    say_number(NUMBER(load(NULL)));
}

static void
faulting_second(void)
{
    struct defer_record record;
    DEFER_FUNCTION(HEAP);
    defer_once(&record, say, "second");
    faulting_third();
}

static void
fault_through(void)
{
    faults_panic();
    struct defer_record record;
    DEFER_FUNCTION(HEAP);
    defer_once(&record, say_recovered_error, NULL);
    faulting_second();
    say("not reached");
}

static void
zero_unsaved(void)
{
    faults_panic();
    struct defer_record record;
    DEFER_FUNCTION(HEAP);
    defer_once(&record, say, "deferred");
    say_number(NUMBER(divide(1, 0)));
}

static void
null_unsaved(void)
{
    faults_panic();
    struct defer_record record;
    DEFER_FUNCTION(HEAP);
    defer_once(&record, say, "deferred");
    say_number(NUMBER(load(NULL)));
}

const struct conformance_case fault_cases[] = {
    {"a_division_by_zero_is_recovered", zero_recovered},
    {"an_access_through_a_null_pointer_is_recovered", null_recovered},
    {"a_fault_in_a_deferred_call_runs_the_rest", fault_in_deferred},
    {"a_fault_passes_three_functions", fault_through},
    {"an_unsaved_division_by_zero", zero_unsaved},
    {"an_unsaved_null_pointer", null_unsaved},
    {NULL, NULL},
};
