/* Stacks of return addresses, each kept once.
 *
 * A stack is read along its frame pointers, which takes about one ns a frame.
 * Nobody knows whether all code on the way keeps frame pointers; libc's does
 * not. So the first time that such a chain is seen, the unwinder (libgcc's, by
 * the compiler's tables) walks the same stack. Where both agree, the chain is
 * trusted from then on. Where the chain breaks off early or goes astray, it is
 * marked, and who comes by it is unwound each time.
 *
 * libunwind would do that in less time (docs/tracker.md has the figures). It is
 * not used: a program that is linked with it gets its exceptions and forced
 * unwinding from it as well. */
#ifndef STRATEGIES_RUNTIME_TRACKER_STACK_H
#define STRATEGIES_RUNTIME_TRACKER_STACK_H

#include "strategies/runtime/tracker.h"
#include "strategies/runtime/tracker_arena.h"

#include <pthread.h>
#include <stdatomic.h>

struct tracker_stack {
    struct tracker_stack *next; /* of the same bucket; never changes */
    uint64_t hash;
    uint32_t id; /* from 0, in the order of their coming */
    uint16_t depth;
    bool broken;          /* a chain of frame pointers that is not the stack */
    const void *frames[]; /* return addresses, the innermost first */
};

enum { TRACKER_STACK_BUCKETS = 1 << 13 };

/* Zero but for the lock: empty. Found by anybody at any time: a bucket's head
 * is stored with release and loaded with acquire. */
struct tracker_stacks {
    _Atomic(struct tracker_stack *) buckets[TRACKER_STACK_BUCKETS];
    pthread_mutex_t lock; /* guards adding one, and what follows */
    struct tracker_arena arena;
    _Atomic uint32_t count;
};

/* The stack of the calling thread from the caller of the function on whose
 * frame is `frame` (TRACKER_CALLER), `depth` frames at most. NULL without
 * memory. */
const struct tracker_stack *
tracker_stack_here(
    struct tracker_stacks *stacks, const void *frame, unsigned depth);

enum tracker_way { TRACKER_BY_FRAME_POINTERS, TRACKER_BY_UNWINDER };

/* Reads the stack into `frames` by one of its two ways; returns how many. For
 * measuring them. */
unsigned
tracker_stack_read(enum tracker_way way, const void *frame, const void **frames,
    unsigned depth);

#endif
