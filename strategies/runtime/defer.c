/* Records: a pool of two batches a thread, a central list of batches behind it,
 * beneath that the allocator (Go 1.19, runtime/panic.go: newdefer, freedefer).
 * Records of two allocators never mix: when a thread turns to another
 * allocator, the idle records of the one before go back to it. */
#include "strategies/runtime/defer_internal.h"

#include <errno.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

/* The end of every chain: belongs to no frame. */
static struct defer_record chain_end;

_Thread_local struct defer_thread defer_thread
    __attribute__((tls_model("initial-exec"))) = {
        .chain = &chain_end, .unwinding = UINTPTR_MAX};

/* Idle batches of one allocator, for all threads. A batch is a chain of
 * records; its first one's `argument` is the next batch, its `token` how many
 * it has. The head is read without the lock only to see whether it is NULL. */
static struct {
    pthread_mutex_t lock;
    struct defer_record *_Atomic batches;
    const struct allocator *allocator; /* guarded by lock */
} central = {.lock = PTHREAD_MUTEX_INITIALIZER};

static void
batch_release(const struct allocator *allocator, struct defer_record *batch)
{
    while (batch) {
        struct defer_record *record = batch;
        batch = record->link;
        allocator->release(record);
    }
}

static void
batches_release(const struct allocator *allocator, struct defer_record *batches)
{
    while (batches) {
        struct defer_record *batch = batches;
        batches = batch->argument;
        batch_release(allocator, batch);
    }
}

/* A batch of `allocator`, with its count in the token; NULL: none. */
static struct defer_record *
central_take(const struct allocator *allocator)
{
    if (!atomic_load_explicit(&central.batches, memory_order_relaxed))
        return NULL;
    pthread_mutex_lock(&central.lock);
    struct defer_record *batch = central.batches;
    if (central.allocator != allocator)
        batch = NULL;
    if (batch)
        central.batches = batch->argument;
    pthread_mutex_unlock(&central.lock);
    return batch;
}

/* Takes all batches out unless they are of `allocator`; the caller releases
 * them to `*owner`. Under the lock. */
static struct defer_record *
central_turn_to(
    const struct allocator *allocator, const struct allocator **owner)
{
    *owner = central.allocator;
    if (central.allocator == allocator)
        return NULL;
    struct defer_record *others = central.batches;
    central.batches = NULL;
    central.allocator = allocator;
    return others;
}

static void
central_give(
    const struct allocator *allocator, struct defer_record *batch, size_t count)
{
    if (!batch)
        return;
    pthread_mutex_lock(&central.lock);
    const struct allocator *owner;
    struct defer_record *others = central_turn_to(allocator, &owner);
    batch->token = count;
    batch->argument = central.batches;
    central.batches = batch;
    pthread_mutex_unlock(&central.lock);
    batches_release(owner, others);
}

/* The thread's pool. */

/* What ends with the thread: its idle records wait for other threads. */
static void
thread_end(void *unused)
{
    (void)unused;
    struct defer_pool *pool = &defer_thread.pool;
    central_give(pool->allocator, pool->spare, DEFER_BATCH);
    central_give(pool->allocator, pool->current, DEFER_BATCH - pool->room);
    *pool = (struct defer_pool){0};
    defer_panics_release();
}

static pthread_key_t end_key;
static pthread_once_t end_once = PTHREAD_ONCE_INIT;
static bool end_ready;

/* A child of fork must find the central list whole and unlocked. */
static void
central_lock(void)
{
    pthread_mutex_lock(&central.lock);
}

static void
central_unlock(void)
{
    pthread_mutex_unlock(&central.lock);
}

static void
end_begin(void)
{
    pthread_atfork(central_lock, central_unlock, central_unlock);
    end_ready = pthread_key_create(&end_key, thread_end) == 0;
}

void
defer_thread_will_end(void)
{
    pthread_once(&end_once, end_begin);
    if (end_ready)
        pthread_setspecific(end_key, &defer_thread);
}

static void
pool_release(struct defer_pool *pool)
{
    batch_release(pool->allocator, pool->spare);
    batch_release(pool->allocator, pool->current);
    *pool = (struct defer_pool){.room = DEFER_BATCH};
}

/* This thread's pool, for records of `allocator`. */
static struct defer_pool *
pool_of(const struct allocator *allocator)
{
    struct defer_pool *pool = &defer_thread.pool;
    if (pool->allocator != allocator) {
        defer_thread_will_end();
        pool_release(pool);
        pool->allocator = allocator;
    }
    return pool;
}

/* Makes `current` of the spare batch or of a central one. False: none. */
static bool
pool_fill(struct defer_pool *pool)
{
    if (pool->spare) {
        pool->current = pool->spare;
        pool->spare = NULL;
        pool->room = 0;
        return true;
    }
    struct defer_record *batch = central_take(pool->allocator);
    if (!batch)
        return false;
    pool->current = batch;
    pool->room = DEFER_BATCH - batch->token;
    return true;
}

struct defer_record *
defer_pool_refill(const struct allocator *allocator)
{
    struct defer_pool *pool = pool_of(allocator);
    if (!pool->current && !pool_fill(pool))
        return allocator->allocate(sizeof(struct defer_record));
    return defer_record_take(allocator);
}

void
defer_pool_overflow(
    const struct allocator *allocator, struct defer_record *record)
{
    struct defer_pool *pool = pool_of(allocator);
    if (!pool->room) {
        central_give(allocator, pool->spare, DEFER_BATCH);
        pool->spare = pool->current;
        pool->current = NULL;
        pool->room = DEFER_BATCH;
    }
    defer_record_give(allocator, record);
}

void
defer_settle(const struct allocator *allocator)
{
    if (defer_thread.pool.allocator == allocator)
        pool_release(&defer_thread.pool);
    pthread_mutex_lock(&central.lock);
    struct defer_record *batches = NULL;
    if (central.allocator == allocator) {
        batches = central.batches;
        central.batches = NULL;
    }
    pthread_mutex_unlock(&central.lock);
    batches_release(allocator, batches);
}

static void
call_plainly(void (*function)(void *), void *argument)
{
    function(argument);
}

void
defer_open_mark(void *unused)
{
    (void)unused;
}

/* Makes those still due; their record is the newest. */
static void
open_run(struct defer_open_calls *calls)
{
    while (calls->bits)
        defer_open_call_newest(calls, call_plainly);
    defer_thread.chain = calls->record.link;
}

static void
run_heap_record(struct defer_frame *frame, struct defer_record *newest)
{
    void (*function)(void *) = newest->function;
    void *argument = newest->argument;
    defer_thread.chain = newest->link;
    defer_record_give(frame->allocator, newest);
    function(argument);
}

static void
run_stack_record(struct defer_record *newest)
{
    if (newest->function == defer_open_mark) {
        open_run((struct defer_open_calls *)newest);
        return;
    }
    defer_thread.chain = newest->link;
    newest->function(newest->argument);
}

/* Takes the newest call off the chain and makes it. A record is given back
 * before its call runs, as Go does, so that a deferred call may defer again. */
static inline void
run_newest(struct defer_frame *frame)
{
    struct defer_record *newest = defer_thread.chain;
    if (newest->token & DEFER_ON_STACK)
        run_stack_record(newest);
    else
        run_heap_record(frame, newest);
}

void
defer_run_calls(struct defer_frame *frame)
{
    do
        run_newest(frame);
    while (defer_record_frame(defer_thread.chain) == frame);
}

/* Arguments of more than a word: a block of their own, freed after the call
 * even when that panics. */

bool
defer_register_copy(struct defer_frame *frame, void (*function)(void *),
    const void *argument, size_t size)
{
    struct defer_copy *copy = NULL;
    if (size <= SIZE_MAX - sizeof *copy)
        copy = frame->allocator->allocate(sizeof *copy + size);
    if (!copy) {
        errno = ENOMEM;
        return false;
    }
    copy->function = function ? function : defer_null_function;
    copy->allocator = frame->allocator;
    memcpy(copy->bytes, argument, size);
    if (defer_register(frame, defer_copy_run, copy))
        return true;
    frame->allocator->release(copy);
    return false;
}

static void
copy_release(void *argument)
{
    struct defer_copy *copy = argument;
    copy->allocator->release(copy);
}

void
defer_copy_call(struct defer_copy *copy, void (*call)(void (*)(void *), void *))
{
    struct defer_frame frame = DEFER_FRAME(copy->allocator);
    struct defer_record releasing;
    defer_register_once(&frame, &releasing, copy_release, copy);
    call(copy->function, copy->bytes);
    defer_return(&frame);
}

void
defer_copy_run(void *copy)
{
    defer_copy_call(copy, call_plainly);
}

void
defer_open_unwind(struct defer_open_calls *calls, struct defer_frame *frame,
    void (*const *functions)(void *))
{
    defer_register_once(
        frame, &calls->record, defer_open_mark, (void *)(uintptr_t)functions);
    if ((uintptr_t)calls >= defer_thread.unwinding)
        defer_open_panic(calls);
    else
        open_run(calls);
}

void
defer_open_call_newest(
    struct defer_open_calls *calls, void (*call)(void (*)(void *), void *))
{
    void (*const *functions)(void *) = calls->record.argument;
    unsigned place = 63u - (unsigned)__builtin_clzll(calls->bits);
    calls->bits &= ~(UINT64_C(1) << place);
    call(functions[place], calls->arguments[place]);
}
