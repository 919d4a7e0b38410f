#include "strategies/runtime/pool_ring.h"

#include <stdlib.h>

#define HEAD_ONE ((uint64_t)1 << 32)

static uint32_t
head_of(uint64_t ends)
{
    return (uint32_t)(ends >> 32);
}

static uint32_t
tail_of(uint64_t ends)
{
    return (uint32_t)ends;
}

static _Atomic(void *) *
slot_at(struct pool_ring *ring, uint32_t index)
{
    return &ring->slots[index & (ring->capacity - 1)];
}

static struct pool_ring *
ring_make(uint32_t capacity)
{
    struct pool_ring *ring =
        calloc(1, sizeof *ring + capacity * sizeof *ring->slots);
    if (ring)
        ring->capacity = capacity;
    return ring;
}

static bool
ring_push(struct pool_ring *ring, void *object)
{
    uint64_t ends = atomic_load_explicit(&ring->ends, memory_order_relaxed);
    if (head_of(ends) - tail_of(ends) == ring->capacity)
        return false;
    _Atomic(void *) *slot = slot_at(ring, head_of(ends));
    /* Acquire: pairs with the thief's release in ring_steal, which reads the
     * slot before it empties it. Until then the ring is still full. */
    if (atomic_load_explicit(slot, memory_order_acquire))
        return false;
    atomic_store_explicit(slot, object, memory_order_relaxed);
    /* Release: pairs with the thief's acquire in ring_steal. */
    atomic_fetch_add_explicit(&ring->ends, HEAD_ONE, memory_order_release);
    return true;
}

/* The producer reads what it wrote itself: relaxed. Every change of `ends` is
 * a read-modify-write, so what a push released stays released. */
static void *
ring_pop(struct pool_ring *ring)
{
    uint64_t ends = atomic_load_explicit(&ring->ends, memory_order_relaxed);
    do {
        if (head_of(ends) == tail_of(ends))
            return NULL;
    } while (!atomic_compare_exchange_weak_explicit(&ring->ends, &ends,
        ends - HEAD_ONE, memory_order_relaxed, memory_order_relaxed));
    _Atomic(void *) *slot = slot_at(ring, head_of(ends) - 1);
    void *object = atomic_load_explicit(slot, memory_order_relaxed);
    atomic_store_explicit(slot, NULL, memory_order_relaxed);
    return object;
}

/* The tail plus one, without a carry into the head. */
static uint64_t
tail_moved(uint64_t ends)
{
    return (ends & ~(uint64_t)UINT32_MAX) | (uint32_t)(tail_of(ends) + 1);
}

static void *
ring_steal(struct pool_ring *ring)
{
    uint64_t ends = atomic_load_explicit(&ring->ends, memory_order_relaxed);
    do {
        if (head_of(ends) == tail_of(ends))
            return NULL;
        /* Acquire: pairs with the producer's release in ring_push. */
    } while (!atomic_compare_exchange_weak_explicit(&ring->ends, &ends,
        tail_moved(ends), memory_order_acquire, memory_order_relaxed));
    _Atomic(void *) *slot = slot_at(ring, tail_of(ends));
    void *object = atomic_load_explicit(slot, memory_order_relaxed);
    /* Release: pairs with the producer's acquire in ring_push. */
    atomic_store_explicit(slot, NULL, memory_order_release);
    return object;
}

static bool
ring_is_empty(struct pool_ring *ring)
{
    uint64_t ends = atomic_load_explicit(&ring->ends, memory_order_relaxed);
    return head_of(ends) == tail_of(ends);
}

/* A new head for the chain, or NULL when there is no memory. */
static struct pool_ring *
chain_extend(struct pool_chain *chain, uint32_t capacity)
{
    struct pool_ring *old = chain->head;
    struct pool_ring *ring = ring_make(capacity);
    if (!ring)
        return NULL;
    atomic_init(&ring->previous, old);
    chain->head = ring;
    /* Release: pairs with the thieves' loads of tail and next. */
    atomic_store_explicit(
        old ? &old->next : &chain->tail, ring, memory_order_release);
    return ring;
}

/* After a spike an empty large ring makes room for a small one. It has a next
 * one then, which is how thieves know that it will stay empty. */
static struct pool_ring *
chain_head_for_push(struct pool_chain *chain, uint32_t first)
{
    struct pool_ring *ring = chain->head;
    if (!ring)
        return chain_extend(chain, first);
    if (!chain->restart || !ring_is_empty(ring))
        return ring;
    chain->restart = false;
    struct pool_ring *small = NULL;
    if (ring->capacity > first)
        small = chain_extend(chain, first);
    return small ? small : ring;
}

bool
pool_chain_push(struct pool_chain *chain, void *object, uint32_t bound)
{
    struct pool_ring *ring =
        chain_head_for_push(chain, bound ? bound : POOL_RING_FIRST);
    if (!ring)
        return false;
    if (ring_push(ring, object))
        return true;
    if (bound)
        return false;
    uint32_t capacity = ring->capacity < POOL_RING_LARGEST ? ring->capacity * 2
                                                           : POOL_RING_LARGEST;
    ring = chain_extend(chain, capacity);
    return ring && ring_push(ring, object);
}

void *
pool_chain_pop(struct pool_chain *chain)
{
    /* Acquire: pairs with the release in chain_drop_tail. */
    for (struct pool_ring *ring = chain->head; ring;
         ring = atomic_load_explicit(&ring->previous, memory_order_acquire)) {
        void *object = ring_pop(ring);
        if (object)
            return object;
    }
    return NULL;
}

/* Moves the tail from an empty ring to the next one and retires the empty one,
 * unless another thief was faster. Sequentially consistent: whoever finds no
 * thief after this knows that later thieves see the new tail. */
static void
chain_drop_tail(
    struct pool_chain *chain, struct pool_ring *ring, struct pool_ring *next)
{
    struct pool_ring *expected = ring;
    if (!atomic_compare_exchange_strong(&chain->tail, &expected, next))
        return;
    atomic_store_explicit(&next->previous, NULL, memory_order_release);
    ring->next_retired = NULL;
    pool_chain_retire(chain, ring);
}

void *
pool_chain_steal(struct pool_chain *chain)
{
    struct pool_ring *ring = atomic_load(&chain->tail);
    while (ring) {
        /* Before the steal: an empty ring that has a next one stays empty.
         * Acquire: pairs with the release in chain_extend. */
        struct pool_ring *next =
            atomic_load_explicit(&ring->next, memory_order_acquire);
        void *object = ring_steal(ring);
        if (object || !next)
            return object;
        chain_drop_tail(chain, ring, next);
        ring = next;
    }
    return NULL;
}

size_t
pool_chain_count(struct pool_chain *chain)
{
    size_t count = 0;
    for (struct pool_ring *ring = atomic_load(&chain->tail); ring;
         ring = atomic_load_explicit(&ring->next, memory_order_acquire)) {
        uint64_t ends = atomic_load_explicit(&ring->ends, memory_order_relaxed);
        count += head_of(ends) - tail_of(ends);
    }
    return count;
}

struct pool_ring *
pool_chain_take_retired(struct pool_chain *chain)
{
    if (!atomic_load_explicit(&chain->retired, memory_order_relaxed))
        return NULL;
    /* Acquire: pairs with the release in pool_chain_retire. */
    return atomic_exchange_explicit(
        &chain->retired, NULL, memory_order_acquire);
}

void
pool_chain_retire(struct pool_chain *chain, struct pool_ring *rings)
{
    struct pool_ring *last = rings;
    while (last->next_retired)
        last = last->next_retired;
    struct pool_ring *top =
        atomic_load_explicit(&chain->retired, memory_order_relaxed);
    do {
        last->next_retired = top;
        /* Release: pairs with the acquire in pool_chain_take_retired. */
    } while (!atomic_compare_exchange_weak_explicit(&chain->retired, &top,
        rings, memory_order_release, memory_order_relaxed));
}

void
pool_rings_free(struct pool_ring *retired)
{
    while (retired) {
        struct pool_ring *ring = retired;
        retired = ring->next_retired;
        free(ring);
    }
}

void
pool_chain_end(struct pool_chain *chain)
{
    pool_rings_free(pool_chain_take_retired(chain));
    struct pool_ring *ring =
        atomic_load_explicit(&chain->tail, memory_order_acquire);
    while (ring) {
        struct pool_ring *next =
            atomic_load_explicit(&ring->next, memory_order_relaxed);
        free(ring);
        ring = next;
    }
    *chain = (struct pool_chain){0};
}
