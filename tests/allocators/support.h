/* What the allocators' tests share. */
#ifndef TESTS_ALLOCATORS_SUPPORT_H
#define TESTS_ALLOCATORS_SUPPORT_H

/* cmocka wants these before it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "allocators/peers/registry.h"
#include "allocators/registry.h"
#include "allocators/tiers/heap_check.h"
#include "allocators/under_sanitizer.h"
#include "tests/allocators/process_bytes.h"
#include "tests/allocators/random.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* The allocator that the running group of tests is about. */
static const struct allocator *tested;

/* Runs the group once for every registered allocator and peer that is here; the
 * failures. */
#define ADDRESS_OF(name) &name##_allocator,
#define RUN_FOR_EVERY_ALLOCATOR(tests)                                         \
    run_for_every_allocator(tests, sizeof(tests) / sizeof *(tests))

static inline int
run_for_every_allocator(const struct CMUnitTest *tests, size_t count)
{
    static const struct allocator *const allocators[] = {
        FOR_EACH_ALLOCATOR(ADDRESS_OF) FOR_EACH_PEER(ADDRESS_OF) NULL};
    int failures = 0;
    for (size_t i = 0; allocators[i]; i++) {
        tested = allocators[i];
        const char *missing = allocator_missing(tested);
        if (missing) {
            printf("%s %s\n", tested->name, missing);
            continue;
        }
        failures +=
            _cmocka_run_group_tests(tested->name, tests, count, NULL, NULL);
    }
    return failures;
}

/* The tiers stop with a message of their own; the process's malloc and peers do
 * as they like. */
static inline bool
tested_is_ours(void)
{
    return !tested->peer && strcmp(tested->name, "system") != 0;
}

static inline void
skip_unless_ours(void)
{
    if (!tested_is_ours())
        skip();
}

/* How a peer stands exhausted memory and fork, and when it gives back what, is
 * its own matter. */
static inline void
skip_peers(void)
{
    if (tested->peer)
        skip();
}

/* A sanitizer's malloc ends the program where malloc would fail, and does not
 * work in the last destructors of a thread. */
static inline void
skip_under_a_sanitizers_malloc(void)
{
    if (UNDER_SANITIZER && !tested_is_ours())
        skip();
}

static inline void
assert_heap_is_sound(void)
{
    const char *wrong = heap_check();
    if (wrong)
        fail_msg("%s", wrong);
}

#endif
