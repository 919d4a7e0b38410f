/* A lock that counts, under itself, how often the heap's work took it: a slow
 * path pays one addition to a line that it owns already. */
#ifndef ALLOCATORS_TIERS_COUNTED_LOCK_H
#define ALLOCATORS_TIERS_COUNTED_LOCK_H

#include "allocators/tiers/hints.h"

#include <pthread.h>
#include <stdint.h>

struct counted_lock {
    pthread_mutex_t mutex; /* guards the counts and what its owner says */
    uint64_t taken;
    uint64_t waited; /* of those, found held by another thread */
};

#define COUNTED_LOCK_INITIALIZER                                               \
    {                                                                          \
        .mutex = PTHREAD_ADAPTIVE_MUTEX_INITIALIZER_NP                         \
    }

static inline void
counted_lock_take(struct counted_lock *lock)
{
    if (rarely(pthread_mutex_trylock(&lock->mutex) != 0)) {
        pthread_mutex_lock(&lock->mutex);
        lock->waited++;
    }
    lock->taken++;
}

/* For who only looks, at its counts among others: is not counted. */
static inline void
counted_lock_hold(struct counted_lock *lock)
{
    pthread_mutex_lock(&lock->mutex);
}

/* After either. */
static inline void
counted_lock_release(struct counted_lock *lock)
{
    pthread_mutex_unlock(&lock->mutex);
}

#endif
