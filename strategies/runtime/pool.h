/* A pool of used objects after Go's sync.Pool (Go 1.19, sync/pool.go): a
 * private slot per thread, behind it the thread's own chain of rings
 * (pool_ring.h), which others steal from, behind all of them the victims: what
 * the last epoch (pool_epoch.h) found idle. An object that is idle for two
 * epochs is discarded.
 *
 *     static struct pool buffers = POOL_INITIALIZER(
 *         .create = make_buffer, .reset = empty_buffer,
 *         .discard = free_buffer);
 *     struct buffer *buffer = pool_get(&buffers);
 *     ...
 *     if (!pool_put(&buffers, buffer))
 *         free_buffer(NULL, buffer);
 *
 * Go moves objects while the world is stopped. Here owners go on meanwhile:
 * - Chains. An epoch takes from them at the tail, as any thief does, and
 *   pushes into chains of victims, whose only producer it is.
 * - Private slots. An owner takes by a load and a store, which an epoch could
 *   fall between. So they meet as in Dekker's algorithm: the owner empties its
 *   slot and then reads `claimed`; the epoch sets `claimed` and then reads the
 *   slot. The owner's two steps stand in program order only. The epoch makes
 *   that enough: between its own two it has every running thread pass a full
 *   barrier (Linux, membarrier). Where a thread passed it after emptying its
 *   slot, the epoch finds the slot empty. Where it passed it before, the
 *   thread finds `claimed`, and asks under the lock who got the object.
 *   `claimed` stays until the owner has asked, so an owner that slept through
 *   a whole epoch, or several, between load and store still finds it. And a
 *   slot that an epoch took from says POOL_ASK, which makes the owner ask
 *   before it puts anything there; so what one claim took is known until its
 *   owner has heard of it, and no later claim overwrites that.
 *   Without membarrier private slots are left alone: at most one object a
 *   thread then outlives its epochs.
 * - Rings. A ring that was emptied is freed by its producer when no thread is
 *   announced as a thief (`steals`). A thief announces itself and then reads
 *   the tail; the ring was cut off the tail before the announcements are read.
 *   All of these are sequentially consistent, so a thief that was not seen
 *   sees the new tail.
 *
 * A child of fork may use its pools: what other threads of the parent were in
 * the middle of is lost to it, a leak of an object or a ring at most.
 *
 * Lock order: an epoch's, the registry's (both in pool_internal.h), the
 * pool's. No callback runs under the latter two. */
#ifndef STRATEGIES_RUNTIME_POOL_H
#define STRATEGIES_RUNTIME_POOL_H

#include "strategies/runtime/pool_checks.h"
#include "strategies/runtime/pool_ring.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
    POOL_THREADS = 256,        /* that have a shard of their own at once */
    POOL_CACHE_LINE = 64,      /* bytes */
    POOL_SHARD_ALIGNMENT = 128 /* bytes: lines are fetched in pairs */
};

/* What a private slot says when it holds no object. */
#define POOL_ASK ((void *)0)             /* the slow path must look first */
#define POOL_EMPTY ((void *)UINTPTR_MAX) /* the owner may put one here */

/* One thread's part of a pool. The first line is the owner's, the second is
 * read by thieves. */
struct pool_shard {
    _Alignas(POOL_SHARD_ALIGNMENT) _Atomic(void *) private;
    atomic_bool claimed;  /* an epoch came by; the owner has not asked yet */
    atomic_bool steals;   /* the owner is a thief at this moment */
    void *claimed_object; /* what it took; guarded by the pool's lock */
    _Alignas(POOL_CACHE_LINE) struct pool_chain local;
    struct pool_chain victim; /* the epoch is its producer */
};

/* Zero but for POOL_INITIALIZER. Its address must not change between its first
 * use and pool_drain. */
struct pool {
    /* Shard 0 is for threads beyond POOL_THREADS: whoever holds the lock. */
    struct pool_shard shards[POOL_THREADS + 1];
    pthread_mutex_t lock;
    _Atomic unsigned shards_end; /* no shard from here on was ever used */
    _Atomic uint64_t victims;    /* the epoch they are of; 0: none are left */
    atomic_bool epoch_steals;    /* an epoch is a thief at this moment */
    atomic_bool registered;
    struct pool *next; /* guarded by the registry's lock */

    /* Set by POOL_INITIALIZER; each may be NULL but for `create`, which
     * pool_get needs. create: a new object, or NULL and errno. reset: called
     * before an object is used again; false when it can no longer serve.
     * discard: the end of an object; it must not advance an epoch, drain a
     * pool, fork, or wait for a thread that does. */
    const char *name; /* for messages */
    void *(*create)(void *context);
    bool (*reset)(void *context, void *object);
    void (*discard)(void *context, void *object);
    void *context;

    /* Bytes of an object that POOL_CHECKS may watch; 0: not memory. */
    size_t object_size;

    /* Variants. At most so many objects per thread beside the private one (a
     * power of two; 0: no bound), beyond which put refuses. */
    uint32_t bound;
    bool without_victims; /* an epoch discards what it finds idle */
    bool without_thieves; /* a thread gets only what it put itself */
};

#define POOL_INITIALIZER(...)                                                  \
    {                                                                          \
        .lock = PTHREAD_MUTEX_INITIALIZER, __VA_ARGS__                         \
    }

/* Where in a pool the calling thread's shard lies, in bytes behind shard 0:
 * that one for a thread without a shard of its own. */
extern _Thread_local size_t pool_shard_offset
    __attribute__((tls_model("initial-exec")));

static inline struct pool_shard *
pool_shard_here(struct pool *pool)
{
    return (struct pool_shard *)((char *)pool->shards + pool_shard_offset);
}

static inline bool
pool_is_object(const void *slot)
{
    return (uintptr_t)slot - 1 < UINTPTR_MAX - 1;
}

/* The slow halves of the three functions below. */
void *
pool_take_slow(struct pool *pool);
void *
pool_take_contested(struct pool *pool, void *object);
bool
pool_put_slow(struct pool *pool, void *object);

/* As pool_take, but unwatched by POOL_CHECKS. A hit takes 8 instructions on
 * x86-64, none of them locked. */
static inline __attribute__((always_inline)) void *
pool_take_unchecked(struct pool *pool)
{
    struct pool_shard *shard = pool_shard_here(pool);
    void *object = atomic_load_explicit(&shard->private, memory_order_relaxed);
    if (__builtin_expect(!pool_is_object(object), 0))
        return pool_take_slow(pool);
    atomic_store_explicit(&shard->private, POOL_EMPTY, memory_order_relaxed);
    /* First the store, then the load: pairs with the epoch's membarrier. */
    atomic_signal_fence(memory_order_seq_cst);
    if (__builtin_expect(
            atomic_load_explicit(&shard->claimed, memory_order_relaxed), 0))
        return pool_take_contested(pool, object);
    return object;
}

/* As pool_put, but unwatched. A hit takes 4 instructions. */
static inline __attribute__((always_inline)) bool
pool_put_unchecked(struct pool *pool, void *object)
{
    struct pool_shard *shard = pool_shard_here(pool);
    if (__builtin_expect(atomic_load_explicit(&shard->private,
                             memory_order_relaxed) != POOL_EMPTY,
            0))
        return pool_put_slow(pool, object);
    /* Release: pairs with the epoch's acquire in claim_all. */
    atomic_store_explicit(&shard->private, object, memory_order_release);
    return true;
}

/* An object put earlier, as it was put, now the caller's; NULL when there is
 * none. */
static inline __attribute__((always_inline)) void *
pool_take(struct pool *pool)
{
    void *object = pool_take_unchecked(pool);
    pool_check_leave(pool, object);
    return object;
}

/* Hands `object` to the pool: any pointer or number but NULL and the largest.
 * False when the pool refuses, for its bound or for want of memory: the object
 * is still the caller's. */
static inline __attribute__((always_inline)) bool
pool_put(struct pool *pool, void *object)
{
    pool_check_enter(pool, object);
    if (__builtin_expect(pool_put_unchecked(pool, object), 1))
        return true;
    pool_check_leave(pool, object);
    return false;
}

/* An object put earlier and reset, or else a new one; the caller's. NULL and
 * errno when it cannot be created. */
static inline void *
pool_get(struct pool *pool)
{
    void *object;
    while ((object = pool_take(pool)) != NULL) {
        if (!pool->reset || pool->reset(pool->context, object))
            return object;
        if (pool->discard)
            pool->discard(pool->context, object);
    }
    return pool->create(pool->context);
}

/* Discards every object and frees all memory: `pool` may be freed or used
 * again. No other thread may be using it meanwhile. */
void
pool_drain(struct pool *pool);

#endif
