/* Go's panic, recover and goexit, in C (after Go 1.19, runtime/panic.go). A
 * panic makes the deferred calls (defer.h) of every function on its way out,
 * the innermost first. A deferred function stops it with panic_recover(): then
 * the function that deferred it returns to its caller, with its result as it
 * stands. A panic that nobody recovers says so on stderr and ends the process
 * with status 2, as in Go.
 *
 * Functions in between that hold `cleanup` attributes (C compiled with
 * -fexceptions) or destructors (C++) are unwound: theirs run too, in order. */
#ifndef STRATEGIES_RUNTIME_PANIC_H
#define STRATEGIES_RUNTIME_PANIC_H

#include <stdbool.h>

#ifdef __cplusplus
extern "C" {
#endif

enum panic_kind {
    PANIC_NOTHING, /* no panic, or one without a value, as Go's nil */
    PANIC_TEXT,
    PANIC_ERROR, /* found at run time: a fault, a NULL function */
    PANIC_NUMBER,
    PANIC_POINTER
};

struct panic_value {
    enum panic_kind kind;
    union {
        const char *text; /* of TEXT and ERROR; outlives the panic */
        long number;
        void *pointer;
    };
};

/* None of these returns to its caller. */
void
panic(struct panic_value value) __attribute__((noreturn));
void
panic_text(const char *text) __attribute__((noreturn));
void
panic_number(long number) __attribute__((noreturn));
void
panic_error(const char *text) __attribute__((noreturn));

/* Makes all deferred calls of this thread and ends it. No recover stops it. */
void
panic_goexit(void) __attribute__((noreturn));

/* Stops the panic that made this deferred call and returns its value; of kind
 * PANIC_NOTHING when there is none to stop. It stops a panic only when the
 * deferred function itself says it, not one that it calls. So that the compiler
 * keeps them apart, a helper that says it must not be inlined, nor called in
 * tail position (-fno-optimize-sibling-calls). */
#define panic_recover() panic_recover_for(__builtin_return_address(0))

/* panic_recover for the function whose return address this is. */
struct panic_value
panic_recover_for(void *return_address);

/* From now on a division by zero and an access to the first page of memory
 * panic, with a PANIC_ERROR, in all threads. False and errno when the signals
 * SIGFPE and SIGSEGV cannot be taken. Only a fault in code of one's own may be
 * recovered from: what a library was in the middle of stays undone. What
 * faults, and the function that defers, are compiled with -fexceptions and, by
 * gcc, -fnon-call-exceptions; with clang, they are in files of their own: else
 * what was stored before the fault may be stored only behind it, and the
 * open-coded kind is not found. */
bool
panic_on_faults(void);

#ifdef __cplusplus
}
#endif

#endif
