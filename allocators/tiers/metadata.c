#include "allocators/tiers/metadata.h"

#include <string.h>
#include <sys/mman.h>

/* A chunk is three times as large as all before it: few mappings in a large
 * heap, little address space in a small one. */
#define LEAST_CHUNK ((size_t)64 * 1024)
#define MOST_CHUNK ((size_t)16 * 1024 * 1024)

/* A page of any kernel that this runs on. */
#define GUARD_BYTES ((size_t)64 * 1024)

void *
metadata_map(size_t bytes)
{
    char *outer = mmap(NULL, bytes + 2 * GUARD_BYTES, PROT_NONE,
        MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (outer == MAP_FAILED)
        return NULL;
    char *inner = outer + GUARD_BYTES;
    if (mprotect(inner, bytes, PROT_READ | PROT_WRITE) == 0)
        return inner;
    munmap(outer, bytes + 2 * GUARD_BYTES);
    return NULL;
}

static bool
map_chunk(struct metadata_pool *pool)
{
    size_t bytes = 3 * pool->mapped_bytes;
    if (bytes < LEAST_CHUNK)
        bytes = LEAST_CHUNK;
    else if (bytes > MOST_CHUNK)
        bytes = MOST_CHUNK;
    char *chunk = metadata_map(bytes);
    if (!chunk)
        return false;
    pool->chunk = chunk;
    pool->chunk_bytes = bytes;
    pool->mapped_bytes += bytes;
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
