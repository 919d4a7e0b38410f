/* Go's defer for loops: each call is kept in a record of its own and all run
 * when the function ends, last in, first out (Go 1.19, runtime/panic.go:
 * deferproc and deferreturn). */
#ifndef STRATEGIES_RUNTIME_DEFER_H
#define STRATEGIES_RUNTIME_DEFER_H

#include "allocators/allocator.h"

#include <stdbool.h>
#include <stddef.h>

/* One deferred call. Function and argument are copied at registration. */
struct defer_record {
    struct defer_record *link; /* registered before this one */
    void (*function)(void *argument);
    void *argument;
};

/* The deferred calls of one function. Start with DEFER_FRAME, end with
 * defer_return on every way out. */
struct defer_frame {
    struct defer_record *last;
    const struct allocator *allocator; /* where records come from */
};

#define DEFER_FRAME(from) ((struct defer_frame){NULL, (from)})

/* Registers function(argument) to run at defer_return. False and errno when
 * there is no memory for the record; nothing is registered then. */
static inline __attribute__((always_inline)) bool
defer_register(
    struct defer_frame *frame, void (*function)(void *), void *argument)
{
    struct defer_record *record = frame->allocator->allocate(sizeof *record);
    if (__builtin_expect(!record, 0))
        return false;
    *record = (struct defer_record){frame->last, function, argument};
    frame->last = record;
    return true;
}

/* Runs every deferred call, the newest first. A record is given back before
 * its call runs, as Go does, so that a deferred call may defer again. */
static inline __attribute__((always_inline)) void
defer_return(struct defer_frame *frame)
{
    while (frame->last) {
        struct defer_record record = *frame->last;
        frame->allocator->release(frame->last);
        frame->last = record.link;
        record.function(record.argument);
    }
}

#endif
