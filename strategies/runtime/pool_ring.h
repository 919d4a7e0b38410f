/* The pool's queues, after Go 1.19's sync/poolqueue.go: a ring of one producer
 * and many thieves, and a chain of rings, each twice as large as the one
 * before. The producer pushes and pops at the head; thieves take at the tail.
 * No lock. What Go leaves to its collector is done by hand here: a ring that
 * thieves have emptied is retired, and freed by the producer later. */
#ifndef STRATEGIES_RUNTIME_POOL_RING_H
#define STRATEGIES_RUNTIME_POOL_RING_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
    POOL_RING_FIRST = 8,        /* slots of a chain's first ring, as in Go */
    POOL_RING_LARGEST = 1 << 30 /* slots, as in Go */
};

/* Slots in [tail, head) hold objects. A thief owns the slot that it moved the
 * tail over until it has set the slot to NULL. */
struct pool_ring {
    _Atomic uint64_t ends; /* head in the upper 32 bits, tail in the lower */
    uint32_t capacity;     /* a power of two */
    _Atomic(struct pool_ring *) next;     /* newer; NULL to non-NULL only */
    _Atomic(struct pool_ring *) previous; /* older; non-NULL to NULL only */
    struct pool_ring *next_retired;
    _Atomic(void *) slots[];
};

/* All zero is an empty chain. */
struct pool_chain {
    struct pool_ring *head; /* the producer's own */
    _Atomic(struct pool_ring *) tail;
    _Atomic(struct pool_ring *) retired;
    bool restart; /* the producer's own: go back to a small ring when empty */
};

/* The producer's. Adds `object` (not NULL) at the head. False when there is
 * no memory for a larger ring; `bound` other than 0 (a power of two): also
 * when that many are held, as the one ring of that size does not grow. */
bool
pool_chain_push(struct pool_chain *chain, void *object, uint32_t bound);

/* The producer's. The newest object, or NULL when there is none. */
void *
pool_chain_pop(struct pool_chain *chain);

/* Any thread's, while it is announced as a thief to whoever frees retired
 * rings. The oldest object, or NULL when there is none. */
void *
pool_chain_steal(struct pool_chain *chain);

/* As steal: how many objects there are at this moment. */
size_t
pool_chain_count(struct pool_chain *chain);

/* Rings that no new thief can reach, linked by next_retired; the producer's
 * to free, or to give back, once thieves that came earlier have left. */
struct pool_ring *
pool_chain_take_retired(struct pool_chain *chain);
void
pool_chain_retire(struct pool_chain *chain, struct pool_ring *rings);
void
pool_rings_free(struct pool_ring *retired);

/* Frees all rings of a chain that nobody uses, and leaves it empty. */
void
pool_chain_end(struct pool_chain *chain);

#endif
