/* The pool's slow halves, and the numbers that give each thread its slot. */
#include "strategies/runtime/pool.h"

#include <stdint.h>

_Thread_local unsigned pool_thread_number;

/* Numbers are lent to threads and taken back when they end; a number's next
 * thread finds in the slot what the last one left there. */
static pthread_mutex_t numbers_lock = PTHREAD_MUTEX_INITIALIZER;
static bool numbers_taken[POOL_THREADS]; /* guarded by numbers_lock */
static pthread_key_t numbers_key;
static pthread_once_t numbers_once = PTHREAD_ONCE_INIT;
static bool numbers_ready;

static void
number_give_back(void *number)
{
    pthread_mutex_lock(&numbers_lock);
    numbers_taken[(uintptr_t)number - 1] = false;
    pthread_mutex_unlock(&numbers_lock);
    pool_thread_number = 0;
}

static void
numbers_begin(void)
{
    numbers_ready = pthread_key_create(&numbers_key, number_give_back) == 0;
}

/* A free number from 1, or 0 when all are lent. */
static unsigned
number_take(void)
{
    unsigned number = 0;
    pthread_mutex_lock(&numbers_lock);
    for (unsigned i = 0; i < POOL_THREADS && number == 0; i++)
        if (!numbers_taken[i])
            number = i + 1;
    if (number)
        numbers_taken[number - 1] = true;
    pthread_mutex_unlock(&numbers_lock);
    return number;
}

/* Lends the calling thread a number. False when it has one already, or there
 * is none to be had. */
static bool
number_lend(void)
{
    if (pool_thread_number)
        return false;
    pthread_once(&numbers_once, numbers_begin);
    unsigned number = numbers_ready ? number_take() : 0;
    if (!number)
        return false;
    if (pthread_setspecific(numbers_key, (void *)(uintptr_t)number)) {
        number_give_back((void *)(uintptr_t)number);
        return false;
    }
    pool_thread_number = number;
    return true;
}

void *
pool_get_shared(struct pool *pool)
{
    if (number_lend())
        return pool_get(pool);
    pthread_mutex_lock(&pool->lock);
    void *object = NULL;
    if (pool->shared_count)
        object = pool->shared[--pool->shared_count];
    pthread_mutex_unlock(&pool->lock);
    return object;
}

bool
pool_put_shared(struct pool *pool, void *object)
{
    if (number_lend())
        return pool_put(pool, object);
    pthread_mutex_lock(&pool->lock);
    bool room = pool->shared_count < POOL_SHARED_CAPACITY;
    if (room)
        pool->shared[pool->shared_count++] = object;
    pthread_mutex_unlock(&pool->lock);
    return room;
}

void
pool_drain(struct pool *pool, void (*discard)(void *object))
{
    for (unsigned i = 0; i < POOL_THREADS; i++) {
        void *object = pool->slots[i].object;
        pool->slots[i].object = NULL;
        if (object)
            discard(object);
    }
    pthread_mutex_lock(&pool->lock);
    while (pool->shared_count)
        discard(pool->shared[--pool->shared_count]);
    pthread_mutex_unlock(&pool->lock);
}
