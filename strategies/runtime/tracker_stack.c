#include "strategies/runtime/tracker_stack.h"

#include "strategies/runtime/tracker_internal.h"

#include <string.h>
#include <unwind.h>

/* Where a frame begins with the caller's frame pointer and the address to
 * return to. Elsewhere every stack is unwound. */
#if defined(__x86_64__) || defined(__aarch64__)
enum { HAS_FRAME_POINTERS = 1 };
#else
enum { HAS_FRAME_POINTERS = 0 };
#endif

enum {
    FRAME_WORDS = 2,
    START_FRAMES = 2 /* of libc, which begin main or a thread, keep none */
};

/* Where the calling thread's own stack begins, and where its last frame can.
 * On another stack, such as a coroutine's, frame pointers are not followed. */
static _Thread_local struct {
    bool known;
    uintptr_t low, end;
} own_stack;

static void
find_own_stack(void)
{
    pthread_attr_t attributes;
    void *low;
    size_t bytes;
    own_stack.known = true;
    bool before = tracker_inside;
    tracker_inside = true; /* libc allocates here */
    if (pthread_getattr_np(pthread_self(), &attributes) == 0) {
        pthread_attr_getstack(&attributes, &low, &bytes);
        pthread_attr_destroy(&attributes);
        own_stack.low = (uintptr_t)low;
        own_stack.end =
            (uintptr_t)low + bytes - FRAME_WORDS * sizeof(uintptr_t);
    }
    tracker_inside = before;
}

/* Each frame lies further up than the one before, so a chain that goes astray
 * in code without frame pointers still ends. */
static unsigned
read_frame_pointers(const void *frame, const void **frames, unsigned depth)
{
    uintptr_t at = (uintptr_t)frame;
    if (!own_stack.known)
        find_own_stack();
    const uintptr_t end = own_stack.end;
    if (!HAS_FRAME_POINTERS || at < own_stack.low || at > end)
        return 0;
    unsigned length = 0;
    while (length < depth) {
        const uintptr_t *words = (const uintptr_t *)at;
        if (!words[1])
            break;
        frames[length++] = (const void *)words[1];
        if (words[0] <= at || words[0] > end || words[0] % sizeof *words)
            break;
        at = words[0];
    }
    return length;
}

struct unwinding {
    const void *first; /* the address to begin with; NULL: begun */
    const void **frames;
    unsigned length, depth;
};

static _Unwind_Reason_Code
unwind_step(struct _Unwind_Context *context, void *argument)
{
    struct unwinding *unwinding = argument;
    const void *address = (const void *)_Unwind_GetIP(context);
    if (unwinding->first && address != unwinding->first)
        return _URC_NO_REASON;
    unwinding->first = NULL;
    if (!address || unwinding->length == unwinding->depth)
        return _URC_END_OF_STACK;
    unwinding->frames[unwinding->length++] = address;
    return _URC_NO_REASON;
}

static unsigned
read_unwinder(const void *first, const void **frames, unsigned depth)
{
    struct unwinding unwinding = {first, frames, 0, depth};
    _Unwind_Backtrace(unwind_step, &unwinding);
    return unwinding.length;
}

/* What a frame returns to: the frame has been asked for by its function, so it
 * begins as all do where frame pointers are kept. */
static const void *
return_address_of(const void *frame)
{
    return ((const void *const *)frame)[1];
}

unsigned
tracker_stack_read(enum tracker_way way, const void *frame, const void **frames,
    unsigned depth)
{
    return way == TRACKER_BY_FRAME_POINTERS
               ? read_frame_pointers(frame, frames, depth)
               : read_unwinder(return_address_of(frame), frames, depth);
}

/* No multiplication waits for the one before: that takes a quarter of the time
 * off a stack of 64 frames. */
static uint64_t
hash_of(const void *const *frames, unsigned depth)
{
    uint64_t hash = depth;
    for (unsigned i = 0; i < depth; i++)
        hash = (hash << 7 | hash >> 57) +
               (uintptr_t)frames[i] * 0x9e3779b97f4a7c15u;
    hash = (hash ^ hash >> 32) * 0xd6e8feb86659fd93u;
    return hash ^ hash >> 32;
}

static bool
is_same(const struct tracker_stack *stack, uint64_t hash,
    const void *const *frames, unsigned depth)
{
    return stack->hash == hash && stack->depth == depth &&
           memcmp(stack->frames, frames, depth * sizeof *frames) == 0;
}

static struct tracker_stack *
stack_find(struct tracker_stacks *stacks, uint64_t hash,
    const void *const *frames, unsigned depth)
{
    struct tracker_stack *stack = atomic_load_explicit(
        &stacks->buckets[hash % TRACKER_STACK_BUCKETS], memory_order_acquire);
    while (stack && !is_same(stack, hash, frames, depth))
        stack = stack->next;
    return stack;
}

static void
stack_publish(struct tracker_stacks *stacks, struct tracker_stack *stack)
{
    _Atomic(struct tracker_stack *) *bucket =
        &stacks->buckets[stack->hash % TRACKER_STACK_BUCKETS];
    stack->next = atomic_load_explicit(bucket, memory_order_relaxed);
    stack->id =
        atomic_fetch_add_explicit(&stacks->count, 1, memory_order_relaxed);
    atomic_store_explicit(bucket, stack, memory_order_release);
}

/* The stack of these frames, made when there is none yet. NULL without
 * memory. */
static struct tracker_stack *
stack_intern(struct tracker_stacks *stacks, uint64_t hash,
    const void *const *frames, unsigned depth, bool broken)
{
    pthread_mutex_lock(&stacks->lock);
    struct tracker_stack *stack = stack_find(stacks, hash, frames, depth);
    if (!stack) {
        size_t bytes = depth * sizeof *frames;
        stack = tracker_arena_take(&stacks->arena, sizeof *stack + bytes);
        if (stack) {
            stack->hash = hash;
            stack->depth = (uint16_t)depth;
            stack->broken = broken;
            memcpy(stack->frames, frames, bytes);
            stack_publish(stacks, stack);
        }
    }
    pthread_mutex_unlock(&stacks->lock);
    return stack;
}

/* The stack of these frames. NULL without memory. */
static const struct tracker_stack *
stack_of(
    struct tracker_stacks *stacks, const void *const *frames, unsigned depth)
{
    uint64_t hash = hash_of(frames, depth);
    struct tracker_stack *stack = stack_find(stacks, hash, frames, depth);
    return stack ? stack : stack_intern(stacks, hash, frames, depth, false);
}

/* The stack as the unwinder sees it; where it does not even see `first`, that
 * alone. */
static const struct tracker_stack *
stack_unwound(struct tracker_stacks *stacks, const void *first, unsigned depth)
{
    const void *frames[TRACKER_DEPTH_MOST];
    unsigned length = read_unwinder(first, frames, depth);
    if (!length)
        frames[length++] = first;
    return stack_of(stacks, frames, length);
}

/* Whether the unwinder sees what a chain of frame pointers does, but for what
 * began the thread. */
static bool
is_confirmed(const void *const *chain, unsigned length, unsigned depth)
{
    const void *frames[TRACKER_DEPTH_MOST];
    unsigned unwound = read_unwinder(chain[0], frames, depth);
    return unwound >= length && unwound <= length + START_FRAMES &&
           memcmp(frames, chain, length * sizeof *chain) == 0;
}

const struct tracker_stack *
tracker_stack_here(
    struct tracker_stacks *stacks, const void *frame, unsigned depth)
{
    const void *frames[TRACKER_DEPTH_MOST];
    unsigned length = read_frame_pointers(frame, frames, depth);
    if (!length)
        return stack_unwound(stacks, return_address_of(frame), depth);
    uint64_t hash = hash_of(frames, length);
    const struct tracker_stack *chain =
        stack_find(stacks, hash, frames, length);
    if (!chain)
        chain = stack_intern(
            stacks, hash, frames, length, !is_confirmed(frames, length, depth));
    return chain && chain->broken ? stack_unwound(stacks, frames[0], depth)
                                  : chain;
}
