#include "allocators/tiers/collector_bits.h"

#include "allocators/tiers/block.h"
#include "allocators/tiers/metadata.h"
#include "allocators/tiers/page_map.h"
#include "allocators/tiers/stop.h"

#include <errno.h>
#include <pthread.h>

static struct {
    pthread_mutex_t lock; /* guards all below */
    struct metadata_pool pool;
} store = {
    .lock = PTHREAD_MUTEX_INITIALIZER,
    .pool = {.item_bytes = sizeof(struct collector_bits)},
};

static void
lock_store(void)
{
    pthread_mutex_lock(&store.lock);
}

static void
unlock_store(void)
{
    pthread_mutex_unlock(&store.lock);
}

/* A child of fork finds the pool as no other thread was changing it. */
__attribute__((constructor)) static void
survive_fork(void)
{
    pthread_atfork(lock_store, unlock_store, unlock_store);
}

/* Another thread may have been first. Under the lock. */
static struct collector_bits *
make_here(struct span *span)
{
    struct collector_bits *bits = collector_bits_of(span);
    if (bits)
        return bits;
    bits = metadata_take(&store.pool);
    /* Release: pairs with the acquire in collector_bits_of. */
    atomic_store_explicit(&span->collector_bits, bits, memory_order_release);
    return bits;
}

struct collector_bits *
collector_bits_make(struct span *span)
{
    struct collector_bits *bits = collector_bits_of(span);
    if (bits)
        return bits;
    lock_store();
    bits = make_here(span);
    unlock_store();
    if (!bits)
        errno = ENOMEM;
    return bits;
}

void
collector_bits_drop(struct span *span)
{
    struct collector_bits *bits = collector_bits_of(span);
    if (!bits)
        return;
    span->sweep_generation = 0;
    /* Relaxed: the page heap's lock hands the span on. */
    atomic_store_explicit(&span->collector_bits, NULL, memory_order_relaxed);
    lock_store();
    metadata_give(&store.pool, bits);
    unlock_store();
}

size_t
collector_bits_mapped_bytes(void)
{
    lock_store();
    size_t bytes = store.pool.mapped_bytes;
    unlock_store();
    return bytes;
}

static void
end_declaration(const struct span *span, size_t index)
{
    struct collector_bits *bits = collector_bits_of(span);
    if (bits && collector_bits_read(bits->pointer_free, index))
        atomic_fetch_and_explicit(&bits->pointer_free[index / 64],
            ~((uint64_t)1 << index % 64), memory_order_relaxed);
}

unsigned
collector_bits_give_up(const void *block)
{
    const struct span *span = page_map_span_of(block);
    if (!span || span->size_class == 0)
        return 0;
    size_t index = span_block_index(span, block);
    if (index >= span->blocks || span_block_at(span, index) != block)
        stop_on_block(
            block, span->size_class, "points into a block, not to its start");
    block_give_up(block, span->size_class);
    end_declaration(span, index);
    return span->size_class;
}
