/* Go 1.19's gopanic, gorecover and Goexit on the chain of deferred calls. As
 * there, deferred calls run on top of the stack that panicked; each once the
 * unwinder has passed its function, which has run what that cleans up itself.
 */
#include "strategies/runtime/panic.h"

#include "strategies/runtime/defer_internal.h"
#include "strategies/runtime/panic_frames.h"

#include <pthread.h>
#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>
#include <unwind.h>

enum { PANIC_STATUS = 2 }; /* of a process that nobody saved, as in Go */

struct panic {
    struct panic *link; /* the one that was on its way before */
    struct panic_value value;
    bool recovered;
    bool aborted; /* a later panic left the call that this one was making */
    bool goexit;
    /* In the chain while this panic makes a call or has frames unwound: a
     * panic that meets it has left that call (Go's `started`). */
    struct defer_record marker;
    uintptr_t position; /* of the marker: where on the stack the call is made */
    struct defer_frame *ending; /* whose open-coded call has recovered it */
    struct panic *unwound_by;   /* whose exception unwinds that function */
    /* What _Unwind_Resume is given by a function that was unwound: it may be
     * needed by the panic that took over, so it is not cleared for the next. */
    struct _Unwind_Exception exception;
};

/* The addresses of the code that calls deferred functions for a panic: the
 * return address tells panic_recover that such a call is the one it stands in.
 * In a section of its own, whose bounds the linker knows. */
#define PANIC_CALLS __attribute__((section("panic_calls"), noinline))
extern const char calls_begin[] __asm__("__start_panic_calls");
extern const char calls_end[] __asm__("__stop_panic_calls");

PANIC_CALLS static void
call_for_panic(void (*function)(void *), void *argument)
{
    function(argument);
    __asm__ volatile(""); /* not a jump: there is an address to return to */
}

static void
say_value(struct panic_value value)
{
    switch (value.kind) {
    case PANIC_NOTHING:
        fputs("nil", stderr);
        break;
    case PANIC_TEXT:
    case PANIC_ERROR:
        fputs(value.text, stderr);
        break;
    case PANIC_NUMBER:
        fprintf(stderr, "%ld", value.number);
        break;
    case PANIC_POINTER:
        fprintf(stderr, "%p", value.pointer);
        break;
    }
}

static void
say(const struct panic *panic)
{
    if (panic->link) {
        say(panic->link);
        if (!panic->link->goexit)
            fputs("\t", stderr);
    }
    if (panic->goexit)
        return;
    fputs("panic: ", stderr);
    say_value(panic->value);
    fputs(panic->recovered ? " [recovered]\n" : "\n", stderr);
}

static _Noreturn void
die(const struct panic *panic)
{
    say(panic);
    fflush(NULL);
    _exit(PANIC_STATUS);
}

static _Noreturn void
die_saying(const char *text)
{
    fprintf(stderr, "fatal error: %s\n", text);
    fflush(NULL);
    _exit(PANIC_STATUS);
}

/* Most threads never have two at once; a fault's needs no memory. */
static _Thread_local struct panic first_panic;
static _Thread_local bool first_taken;

static struct panic *
panic_new(void)
{
    if (!first_taken) {
        first_taken = true;
        return &first_panic;
    }
    defer_thread_will_end();
    struct panic *panic = malloc(sizeof *panic);
    if (!panic)
        die_saying("no memory to panic");
    return panic;
}

static struct panic *
panic_take(struct panic_value value)
{
    struct panic *panic = defer_thread.idle_panics;
    if (panic)
        defer_thread.idle_panics = panic->link;
    else
        panic = panic_new();
    panic->link = defer_thread.panics;
    panic->value = value;
    panic->recovered = false;
    panic->aborted = false;
    panic->goexit = false;
    defer_thread.panics = panic;
    return panic;
}

/* Where a function's open-coded calls are made while it is unwound: its
 * landing pad. A panic in one of them takes over here, since no compiler lets
 * it unwind that function a second time. */
struct landing {
    jmp_buf mark;
    struct landing *outer;
    struct defer_frame *frame;
    uintptr_t unwinding;
    struct panic *unwound_by; /* the panic that came here first */
    struct panic *recovered;  /* by one of the calls */
};

static _Thread_local struct landing *landings; /* the innermost */

/* Whose exception unwinds the thread's functions now. */
static _Thread_local struct panic *unwinding_panic;

/* Whether a function that makes open-coded calls is unwound by this panic's
 * exception, which is needed until that function is left. */
static bool
unwinds_a_landing(const struct panic *panic)
{
    for (struct landing *each = landings; each; each = each->outer)
        if (each->unwound_by == panic)
            return true;
    return false;
}

static void
panic_give(struct panic *panic)
{
    panic->link = defer_thread.idle_panics;
    defer_thread.idle_panics = panic;
}

/* Takes the newest panic off the list. */
static void
panic_pop(void)
{
    struct panic *panic = defer_thread.panics;
    defer_thread.panics = panic->link;
    if (!unwinds_a_landing(panic))
        panic_give(panic);
}

/* A recovered panic, and the one whose exception unwound the function. */
static void
panic_give_both(struct panic *panic)
{
    if (panic->unwound_by != panic)
        panic_give(panic->unwound_by);
    panic_give(panic);
}

void
defer_panics_release(void)
{
    while (defer_thread.idle_panics) {
        struct panic *panic = defer_thread.idle_panics;
        defer_thread.idle_panics = panic->link;
        if (panic != &first_panic)
            free(panic);
    }
    first_taken = false;
}

static void
marked_by_a_panic(void *panic)
{
    (void)panic;
}

static void
marked_by_an_end(void *panic)
{
    (void)panic;
}

static void
marker_push(struct panic *panic, uintptr_t position)
{
    panic->position = position;
    panic->marker =
        (struct defer_record){defer_thread.chain, 0, marked_by_a_panic, panic};
    defer_thread.chain = &panic->marker;
}

/* What the call registered for a function further out stays above. */
static void
marker_remove(struct panic *panic)
{
    struct defer_record **at = &defer_thread.chain;
    while (*at != &panic->marker)
        at = &(*at)->link;
    *at = panic->marker.link;
}

/* Whether the record stands for no call, and what it stands for lies below the
 * stack pointer, so is left. A panic whose call is left is aborted; the end of
 * a function that is left does not come. */
static bool
is_left_marker(const struct defer_record *record, uintptr_t stack_pointer)
{
    struct panic *panic = record->argument;
    if (record->function == marked_by_a_panic) {
        if (panic->position >= stack_pointer)
            return false;
        panic->aborted = true;
        return true;
    }
    if (record->function != marked_by_an_end ||
        (uintptr_t)panic->ending >= stack_pointer)
        return false;
    panic_give_both(panic);
    return true;
}

/* The next call to make when all below the stack pointer is left; NULL: there
 * is none, or none before a panic further out has made the one it is making. */
static struct defer_record *
next_call(uintptr_t stack_pointer)
{
    while (is_left_marker(defer_thread.chain, stack_pointer))
        defer_thread.chain = defer_thread.chain->link;
    struct defer_record *newest = defer_thread.chain;
    const bool is_call = newest->function &&
                         newest->function != marked_by_a_panic &&
                         newest->function != marked_by_an_end;
    return is_call ? newest : NULL;
}

/* Where the calls of this function are made. */
#define POSITION_HERE ((uintptr_t)__builtin_frame_address(0))

/* Open-coded calls stay in the chain until the last is made. */
static void
make_open_call(struct panic *panic, struct defer_record *record)
{
    struct defer_open_calls *calls = (struct defer_open_calls *)record;
    if (!calls->bits) {
        defer_thread.chain = record->link;
        return;
    }
    marker_push(panic, POSITION_HERE);
    defer_open_call_newest(calls, call_for_panic);
    marker_remove(panic);
}

/* The call is off the chain before it runs, and its record given back. */
static void
make_call(struct panic *panic, struct defer_record *newest)
{
    const struct defer_record call = *newest;
    defer_thread.chain = call.link;
    if (!(call.token & DEFER_ON_STACK))
        defer_record_give(defer_record_frame(&call)->allocator, newest);
    marker_push(panic, POSITION_HERE);
    if (call.function == defer_copy_run)
        defer_copy_call(call.argument, call_for_panic);
    else
        call_for_panic(call.function, call.argument);
    marker_remove(panic);
}

static void
aborted_pop(void)
{
    while (defer_thread.panics && defer_thread.panics->aborted &&
           !defer_thread.panics->goexit)
        panic_pop();
}

/* The function makes the calls that remain, and returns to its caller. NULL:
 * the stack cannot be followed there. */
static _Noreturn void
end_frame(struct defer_frame *frame, struct _Unwind_Context *caller)
{
    if (frame->result == DEFER_NO_RETURN)
        die_saying("recovered in a function without DEFER_FUNCTION");
    defer_return(frame);
    while (landings && (uintptr_t)landings < (uintptr_t)frame)
        landings = landings->outer;
    panic_frames_forget();
    if (!caller)
        die_saying("recovered, but the stack cannot be followed");
#ifdef DEFER_MARKS
    longjmp(frame->mark, 1);
#else
    panic_frames_return(frame, caller);
#endif
}

/* A deferred call of `frame` has recovered. The frame ends, at once or when it
 * is unwound, unless a goexit was on its way: a recover does not stop that, and
 * `panic` continues it. */
static void
after_recover(struct panic *panic, struct defer_frame *frame,
    struct _Unwind_Context *caller)
{
    defer_thread.panics = panic->link;
    aborted_pop();
    struct panic *before = defer_thread.panics;
    if (before && before->aborted) {
        panic_pop();
        panic->link = defer_thread.panics;
        panic->goexit = true;
        panic->recovered = false;
        defer_thread.panics = panic;
        return;
    }
    if (landings && landings->frame == frame) {
        landings->recovered = panic;
        return;
    }
    panic_give(panic);
    end_frame(frame, caller);
}

static _Noreturn void
no_more_calls(struct panic *panic)
{
    if (!panic->goexit)
        die(panic);
    while (defer_thread.panics)
        panic_pop();
    landings = NULL;
    pthread_exit(NULL);
}

/* Makes the call in the chain; `caller` called the function that deferred. */
static void
make_next_call(struct defer_record *next, struct _Unwind_Context *caller)
{
    struct panic *panic = defer_thread.panics;
    struct defer_frame *frame = defer_record_frame(next);
    if (next->function == defer_open_mark)
        make_open_call(panic, next);
    else
        make_call(panic, next);
    if (panic->recovered)
        after_recover(panic, frame, caller);
}

/* The panic goes on unwinding, or begins to: its marker stands above the calls
 * of functions that are not left yet. */
static void
unwinding_begin(struct panic *panic, uintptr_t stack_pointer)
{
    marker_push(panic, stack_pointer);
    defer_thread.unwinding = stack_pointer;
}

static void
unwinding_end(struct panic *panic)
{
    defer_thread.unwinding = UINTPTR_MAX;
    marker_remove(panic);
}

static void
make_calls_below(uintptr_t stack_pointer, struct _Unwind_Context *caller)
{
    struct defer_record *next = next_call(stack_pointer);
    while (next && (uintptr_t)defer_record_frame(next) < stack_pointer) {
        make_next_call(next, caller);
        next = next_call(stack_pointer);
    }
}

/* The panic that was recovered, when it is its function that this panic
 * unwinds, to its own end; else NULL. */
static struct panic *
ending_by(const struct panic *unwinding)
{
    struct defer_record *newest = defer_thread.chain;
    if (newest->function != marked_by_an_end)
        return NULL;
    struct panic *panic = newest->argument;
    return panic->unwound_by == unwinding ? panic : NULL;
}

/* The function is left: it returns. */
static _Noreturn void
end_left_frame(struct panic *panic, struct _Unwind_Context *caller)
{
    defer_thread.chain = defer_thread.chain->link;
    panic_give_both(panic);
    end_frame(panic->ending, caller);
}

/* A function that was left is told by its part of the stack, which lies below
 * the stack pointer here. */
static _Unwind_Reason_Code
unwound_to(int version, _Unwind_Action actions, _Unwind_Exception_Class class,
    struct _Unwind_Exception *exception, struct _Unwind_Context *context,
    void *argument)
{
    (void)version;
    (void)class;
    (void)exception;
    const bool at_end = actions & _UA_END_OF_STACK;
    const uintptr_t here = at_end ? UINTPTR_MAX : _Unwind_GetCFA(context);
    struct _Unwind_Context *const caller = at_end ? NULL : context;
    struct panic *recovered = ending_by(argument);
    if (recovered && (uintptr_t)recovered->ending >= here)
        return _URC_NO_REASON;
    if (recovered)
        end_left_frame(recovered, caller);
    unwinding_panic = argument;
    unwinding_end(defer_thread.panics);
    make_calls_below(here, caller);
    if (landings && (uintptr_t)landings < here)
        longjmp(landings->mark, 1);
    if (at_end)
        no_more_calls(defer_thread.panics);
    unwinding_begin(defer_thread.panics, here);
    return _URC_NO_REASON;
}

static void
make_open_calls(struct landing *here)
{
    struct defer_record *next = next_call((uintptr_t)here);
    while (
        !here->recovered && next && defer_record_frame(next) == here->frame) {
        make_next_call(next, NULL);
        next = next_call((uintptr_t)here);
    }
}

/* A call has recovered `panic`: the function makes the rest, and is unwound
 * further, to be returned from then. */
static void
end_when_unwound(struct defer_open_calls *calls, struct panic *panic,
    struct panic *unwound_by)
{
    panic->ending = defer_record_frame(&calls->record);
    panic->unwound_by = unwound_by;
    defer_return(panic->ending);
    calls->record =
        (struct defer_record){defer_thread.chain, 0, marked_by_an_end, panic};
    defer_thread.chain = &calls->record;
}

/* The function goes on being unwound, for a panic that may have taken over. */
void
defer_open_panic(struct defer_open_calls *calls)
{
    struct landing here = {.outer = landings,
        .frame = defer_record_frame(&calls->record),
        .unwinding = defer_thread.unwinding,
        .unwound_by = unwinding_panic};
    landings = &here;
    unwinding_end(defer_thread.panics);
    setjmp(here.mark);
    make_open_calls(&here);
    landings = here.outer;
    if (here.recovered)
        end_when_unwound(calls, here.recovered, here.unwound_by);
    else
        unwinding_begin(defer_thread.panics, here.unwinding);
}

static _Noreturn void
run(struct panic *panic)
{
    unwinding_begin(panic, UINTPTR_MAX);
    panic_frames_forget();
    _Unwind_ForcedUnwind(&panic->exception, unwound_to, panic);
    unwinding_end(panic); /* there is no way to unwind */
    make_calls_below(UINTPTR_MAX, NULL);
    no_more_calls(defer_thread.panics);
}

void
panic(struct panic_value value)
{
    run(panic_take(value));
}

void
panic_text(const char *text)
{
    panic((struct panic_value){PANIC_TEXT, {.text = text}});
}

void
panic_number(long number)
{
    panic((struct panic_value){PANIC_NUMBER, {.number = number}});
}

void
panic_error(const char *text)
{
    panic((struct panic_value){PANIC_ERROR, {.text = text}});
}

void
defer_null_function(void *argument)
{
    (void)argument;
    panic_error("runtime error: invalid memory address or nil pointer "
                "dereference");
}

void
panic_goexit(void)
{
    struct panic *panic = panic_take((struct panic_value){0});
    panic->goexit = true;
    run(panic);
}

struct panic_value
panic_recover_for(void *return_address)
{
    const char *from = return_address;
    struct panic *panic = defer_thread.panics;
    if (!panic || panic->goexit || panic->recovered || from < calls_begin ||
        from >= calls_end)
        return (struct panic_value){PANIC_NOTHING, {0}};
    panic->recovered = true;
    return panic->value;
}
