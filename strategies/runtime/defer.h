/* Go's defer, in C (after Go 1.19, runtime/panic.go): a call is registered now
 * and made when the function ends, last in, first out, on every way out:
 * return, panic, recover and goexit (panic.h). All three kinds that Go's
 * compiler chooses between; here the programmer chooses:
 *
 *     int
 *     copy(struct file *from, struct file *to)
 *     {
 *         struct defer_record closing;
 *         DEFER_FUNCTION_OF(int, copied, &system_allocator);
 *         defer_once(&closing, file_close, to);         // at most once
 *         for (struct part *part = from->parts; part; part = part->next)
 *             if (!defer_loop(part_unlock, part))       // any number
 *                 DEFER_RETURN(-1);
 *         DEFER_RETURN(7);
 *     }
 *
 * DEFER_OPEN is the third, open-coded kind. The call's function and argument
 * are copied at registration. A deferred call that is given `&copied` changes
 * the result, as it may change a named result in Go.
 *
 * A function that defers begins with DEFER_FUNCTION or DEFER_FUNCTION_OF; only
 * what its deferred calls use stands before: records, and objects that they are
 * given pointers to. (What is declared behind ends before the calls run.) Such
 * a function is not inlined. Compile with -fexceptions if the calls are to run
 * also when pthread_exit, a cancellation or a C++ exception passes; open-coded
 * calls need it always. Undefined: to leave such a function by longjmp.
 * docs/defer.md tells how it works. */
#ifndef STRATEGIES_RUNTIME_DEFER_H
#define STRATEGIES_RUNTIME_DEFER_H

#include "allocators/allocator.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Where the stack's registers can be restored from the unwinder's tables, a
 * recover returns from the function by them (panic_frames.h), and a function
 * that defers writes nothing down for it. Elsewhere it marks where to go on.
 * ThreadSanitizer follows the C library's jumps alone. */
#if defined(__SANITIZE_THREAD__)
#define DEFER_MARKS
#elif defined(__has_feature)
#if __has_feature(thread_sanitizer)
#define DEFER_MARKS
#endif
#endif
#if !defined(__x86_64__) || !defined(__LP64__)
#define DEFER_MARKS
#endif
#ifdef DEFER_MARKS
#include <setjmp.h>
#endif

#define DEFER_INLINE static inline __attribute__((always_inline))

/* The object may be changed by any call from now on. */
#define DEFER_SHARE(object) __asm__ volatile("" : : "r"(object) : "memory")

enum {
    DEFER_ON_STACK =
        1,            /* in a token: the record lies in its function's frame */
    DEFER_BATCH = 16, /* records that move between threads at once */
    DEFER_OPEN_MOST = 8, /* open-coded calls in a function, as in Go */
    DEFER_TWO_WORDS = 1, /* added to the address of a result of 9 to 16 bytes */
    DEFER_NO_RETURN = 2  /* instead of it: a recover cannot end the function */
};

/* One deferred call, in the thread's chain. */
struct defer_record {
    struct defer_record *link; /* registered before this one */
    uintptr_t token;           /* the frame that it belongs to */
    void (*function)(void *argument);
    void *argument;
};

/* A function that defers. */
struct defer_frame {
    const struct allocator *allocator; /* where its records come from */
    uintptr_t result; /* its address, + DEFER_TWO_WORDS; 0: it has none */
#ifdef DEFER_MARKS
    jmp_buf mark;
#endif
};

/* Idle records of one allocator: up to two batches a thread, one that is taken
 * from and given to, one full or absent. */
struct defer_pool {
    struct defer_record *current;
    size_t room; /* records that still go into current */
    struct defer_record *spare;
    const struct allocator *allocator;
};

struct panic;

struct defer_thread {
    struct defer_record *chain; /* the newest call; never NULL */
    struct defer_pool pool;
    /* A panic has the function unwound whose part of the stack begins here;
     * UINTPTR_MAX: it does not. */
    uintptr_t unwinding;
    struct panic *panics;      /* the newest; panic.c */
    struct panic *idle_panics; /* to be used again */
};

extern _Thread_local struct defer_thread defer_thread
    __attribute__((tls_model("initial-exec")));

/* The slow halves of taking and giving a record. NULL and errno when there is
 * no memory. */
struct defer_record *
defer_pool_refill(const struct allocator *allocator);
void
defer_pool_overflow(
    const struct allocator *allocator, struct defer_record *record);

/* Stands for a function that is NULL: panics when it is called. */
void
defer_null_function(void *argument);

/* Gives the allocator back what idle records this thread and the central list
 * hold of it. Other threads' idle records follow when those threads end. */
void
defer_settle(const struct allocator *allocator);

DEFER_INLINE struct defer_record *
defer_record_take(const struct allocator *allocator)
{
    struct defer_pool *pool = &defer_thread.pool;
    struct defer_record *record = pool->current;
    if (__builtin_expect(!record || pool->allocator != allocator, 0))
        return defer_pool_refill(allocator);
    pool->current = record->link;
    pool->room++;
    return record;
}

DEFER_INLINE void
defer_record_give(
    const struct allocator *allocator, struct defer_record *record)
{
    struct defer_pool *pool = &defer_thread.pool;
    if (__builtin_expect(!pool->room || pool->allocator != allocator, 0)) {
        defer_pool_overflow(allocator, record);
        return;
    }
    record->link = pool->current;
    pool->current = record;
    pool->room--;
}

DEFER_INLINE struct defer_frame *
defer_record_frame(const struct defer_record *record)
{
    return (struct defer_frame *)(record->token & ~(uintptr_t)DEFER_ON_STACK);
}

DEFER_INLINE void
defer_push(struct defer_record *record, uintptr_t token,
    void (*function)(void *), void *argument)
{
    if (!function)
        function = defer_null_function;
    record->link = defer_thread.chain;
    record->token = token;
    record->function = function;
    record->argument = argument;
    defer_thread.chain = record;
}

/* The loop's kind, a record of its own for each call: function(argument) runs
 * when the frame ends. False and errno when there is no memory for the record;
 * nothing is registered then. */
DEFER_INLINE __attribute__((warn_unused_result)) bool
defer_register(
    struct defer_frame *frame, void (*function)(void *), void *argument)
{
    struct defer_record *record = defer_record_take(frame->allocator);
    if (__builtin_expect(!record, 0))
        return false;
    defer_push(record, (uintptr_t)frame, function, argument);
    return true;
}

/* As defer_register with a copy of `size` bytes at `argument`: the function is
 * given the copy, which is freed after the call. */
__attribute__((warn_unused_result)) bool
defer_register_copy(struct defer_frame *frame, void (*function)(void *),
    const void *argument, size_t size);

/* The kind for a call that is registered at most once: cannot fail. The record
 * is declared before the frame, and is the frame's until that ends. */
DEFER_INLINE void
defer_register_once(struct defer_frame *frame, struct defer_record *record,
    void (*function)(void *), void *argument)
{
    defer_push(record, (uintptr_t)frame | DEFER_ON_STACK, function, argument);
}

/* The newest call is the frame's: makes every call of the frame. */
void
defer_run_calls(struct defer_frame *frame);

/* Makes every call of the frame, the newest first. Runs by itself at the end of
 * a function that begins with DEFER_FUNCTION. */
DEFER_INLINE void
defer_return(struct defer_frame *frame)
{
    if (defer_record_frame(defer_thread.chain) == frame)
        defer_run_calls(frame);
}

/* A frame to be ended with defer_return on every way out. A panic runs its
 * calls; a recover there stops the program, since it may lie anywhere. */
#define DEFER_FRAME(from)                                                      \
    ((struct defer_frame){.allocator = (from), .result = DEFER_NO_RETURN})

/* Open-coded calls: which function stands where is known when the program is
 * compiled, and the calls stand at the function's end. A bit says whether a
 * call was registered. Nothing is in the chain: a panic finds the function by
 * unwinding it, which costs nothing before. This is what it needs then. */
struct defer_open_calls {
    struct defer_record record; /* while a panic makes the calls */
    uint64_t bits;
    void *arguments[DEFER_OPEN_MOST];
};

/* What the function's end needs. Its address is never taken, so that the
 * compiler knows bits and functions there: where every call was registered, no
 * bit is tested, and each is made directly, or inlined. */
struct defer_open_scope {
    struct defer_open_calls *calls;
    struct defer_frame *frame;
    void (*const *functions)(void *argument);
    void (*const *listed)(void *argument); /* the same, for a panic */
    uint64_t bits;
    bool ended;
};

DEFER_INLINE struct defer_open_scope
defer_open_begin(struct defer_open_calls *calls, struct defer_frame *frame,
    void (*const *functions)(void *), void (*const *listed)(void *))
{
    calls->bits = 0;
    return (struct defer_open_scope){calls, frame, functions, listed, 0, false};
}

DEFER_INLINE void
defer_open_register(
    struct defer_open_scope *scope, unsigned place, void *argument)
{
    scope->calls->arguments[place] = argument;
    scope->bits |= UINT64_C(1) << place;
    scope->calls->bits = scope->bits;
    DEFER_SHARE(scope->calls);
}

/* Makes the calls that are still due, for whoever unwinds the function. */
void
defer_open_unwind(struct defer_open_calls *calls, struct defer_frame *frame,
    void (*const *functions)(void *));

DEFER_INLINE void
defer_open_call(struct defer_open_scope *scope, unsigned place)
{
    if (!scope->functions[place] || !(scope->bits & UINT64_C(1) << place))
        return;
    scope->bits &= ~(UINT64_C(1) << place);
    scope->calls->bits = scope->bits;
    scope->functions[place](scope->calls->arguments[place]);
}

/* Makes the open-coded calls, the newest first. */
DEFER_INLINE void
defer_open_return(struct defer_open_scope *scope)
{
    if (scope->ended)
        return;
    scope->ended = true;
    if (__builtin_expect(
            (uintptr_t)scope->calls >= defer_thread.unwinding, 0)) {
        scope->bits = 0;
        defer_open_unwind(scope->calls, scope->frame, scope->listed);
        return;
    }
    defer_open_call(scope, 7);
    defer_open_call(scope, 6);
    defer_open_call(scope, 5);
    defer_open_call(scope, 4);
    defer_open_call(scope, 3);
    defer_open_call(scope, 2);
    defer_open_call(scope, 1);
    defer_open_call(scope, 0);
}

/* Behind it: calls are still due when one of them has panicked or thrown. */
DEFER_INLINE void
defer_open_end(struct defer_open_scope *scope)
{
    if (scope->bits)
        defer_open_unwind(scope->calls, scope->frame, scope->listed);
}

DEFER_INLINE void
defer_open_return_at(struct defer_open_scope *const *scope)
{
    defer_open_return(*scope);
}

/* The surface. The first line of a function that returns nothing; its records
 * come from the allocator `from`. */
#define DEFER_FUNCTION(from)                                                   \
    DEFER_DECLARE_FRAME(from, NULL);                                           \
    DEFER_MARK_HERE(return );                                                  \
    DEFER_SHARE(&defer_frame)

/* The first line of a function with a result: declares it by its name, all
 * zero. After a recover this is what the function returns. One of 9 to 16 bytes
 * is made of integers and pointers, or of floating-point numbers: not of both.
 */
#define DEFER_FUNCTION_OF(type, name, from)                                    \
    _Static_assert(sizeof(type) <= 16 &&                                       \
                       !__builtin_types_compatible_p(type, long double),       \
        "return it through a pointer");                                        \
    type name __attribute__((aligned(sizeof(uint64_t)))) = {0};                \
    type *const defer_result = &name;                                          \
    DEFER_DECLARE_FRAME(from,                                                  \
        (char *)defer_result + (sizeof(type) > 8 ? DEFER_TWO_WORDS : 0));      \
    DEFER_MARK_HERE(return *defer_result);                                     \
    DEFER_SHARE(&defer_frame)

#define DEFER_DECLARE_FRAME(from, result_at)                                   \
    struct defer_open_calls defer_calls __attribute__((unused));               \
    struct defer_frame defer_frame __attribute__((cleanup(defer_return)));     \
    defer_frame.allocator = (from);                                            \
    defer_frame.result = (uintptr_t)(result_at)

#ifdef DEFER_MARKS
#define DEFER_MARK_HERE(go_on)                                                 \
    if (setjmp(defer_frame.mark)) {                                            \
        __asm__ volatile("" ::: "memory");                                     \
        go_on;                                                                 \
    }
#else
/* Nothing is marked. But a function that a recover returns from must not be
 * inlined, which one that keeps the address of its own label never is; and its
 * caller must not take it for one that never returns, so there is a way that
 * the compiler believes in. */
#define DEFER_MARK_HERE(go_on)                                                 \
    static const void *const defer_place __attribute__((used)) =               \
        __extension__ && defer_here;                                           \
    __asm__ goto("" : : : "memory" : defer_here);                              \
    if (0) {                                                                   \
    defer_here:                                                                \
        go_on;                                                                 \
    }
#endif

/* Sets the result, makes the deferred calls, and returns what they left in it.
 * A plain `return` makes the calls too, but they no longer change the result,
 * and should one of them panic and another recover, zero is returned. */
#define DEFER_RETURN(value)                                                    \
    do {                                                                       \
        *defer_result = (value);                                               \
        DEFER_END();                                                           \
    } while (0)

/* As DEFER_RETURN with the result as it is. */
#define DEFER_END()                                                            \
    do {                                                                       \
        defer_return(&defer_frame);                                            \
        return *defer_result;                                                  \
    } while (0)

/* defer_register, defer_register_copy of a value, and defer_register_once in
 * the function that began with DEFER_FUNCTION. */
#define defer_loop(function, argument)                                         \
    defer_register(&defer_frame, (function), (argument))
#define defer_loop_copy(function, value)                                       \
    __extension__({                                                            \
        __typeof__(value) defer_value = (value);                               \
        defer_register_copy(                                                   \
            &defer_frame, (function), &defer_value, sizeof defer_value);       \
    })
#define defer_once(record, function, argument)                                 \
    defer_register_once(&defer_frame, (record), (function), (argument))

/* The open-coded kind: DEFER_OPEN(f, g) after DEFER_FUNCTION names up to 8
 * functions, in the order in which the function comes to them; defer_open(1, x)
 * registers g(x). They run before what the function registered otherwise. Go
 * takes this kind up to 15 returns x calls: beyond, the code only grows. */
#ifdef __EXCEPTIONS
#define DEFER_OPEN(...)                                                        \
    static void (*const defer_functions[DEFER_OPEN_MOST])(void *) = {          \
        __VA_ARGS__};                                                          \
    DEFER_OPEN_SCOPE(defer_scope, &defer_calls, &defer_frame, defer_functions, \
        defer_functions)
#else
#define DEFER_OPEN(...)                                                        \
    _Static_assert(0, "open-coded calls need -fexceptions to be found")
#endif
#define DEFER_OPEN_SCOPE(scope, calls, frame, functions, listed)               \
    struct defer_open_scope scope __attribute__((cleanup(defer_open_end))) =   \
        defer_open_begin((calls), (frame), (functions), (listed));             \
    struct defer_open_scope *const scope##_return                              \
        __attribute__((cleanup(defer_open_return_at), unused)) = &scope
#define defer_open(place, argument)                                            \
    defer_open_register(&defer_scope, (place), (argument))

/* As DEFER_RETURN, in a function with DEFER_OPEN. */
#define DEFER_OPEN_RETURN(value)                                               \
    do {                                                                       \
        *defer_result = (value);                                               \
        defer_open_return(&defer_scope);                                       \
        DEFER_END();                                                           \
    } while (0)

#endif
