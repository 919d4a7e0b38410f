/* What the deferred calls and the panics know of each other. Nobody else
 * includes this. */
#ifndef STRATEGIES_RUNTIME_DEFER_INTERNAL_H
#define STRATEGIES_RUNTIME_DEFER_INTERNAL_H

#include "strategies/runtime/defer.h"

/* The argument of a call that was registered with a copy. */
struct defer_copy {
    void (*function)(void *argument);
    const struct allocator *allocator;
    _Alignas(16) unsigned char bytes[];
};

/* The function in such a call's record. */
void
defer_copy_run(void *copy);

/* Makes the call, as call(function, argument), and frees the copy. */
void
defer_copy_call(
    struct defer_copy *copy, void (*call)(void (*)(void *), void *));

/* Stands for the function in the record of open-coded calls, whose argument is
 * the list of their functions. */
void
defer_open_mark(void *unused);

/* A panic unwinds the function of these calls; their record is the newest. It
 * makes them. */
void
defer_open_panic(struct defer_open_calls *calls);

/* Takes the newest of open-coded calls off the bits and makes it; there is
 * one. */
void
defer_open_call_newest(
    struct defer_open_calls *calls, void (*call)(void (*)(void *), void *));

/* What the thread keeps is given up when it ends. */
void
defer_thread_will_end(void);

/* Frees the thread's idle panics. */
void
defer_panics_release(void);

#endif
