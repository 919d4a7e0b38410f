/* A mutex out of an array, held until released; use changes what it guards.
 * Every thread walks the array upwards, and starts over only while it holds
 * none, so that holding many of them cannot deadlock. */
#ifndef BENCH_RESOURCES_LOCK_H
#define BENCH_RESOURCES_LOCK_H

#include "strategies/resource.h"

#include <pthread.h>
#include <stdatomic.h>

enum { LOCK_GUARDED = 64 /* bytes */ };

struct lock {
    __attribute__((aligned(64))) pthread_mutex_t mutex;
    _Atomic(const void *) owner; /* the holder's &lock_walk; NULL: parked */
    char guarded[LOCK_GUARDED];
};

extern struct lock *lock_array;
extern size_t lock_count;

/* Where a thread is in the array. Its address stands for the thread. */
struct lock_walk {
    size_t next;
    size_t held;
    unsigned prepared; /* the array it walks: a count of prepares */
};
extern __thread struct lock_walk lock_walk;
extern unsigned lock_prepared; /* changes only while no thread walks */

/* Locks it. Relaxed: only the mutex orders; a thread asks no more of `owner`
 * than whether it is the holder itself. */
static inline void *
lock_take(struct lock *lock)
{
    pthread_mutex_lock(&lock->mutex);
    atomic_store_explicit(&lock->owner, &lock_walk, memory_order_relaxed);
    lock_walk.held++;
    return lock;
}

/* Makes `count` mutexes, shared by all threads. */
bool
lock_prepare(size_t size, size_t count, unsigned threads);
void
lock_finish(void);

/* Back to the start of the array. False and errno = EDEADLK while the thread
 * holds locks further up. */
bool
lock_start_over(void);

static inline void *
lock_acquire(const struct allocator *allocator, size_t size)
{
    (void)allocator;
    (void)size;
    if (lock_walk.next >= lock_count || lock_walk.prepared != lock_prepared) {
        if (!lock_start_over())
            return NULL;
    }
    return lock_take(&lock_array[lock_walk.next++]);
}

static inline bool
lock_use(const struct allocator *allocator, void *handle, size_t size)
{
    (void)allocator;
    struct lock *lock = (struct lock *)handle;
    for (size_t i = 0; i < size && i < LOCK_GUARDED; i++)
        lock->guarded[i]++;
    return true;
}

static inline void
lock_park(void *handle)
{
    struct lock *lock = (struct lock *)handle;
    atomic_store_explicit(&lock->owner, NULL, memory_order_relaxed);
    lock_walk.held--;
    pthread_mutex_unlock(&lock->mutex);
}

static inline void
lock_release(const struct allocator *allocator, void *handle)
{
    (void)allocator;
    struct lock *lock = (struct lock *)handle;
    if (atomic_load_explicit(&lock->owner, memory_order_relaxed) == &lock_walk)
        lock_park(lock);
}

static inline bool
lock_reset(void *handle)
{
    return lock_take((struct lock *)handle) != NULL;
}

static const struct resource lock_resource = {
    .name = "lock",
    .summary =
        "a mutex of an array shared by the threads; use changes its data",
    .sizes = {64},
    .telling_size = 64,
    .prepare = lock_prepare,
    .finish = lock_finish,
    .acquire = lock_acquire,
    .use = lock_use,
    .release = lock_release,
    .park = lock_park,
    .reset = lock_reset,
};

#endif
