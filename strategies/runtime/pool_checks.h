/* Compiled with -DPOOL_CHECKS (the whole program, pool*.c included), a pool
 * stops the program, with a sentence that names the object, when an object is
 * put twice, and when one was written to after it was put. With
 * AddressSanitizer a read after the put is caught as well, where it happens.
 * Writes and reads are watched in pools that say their object_size. */
#ifndef STRATEGIES_RUNTIME_POOL_CHECKS_H
#define STRATEGIES_RUNTIME_POOL_CHECKS_H

struct pool;

#ifdef POOL_CHECKS

/* `object` is being put into the pool. */
void
pool_check_enter(const struct pool *pool, void *object);

/* `object` was taken out of the pool or discarded; NULL is ignored. */
void
pool_check_leave(const struct pool *pool, void *object);

#else

static inline void
pool_check_enter(const struct pool *pool, void *object)
{
    (void)pool;
    (void)object;
}

static inline void
pool_check_leave(const struct pool *pool, void *object)
{
    (void)pool;
    (void)object;
}

#endif

#endif
