#include "strategies/object_pool.h"

struct pool object_pool_shared =
    POOL_INITIALIZER(.name = "object_pool", .discard = object_pool_discard);

/* Relaxed: who discards a handle has acquired it from the thread that put it,
 * which had set this before. */
static _Atomic(void (*)(void *)) shared_release;

void
object_pool_set_release(void (*release)(void *handle))
{
    atomic_store_explicit(&shared_release, release, memory_order_relaxed);
}

void
object_pool_discard(void *context, void *handle)
{
    (void)context;
    atomic_load_explicit(&shared_release, memory_order_relaxed)(handle);
}
