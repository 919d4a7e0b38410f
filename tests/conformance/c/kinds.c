/* The kind is chosen as Go's compiler chooses it. */
#include "tests/conformance/c/cases.h"

static void
defer_eight(const char *panics)
{
    DEFER_FUNCTION(HEAP);
    DEFER_OPEN(say_number, say_number, say_number, say_number, say_number,
        say_number, say_number, say_number);
    defer_open(0, NUMBER(1));
    defer_open(1, NUMBER(2));
    defer_open(2, NUMBER(3));
    defer_open(3, NUMBER(4));
    defer_open(4, NUMBER(5));
    defer_open(5, NUMBER(6));
    defer_open(6, NUMBER(7));
    defer_open(7, NUMBER(8));
    if (panics)
        panic_text(panics);
    say("body");
}

static void
defer_nine(const char *panics)
{
    struct defer_record records[9];
    DEFER_FUNCTION(HEAP);
    defer_once(&records[0], say_number, NUMBER(1));
    defer_once(&records[1], say_number, NUMBER(2));
    defer_once(&records[2], say_number, NUMBER(3));
    defer_once(&records[3], say_number, NUMBER(4));
    defer_once(&records[4], say_number, NUMBER(5));
    defer_once(&records[5], say_number, NUMBER(6));
    defer_once(&records[6], say_number, NUMBER(7));
    defer_once(&records[7], say_number, NUMBER(8));
    defer_once(&records[8], say_number, NUMBER(9));
    if (panics)
        panic_text(panics);
}

static void
eight(void)
{
    defer_eight(NULL);
}

static void
nine(void)
{
    defer_nine(NULL);
}

static void
eight_panic(void)
{
    struct defer_record record;
    DEFER_FUNCTION(HEAP);
    defer_once(&record, say_recovered, NULL);
    defer_eight("eight");
}

static void
nine_panic(void)
{
    struct defer_record record;
    DEFER_FUNCTION(HEAP);
    defer_once(&record, say_recovered, NULL);
    defer_nine("nine");
}

static void
add_hundred(void *number)
{
    *(int *)number += 100;
}

static void
twice_as_much(void *number)
{
    *(int *)number *= 2;
}

static int
five_returns(int which)
{
    DEFER_FUNCTION_OF(int, result, HEAP);
    DEFER_OPEN(add_hundred, twice_as_much, say_number);
    defer_open(0, &result);
    defer_open(1, &result);
    defer_open(2, NUMBER(which));
    switch (which) {
    case 0:
        DEFER_OPEN_RETURN(1);
    case 1:
        DEFER_OPEN_RETURN(2);
    case 2:
        DEFER_OPEN_RETURN(3);
    case 3:
        DEFER_OPEN_RETURN(4);
    }
    DEFER_OPEN_RETURN(5);
}

static void
fifteen(void)
{
    for (int which = 0; which < 5; which++)
        printf("result %d\n", five_returns(which));
}

static int
eight_returns(int which)
{
    struct defer_record adding, saying;
    DEFER_FUNCTION_OF(int, result, HEAP);
    defer_once(&adding, add_hundred, &result);
    defer_once(&saying, say_number, NUMBER(which));
    switch (which) {
    case 0:
        DEFER_RETURN(1);
    case 1:
        DEFER_RETURN(2);
    case 2:
        DEFER_RETURN(3);
    case 3:
        DEFER_RETURN(4);
    case 4:
        DEFER_RETURN(5);
    case 5:
        DEFER_RETURN(6);
    case 6:
        DEFER_RETURN(7);
    }
    DEFER_RETURN(8);
}

static void
sixteen(void)
{
    for (int which = 0; which < 8; which++)
        printf("result %d\n", eight_returns(which));
}

static void
chosen(int mask)
{
    DEFER_FUNCTION(HEAP);
    DEFER_OPEN(say_number, say_number, say_number);
    if (mask & 1)
        defer_open(0, NUMBER(1));
    if (mask & 2)
        defer_open(1, NUMBER(2));
    if (mask & 4)
        defer_open(2, NUMBER(3));
    printf("mask %d\n", mask);
}

static void
bits(void)
{
    for (int mask = 0; mask < 8; mask++)
        chosen(mask);
}

static void
one_more(void *number)
{
    ++*(int *)number;
}

static int
open_recover(void)
{
    DEFER_FUNCTION_OF(int, result, HEAP);
    DEFER_OPEN(one_more, say, say_recovered, say);
    defer_open(0, &result);
    defer_open(1, "before the recover");
    defer_open(2, NULL);
    defer_open(3, "after the recover");
    result = 6;
    panic_text("open");
}

static void
open_recovers(void)
{
    printf("result %d\n", open_recover());
}

static void
open_panic(void)
{
    DEFER_FUNCTION(HEAP);
    DEFER_OPEN(say, panic_saying, say);
    defer_open(0, "one");
    defer_open(1, "from an open-coded call");
    defer_open(2, "two");
    say("body");
}

static void
open_panics(void)
{
    struct defer_record record;
    DEFER_FUNCTION(HEAP);
    defer_once(&record, say_recovered, NULL);
    open_panic();
}

static void
open_kind(void)
{
    DEFER_FUNCTION(HEAP);
    DEFER_OPEN(say);
    defer_open(0, "open-coded");
    panic_text("all kinds");
}

static void
stack_kind(void)
{
    struct defer_record first, last;
    DEFER_FUNCTION(HEAP);
    defer_once(&first, say, "on the stack 1");
    for (int i = 0; i < 1; i++)
        must(defer_loop(say_number, NUMBER(i)));
    defer_once(&last, say, "on the stack 2");
    open_kind();
}

static void
heap_kind(void)
{
    DEFER_FUNCTION(HEAP);
    for (int i = 0; i < 3; i++)
        must(defer_loop(say_number, NUMBER(i)));
    stack_kind();
}

static void
all_kinds(void)
{
    struct defer_record record;
    DEFER_FUNCTION(HEAP);
    defer_once(&record, say_recovered, NULL);
    heap_kind();
}

const struct conformance_case kind_cases[] = {
    {"eight_calls_run", eight},
    {"nine_calls_run", nine},
    {"eight_calls_run_in_a_panic", eight_panic},
    {"nine_calls_run_in_a_panic", nine_panic},
    {"fifteen_returns_times_calls", fifteen},
    {"sixteen_returns_times_calls", sixteen},
    {"open_coded_calls_run_if_their_bit_is_set", bits},
    {"an_open_coded_call_recovers_and_the_rest_run", open_recovers},
    {"an_open_coded_call_panics_and_the_rest_run", open_panics},
    {"a_panic_passes_all_three_kinds", all_kinds},
    {NULL, NULL},
};
