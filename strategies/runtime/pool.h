/* A bounded pool of objects: one private slot per thread, taken and filled
 * without a lock, and behind the slots one shared list under a lock. */
#ifndef STRATEGIES_RUNTIME_POOL_H
#define STRATEGIES_RUNTIME_POOL_H

#include <pthread.h>
#include <stdbool.h>
#include <stddef.h>

enum {
    POOL_THREADS = 256,         /* that have a private slot at once */
    POOL_SHARED_CAPACITY = 256, /* objects; beyond, put is refused */
    POOL_CACHE_LINE = 64        /* bytes */
};

struct pool_slot {
    _Alignas(POOL_CACHE_LINE) void *object;
};

struct pool {
    struct pool_slot slots[POOL_THREADS]; /* each its thread's own */
    pthread_mutex_t lock;                 /* guards shared and shared_count */
    void *shared[POOL_SHARED_CAPACITY];
    size_t shared_count;
};

#define POOL_INITIALIZER                                                       \
    {                                                                          \
        .lock = PTHREAD_MUTEX_INITIALIZER                                      \
    }

/* The calling thread's slot number plus one; 0 before its first use of any
 * pool and for threads beyond POOL_THREADS. */
extern _Thread_local unsigned pool_thread_number;

/* The slow halves: no slot yet, or the slot is empty or taken. */
void *
pool_get_shared(struct pool *pool);
bool
pool_put_shared(struct pool *pool, void *object);

/* An object put earlier, now the caller's, or NULL when there is none. */
static inline void *
pool_get(struct pool *pool)
{
    unsigned number = pool_thread_number;
    if (__builtin_expect(number == 0, 0))
        return pool_get_shared(pool);
    void *object = pool->slots[number - 1].object;
    if (__builtin_expect(!object, 0))
        return pool_get_shared(pool);
    pool->slots[number - 1].object = NULL;
    return object;
}

/* Hands `object` to the pool. False when the pool is full: the object is still
 * the caller's. */
static inline bool
pool_put(struct pool *pool, void *object)
{
    unsigned number = pool_thread_number;
    if (__builtin_expect(number == 0, 0))
        return pool_put_shared(pool, object);
    if (__builtin_expect(pool->slots[number - 1].object != NULL, 0))
        return pool_put_shared(pool, object);
    pool->slots[number - 1].object = object;
    return true;
}

/* Empties the pool: discard(object) for each. No other thread may be using the
 * pool meanwhile. */
void
pool_drain(struct pool *pool, void (*discard)(void *object));

#endif
