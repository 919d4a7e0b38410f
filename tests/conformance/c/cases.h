/* The same cases as ../go, with strategies/runtime/: a group a file. */
#ifndef TESTS_CONFORMANCE_CASES_H
#define TESTS_CONFORMANCE_CASES_H

#include "allocators/system.h"
#include "strategies/runtime/defer.h"
#include "strategies/runtime/panic.h"

#include <stdint.h>
#include <stdio.h>

struct conformance_case {
    const char *name;
    void (*run)(void);
};

/* Each ends with an empty case. */
extern const struct conformance_case order_cases[];
extern const struct conformance_case argument_cases[];
extern const struct conformance_case result_cases[];
extern const struct conformance_case panic_cases[];
extern const struct conformance_case recover_cases[];
extern const struct conformance_case goexit_cases[];
extern const struct conformance_case kind_cases[];
extern const struct conformance_case fault_cases[];

/* Where records come from. */
#define HEAP (&system_allocator)

/* A number as the argument of a deferred call. */
#define NUMBER(number) ((void *)(intptr_t)(number))

/* Deferred calls that many cases share. */
void
say(void *text);
void
say_number(void *number);
void
say_recovered(void *unused);
void
say_recovered_error(void *unused);
void
panic_saying(void *text) __attribute__((noreturn));

/* Panics with "inner" and recovers. */
void
inner_panic(void);

/* a / b, and what p points to, in instructions that may fault. */
int
divide(int a, int b);
int
load(int *p);

/* Ends the program when a call could not be registered for want of memory. */
void
must(bool registered);

#endif
