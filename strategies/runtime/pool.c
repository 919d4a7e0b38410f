/* The pool's slow halves, and the threads that have a shard in it. */
#include "strategies/runtime/pool.h"

#include "strategies/runtime/pool_internal.h"

_Thread_local size_t pool_shard_offset
    __attribute__((tls_model("initial-exec")));

/* A thread that has ended once gets no shard again: nobody would be told. */
static _Thread_local bool ended;

/* Guards all of the registry: which shards are lent, and the list of pools. */
static pthread_mutex_t registry_lock = PTHREAD_MUTEX_INITIALIZER;
static bool lent[POOL_THREADS + 1]; /* 0 is nobody's */
static struct pool *pools;

static pthread_key_t end_key;
static pthread_once_t end_once = PTHREAD_ONCE_INIT;
static bool end_is_told; /* written once, by end_prepare */

static size_t
shard_number(void)
{
    return pool_shard_offset / sizeof(struct pool_shard);
}

struct pool *
pool_registry_first(void)
{
    pthread_mutex_lock(&registry_lock);
    struct pool *first = pools;
    pthread_mutex_unlock(&registry_lock);
    return first;
}

void
pool_registry_lock_all(void)
{
    pthread_mutex_lock(&registry_lock);
    for (struct pool *pool = pools; pool; pool = pool->next)
        pthread_mutex_lock(&pool->lock);
}

void
pool_registry_unlock_all(void)
{
    for (struct pool *pool = pools; pool; pool = pool->next)
        pthread_mutex_unlock(&pool->lock);
    pthread_mutex_unlock(&registry_lock);
}

static void
registry_add(struct pool *pool)
{
    pool_survive_fork();
    pthread_mutex_lock(&registry_lock);
    if (!atomic_load_explicit(&pool->registered, memory_order_relaxed)) {
        pool->next = pools;
        pools = pool;
        atomic_store_explicit(&pool->registered, true, memory_order_relaxed);
    }
    pthread_mutex_unlock(&registry_lock);
}

static void
registry_remove(struct pool *pool)
{
    pthread_mutex_lock(&registry_lock);
    struct pool **link = &pools;
    while (*link && *link != pool)
        link = &(*link)->next;
    if (*link)
        *link = pool->next;
    atomic_store_explicit(&pool->registered, false, memory_order_relaxed);
    pthread_mutex_unlock(&registry_lock);
}

/* The owner hears what epochs did to its shard, and may use the slot again.
 * True unless an epoch took `object`, which the owner had in hand already. */
static bool
shard_ask(struct pool *pool, struct pool_shard *own, const void *object)
{
    pthread_mutex_lock(&pool->lock);
    bool kept = own->claimed_object != object;
    own->claimed_object = NULL;
    if (atomic_load_explicit(&own->private, memory_order_relaxed) == POOL_ASK)
        atomic_store_explicit(&own->private, POOL_EMPTY, memory_order_relaxed);
    atomic_store_explicit(&own->claimed, false, memory_order_relaxed);
    unsigned end = (unsigned)(own - pool->shards) + 1;
    if (atomic_load_explicit(&pool->shards_end, memory_order_relaxed) < end)
        atomic_store(&pool->shards_end, end);
    pthread_mutex_unlock(&pool->lock);
    own->local.restart = true;
    return kept;
}

/* The private object, taken by its owner; NULL when there is none. */
static void *
take_private(struct pool *pool, struct pool_shard *own)
{
    void *object = atomic_load_explicit(&own->private, memory_order_relaxed);
    if (!pool_is_object(object))
        return NULL;
    atomic_store_explicit(&own->private, POOL_EMPTY, memory_order_relaxed);
    atomic_signal_fence(memory_order_seq_cst); /* as in pool_take_unchecked */
    if (atomic_load_explicit(&own->claimed, memory_order_relaxed) &&
        !shard_ask(pool, own, object))
        return NULL;
    return object;
}

/* An ending thread's private object goes where others can steal it; without
 * memory for a ring it stays for the slot's next thread, or an epoch. */
static void
shard_leave(struct pool *pool, struct pool_shard *own)
{
    void *object = take_private(pool, own);
    if (object && !pool_chain_push(&own->local, object, pool->bound))
        atomic_store_explicit(&own->private, object, memory_order_release);
}

static void
thread_end(void *unused)
{
    (void)unused;
    pthread_mutex_lock(&registry_lock);
    for (struct pool *pool = pools; pool; pool = pool->next)
        shard_leave(pool, pool_shard_here(pool));
    lent[shard_number()] = false;
    pthread_mutex_unlock(&registry_lock);
    pool_shard_offset = 0;
    ended = true;
}

static void
end_prepare(void)
{
    end_is_told = pthread_key_create(&end_key, thread_end) == 0;
}

/* The lowest shard that is not lent, now lent; 0 when there is none. What its
 * last thread left in it is the next one's. */
static size_t
shard_borrow(void)
{
    pthread_mutex_lock(&registry_lock);
    size_t number = 1;
    while (number <= POOL_THREADS && lent[number])
        number++;
    if (number > POOL_THREADS)
        number = 0;
    else
        lent[number] = true;
    pthread_mutex_unlock(&registry_lock);
    return number;
}

/* True when the calling thread has a shard of its own, in every pool. */
static bool
thread_has_shard(void)
{
    if (pool_shard_offset)
        return true;
    pthread_once(&end_once, end_prepare);
    if (ended || !end_is_told || pthread_setspecific(end_key, &end_key))
        return false;
    pool_shard_offset = shard_borrow() * sizeof(struct pool_shard);
    if (!pool_shard_offset)
        pthread_setspecific(end_key, NULL);
    return pool_shard_offset != 0;
}

/* The calling thread's shard, ready for it as its owner. Without one of its
 * own: shard 0, and the pool is locked until shard_release. */
static struct pool_shard *
shard_acquire(struct pool *pool)
{
    if (!atomic_load_explicit(&pool->registered, memory_order_relaxed))
        registry_add(pool);
    if (!thread_has_shard()) {
        pthread_mutex_lock(&pool->lock);
        if (atomic_load_explicit(&pool->shards_end, memory_order_relaxed) == 0)
            atomic_store(&pool->shards_end, 1);
        return pool->shards;
    }
    struct pool_shard *own = pool_shard_here(pool);
    if (atomic_load_explicit(&own->private, memory_order_relaxed) == POOL_ASK ||
        atomic_load_explicit(&own->claimed, memory_order_relaxed))
        shard_ask(pool, own, NULL);
    return own;
}

static void
shard_release(struct pool *pool, struct pool_shard *own)
{
    if (own == pool->shards)
        pthread_mutex_unlock(&pool->lock);
}

/* False only when no thief can hold a ring that was cut off before. */
static bool
somebody_steals(struct pool *pool)
{
    unsigned end = atomic_load(&pool->shards_end);
    for (unsigned i = 0; i < end; i++)
        if (atomic_load(&pool->shards[i].steals))
            return true;
    return atomic_load(&pool->epoch_steals);
}

void
pool_reclaim(struct pool *pool, struct pool_chain *chain)
{
    struct pool_ring *rings = pool_chain_take_retired(chain);
    if (!rings)
        return;
    if (somebody_steals(pool))
        pool_chain_retire(chain, rings);
    else
        pool_rings_free(rings);
}

void *
pool_steal(atomic_bool *steals, struct pool_chain *chain)
{
    if (!atomic_load_explicit(&chain->tail, memory_order_relaxed))
        return NULL;
    atomic_store(steals, true); /* pairs with somebody_steals */
    void *object = pool_chain_steal(chain);
    atomic_store_explicit(steals, false, memory_order_release);
    return object;
}

/* Steals from the others' chains, the neighbour's first. */
static void *
take_from_others(struct pool *pool, struct pool_shard *own)
{
    unsigned end = atomic_load(&pool->shards_end);
    unsigned start = (unsigned)(own - pool->shards);
    for (unsigned i = 1; i < end; i++) {
        struct pool_shard *other = &pool->shards[(start + i) % end];
        void *object = pool_steal(&own->steals, &other->local);
        if (object)
            return object;
    }
    return NULL;
}

/* Only after all chains are empty, so that victims come of age. */
static void *
take_victim(struct pool *pool, struct pool_shard *own)
{
    /* Acquire: pairs with the release in pool_epoch.c. */
    uint64_t epoch = atomic_load_explicit(&pool->victims, memory_order_acquire);
    if (!epoch)
        return NULL;
    void *object = pool_steal(&own->steals, &own->victim);
    if (object || pool->without_thieves)
        return object;
    unsigned end = atomic_load(&pool->shards_end);
    unsigned start = (unsigned)(own - pool->shards);
    for (unsigned i = 1; i < end && !object; i++)
        object =
            pool_steal(&own->steals, &pool->shards[(start + i) % end].victim);
    if (!object) /* unless a new epoch has begun: nobody need look again */
        atomic_compare_exchange_strong_explicit(&pool->victims, &epoch, 0,
            memory_order_relaxed, memory_order_relaxed);
    return object;
}

static void *
take_as(struct pool *pool, struct pool_shard *own)
{
    void *object = take_private(pool, own);
    if (!object)
        object = pool_chain_pop(&own->local);
    if (!object && !pool->without_thieves)
        object = take_from_others(pool, own);
    return object ? object : take_victim(pool, own);
}

void *
pool_take_slow(struct pool *pool)
{
    struct pool_shard *own = shard_acquire(pool);
    void *object = take_as(pool, own);
    shard_release(pool, own);
    return object;
}

void *
pool_take_contested(struct pool *pool, void *object)
{
    struct pool_shard *own = pool_shard_here(pool);
    return shard_ask(pool, own, object) ? object : take_as(pool, own);
}

static bool
put_as(struct pool *pool, struct pool_shard *own, void *object)
{
    if (atomic_load_explicit(&own->private, memory_order_relaxed) ==
        POOL_EMPTY) {
        /* Release: pairs with the epoch's acquire in claim_all. */
        atomic_store_explicit(&own->private, object, memory_order_release);
        return true;
    }
    bool kept = pool_chain_push(&own->local, object, pool->bound);
    pool_reclaim(pool, &own->local);
    return kept;
}

bool
pool_put_slow(struct pool *pool, void *object)
{
    struct pool_shard *own = shard_acquire(pool);
    bool kept = put_as(pool, own, object);
    shard_release(pool, own);
    return kept;
}

void
pool_discard(struct pool *pool, void *object)
{
    pool_check_leave(pool, object);
    if (pool->discard)
        pool->discard(pool->context, object);
}

static void
chain_drain(struct pool *pool, struct pool_chain *chain)
{
    void *object;
    while ((object = pool_chain_steal(chain)) != NULL)
        pool_discard(pool, object);
    pool_chain_end(chain);
}

static void
shard_drain(struct pool *pool, struct pool_shard *shard)
{
    void *object = atomic_load_explicit(&shard->private, memory_order_acquire);
    if (pool_is_object(object))
        pool_discard(pool, object);
    atomic_store_explicit(&shard->private, POOL_ASK, memory_order_relaxed);
    atomic_store_explicit(&shard->claimed, false, memory_order_relaxed);
    shard->claimed_object = NULL;
    chain_drain(pool, &shard->local);
    chain_drain(pool, &shard->victim);
}

void
pool_drain(struct pool *pool)
{
    pthread_mutex_lock(&pool_epoch_lock);
    registry_remove(pool);
    unsigned end = atomic_load(&pool->shards_end);
    for (unsigned i = 0; i < end; i++)
        shard_drain(pool, &pool->shards[i]);
    atomic_store(&pool->shards_end, 0);
    atomic_store_explicit(&pool->victims, 0, memory_order_relaxed);
    pthread_mutex_unlock(&pool_epoch_lock);
}
