/* What pool.c and pool_epoch.c know of each other. */
#ifndef STRATEGIES_RUNTIME_POOL_INTERNAL_H
#define STRATEGIES_RUNTIME_POOL_INTERNAL_H

#include "strategies/runtime/pool.h"

/* Held for a whole epoch or drain: guards every pool's chains of victims, as
 * their producer, and keeps pools from leaving the registry. */
extern pthread_mutex_t pool_epoch_lock;

/* The first of all pools in use; the rest by `next`. Under pool_epoch_lock. */
struct pool *
pool_registry_first(void);

/* Locks the registry and every pool in it, and unlocks them. */
void
pool_registry_lock_all(void);
void
pool_registry_unlock_all(void);

/* From now on a child of fork finds no lock of these modules held. */
void
pool_survive_fork(void);

/* The end of an object that lay in the pool. */
void
pool_discard(struct pool *pool, void *object);

/* Steals from a chain as the thief whose announcement is `steals`. */
void *
pool_steal(atomic_bool *steals, struct pool_chain *chain);

/* Frees the chain's retired rings unless a thief may still read them; by the
 * chain's producer. */
void
pool_reclaim(struct pool *pool, struct pool_chain *chain);

#endif
