#include "allocators/tiers/metadata.h"

#include <string.h>
#include <sys/mman.h>

/* Large enough to keep mappings few, small beside the smallest arena. */
static const size_t chunk_bytes = 64 * 1024;

static bool
map_chunk(struct metadata_pool *pool)
{
    void *chunk = mmap(NULL, chunk_bytes, PROT_READ | PROT_WRITE,
        MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (chunk == MAP_FAILED)
        return false;
    pool->chunk = chunk;
    pool->chunk_bytes = chunk_bytes;
    pool->mapped_bytes += chunk_bytes;
    return true;
}

static void *
cut_from_chunk(struct metadata_pool *pool)
{
    if (pool->chunk_bytes < pool->item_bytes && !map_chunk(pool))
        return NULL;
    void *item = pool->chunk;
    pool->chunk += pool->item_bytes;
    pool->chunk_bytes -= pool->item_bytes;
    return item;
}

bool
metadata_reserve(struct metadata_pool *pool, size_t items)
{
    void *item = pool->free;
    while (items > 0 && item) {
        item = *(void **)item;
        items--;
    }
    while (items > 0 && pool->chunk_bytes < items * pool->item_bytes) {
        item = cut_from_chunk(pool);
        if (!item)
            return false;
        metadata_give(pool, item);
        items--;
    }
    return true;
}

void *
metadata_take(struct metadata_pool *pool)
{
    void *item = pool->free;
    if (item)
        pool->free = *(void **)item;
    else
        item = cut_from_chunk(pool);
    return item ? memset(item, 0, pool->item_bytes) : NULL;
}

void
metadata_give(struct metadata_pool *pool, void *item)
{
    *(void **)item = pool->free;
    pool->free = item;
}
