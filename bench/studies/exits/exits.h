/* The exit matrix: each mechanism of clean-up against each way out of the
 * scope that holds a resource. A mechanism is one file here and one name in
 * EXITS_FOR_EACH; what is seen of it, the parent process counts. */
#ifndef BENCH_STUDIES_EXITS_EXITS_H
#define BENCH_STUDIES_EXITS_EXITS_H

#include <stdbool.h>

#ifdef __cplusplus
extern "C" {
#endif

#define EXITS_FOR_EACH(X)                                                      \
    X(explicit_close)                                                          \
    X(goto_ladder)                                                             \
    X(cleanup_attribute)                                                       \
    X(defer_ts)                                                                \
    X(nested_defer)                                                            \
    X(raii)                                                                    \
    X(scope_guard)                                                             \
    X(open_coded)                                                              \
    X(stack_records)                                                           \
    X(heap_records)                                                            \
    X(segmented_records)

/* The order is that of the rows. */
enum exits_way {
    EXITS_FALL_THROUGH,
    EXITS_RETURN,
    EXITS_BREAK,
    EXITS_GOTO,
    EXITS_PANIC,
    EXITS_EXCEPTION,
    EXITS_LONGJMP,
    EXITS_PTHREAD_EXIT,
    EXITS_PTHREAD_CANCEL,
    EXITS_EXIT,
    EXITS_IMMEDIATE_EXIT, /* _Exit */
    EXITS_ABORT,
    EXITS_SIGNAL,
    EXITS_STACK_OVERFLOW,
    EXITS_OUT_OF_MEMORY,
    EXITS_NO_MEMORY_TO_ARM, /* is out before the clean-up is registered */
    EXITS_STRUCT_RETURNED,  /* by value, while the clean-up changes it */
    EXITS_WAYS
};

/* Large enough to be returned in memory, where a compiler may build the result
 * in place. */
struct exits_struct {
    long value;
    long other[3];
};
enum { EXITS_VALUE_AT_RETURN = 22, EXITS_CLEANUP_ADDS = 7 };

struct exits_mechanism {
    const char *name;
    /* Takes a resource, arms its release, and leaves by `way`. NULL: this
     * compiler has no such mechanism, and `why_not` says so. */
    void (*scope)(enum exits_way way);
    /* Returns a struct whose value is EXITS_VALUE_AT_RETURN at the return,
     * while the clean-up adds EXITS_CLEANUP_ADDS to it. NULL: `why_no_struct`
     * says why the question does not arise. */
    struct exits_struct (*give_struct)(void);
    const char *why_not;
    const char *why_no_struct;
};

#define EXITS_DECLARE(name) extern const struct exits_mechanism exits_##name;
EXITS_FOR_EACH(EXITS_DECLARE)

/* Takes the resource; never fails. With EXITS_NO_MEMORY_TO_ARM the process has
 * no memory left when it returns. */
void *
exits_take(enum exits_way way);

/* Lets the resource go; each call is counted. */
void
exits_let_go(void *resource);

/* What is done below the scope: leaves it by `way` where that can be done from
 * a function that it calls. False when the work failed for want of memory;
 * true when the scope is to go on. */
bool
exits_work(enum exits_way way);

/* Hides from the compiler where the value comes from. */
long
exits_value(void);

/* The struct clean-up: adds to the value, and counts as a release. */
void
exits_change(struct exits_struct *changed);

/* Runs the scope under a function that recovers from a panic. Returns whether
 * one was recovered. */
bool
exits_under_recover(void (*scope)(enum exits_way), enum exits_way way);

/* Panics with the runtime in C. Does not return. */
void
exits_panic(void);

#ifdef __cplusplus
}
#endif

/* The ways out that are written in the scope itself: `return`, `break` out of
 * the loop around it and `goto out` behind it, as anybody writes them who
 * trusts the mechanism to clean up. The last line is the work itself. */
#define EXITS_LEAVE(way)                                                       \
    if ((way) == EXITS_RETURN)                                                 \
        return;                                                                \
    if ((way) == EXITS_BREAK)                                                  \
        break;                                                                 \
    if ((way) == EXITS_GOTO)                                                   \
        goto out;                                                              \
    if (!exits_work(way))                                                      \
    return

#endif
