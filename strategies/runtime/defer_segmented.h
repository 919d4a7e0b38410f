/* Deferred calls kept one after the other in segments instead of in a record
 * each: 16 bytes a call, and no list to follow. The first few lie in the
 * function's own frame; further segments come from an allocator, each twice as
 * large as the last:
 *
 *     DEFER_SEGMENTED(calls, &system_allocator);
 *     for (struct part *part = parts; part; part = part->next)
 *         if (!defer_segmented_register(&calls, part_unlock, part))
 *             return false;
 *
 * The calls are made, the newest first, when the scope ends. A panic or an
 * exception makes them too where this is compiled with -fexceptions. */
#ifndef STRATEGIES_RUNTIME_DEFER_SEGMENTED_H
#define STRATEGIES_RUNTIME_DEFER_SEGMENTED_H

#include "allocators/allocator.h"

#include <stdbool.h>
#include <stddef.h>

enum {
    DEFER_SEGMENT_FIRST = 8, /* calls in the frame */
    DEFER_SEGMENT_MOST = 512 /* calls in the largest segment: 8 KiB */
};

struct defer_segmented_call {
    void (*function)(void *argument);
    void *argument;
};

struct defer_segment {
    struct defer_segment *older; /* NULL: the one in the frame */
    size_t capacity;             /* calls */
    struct defer_segmented_call calls[];
};

struct defer_segmented {
    struct defer_segmented_call *next; /* where the next call is put */
    struct defer_segmented_call *end;  /* of the newest segment */
    struct defer_segment *newest;      /* NULL: the one in the frame */
    const struct allocator *allocator;
    struct defer_segmented_call first[DEFER_SEGMENT_FIRST];
};

/* Declares `name`, whose calls are made at the end of the scope. */
#define DEFER_SEGMENTED(name, from)                                            \
    struct defer_segmented name                                                \
        __attribute__((cleanup(defer_segmented_return)));                      \
    defer_segmented_begin(&name, (from))

/* Adds a segment. False and errno when the allocator has no memory. */
bool
defer_segmented_grow(struct defer_segmented *calls);

/* Gives the newest segment back, which is empty, and goes on with the one
 * before it. False when the one in the frame is the last. */
bool
defer_segmented_shrink(struct defer_segmented *calls);

static inline void
defer_segmented_begin(
    struct defer_segmented *calls, const struct allocator *from)
{
    calls->next = calls->first;
    calls->end = calls->first + DEFER_SEGMENT_FIRST;
    calls->newest = NULL;
    calls->allocator = from;
}

/* Registers function(argument) to be called when the scope ends. False and
 * errno when there is no memory; nothing is registered then. */
static inline bool
defer_segmented_register(struct defer_segmented *calls,
    void (*function)(void *argument), void *argument)
{
    if (__builtin_expect(calls->next == calls->end, 0) &&
        !defer_segmented_grow(calls))
        return false;
    *calls->next++ = (struct defer_segmented_call){function, argument};
    return true;
}

/* Makes all calls, the newest first; one may register more. */
static inline void
defer_segmented_return(struct defer_segmented *calls)
{
    do {
        struct defer_segmented_call *begin =
            calls->newest ? calls->newest->calls : calls->first;
        while (calls->next != begin) {
            struct defer_segmented_call *call = --calls->next;
            call->function(call->argument);
        }
    } while (defer_segmented_shrink(calls));
}

#endif
