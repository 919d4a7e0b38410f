/* Memory for the heap's own structures, apart from the blocks it hands out:
 * one pool per kind, mapped in chunks and never given back. The owner's lock
 * guards the pool. A page without access lies before each chunk and behind it:
 * what runs over the end of a block does not reach the structures. */
#ifndef ALLOCATORS_TIERS_METADATA_H
#define ALLOCATORS_TIERS_METADATA_H

#include <stdbool.h>
#include <stddef.h>

struct metadata_pool {
    size_t item_bytes; /* a multiple of 64: items share no cache line */
    void *free;        /* items given back, linked by their first word */
    char *chunk;       /* the rest of the newest chunk */
    size_t chunk_bytes;
    size_t mapped_bytes; /* of all chunks */
};

/* `bytes` of zeroed memory between two guard pages; NULL when the kernel
 * refuses. Without memory until it is written to. */
void *
metadata_map(size_t bytes);

/* Makes sure that `items` can be taken. False when the kernel refuses. */
bool
metadata_reserve(struct metadata_pool *pool, size_t items);

/* One zeroed item, or NULL when the kernel refuses. */
void *
metadata_take(struct metadata_pool *pool);

/* Takes an item back. Its memory stays mapped and may still be read. */
void
metadata_give(struct metadata_pool *pool, void *item);

#endif
