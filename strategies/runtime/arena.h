/* An arena: blocks are bumped out of chunks, and all are given back at once
 * (Hanson 1990, "Fast allocation and deallocation of memory based on object
 * lifetimes"). For one thread at a time. */
#ifndef STRATEGIES_RUNTIME_ARENA_H
#define STRATEGIES_RUNTIME_ARENA_H

#include "allocators/allocator.h"

#include <stdbool.h>
#include <stddef.h>

enum {
    ARENA_CHUNK_BYTES = 32768, /* or more, when one block needs more */
    ARENA_ALIGNMENT = 16       /* bytes, of every block */
};

struct arena_chunk {
    struct arena_chunk *next; /* taken after this one */
    char *end;
};

/* Stands before each block, for arena_resize. */
struct arena_header {
    _Alignas(ARENA_ALIGNMENT) size_t size;
};

/* Start with ARENA, end with arena_end. */
struct arena {
    char *top; /* of the current chunk: what lies below is handed out */
    char *end;
    struct arena_chunk *chunks; /* all, the oldest first */
    struct arena_chunk *current;
    const struct allocator *source; /* where chunks come from */
};

#define ARENA(from) ((struct arena){NULL, NULL, NULL, NULL, (from)})

/* The rest of arena_allocate when the chunk is too small. */
void *
arena_allocate_elsewhere(struct arena *arena, size_t size);

/* At least `size` bytes, aligned to 16, until arena_rewind. NULL and errno =
 * ENOMEM when the source has none. */
static inline void *
arena_allocate(struct arena *arena, size_t size)
{
    const size_t extra = sizeof(struct arena_header) + ARENA_ALIGNMENT - 1;
    size_t bytes;
    bool overflow = __builtin_add_overflow(size, extra, &bytes);
    bytes &= ~(size_t)(ARENA_ALIGNMENT - 1);
    if (__builtin_expect(
            overflow || bytes > (size_t)(arena->end - arena->top), 0))
        return arena_allocate_elsewhere(arena, size);
    struct arena_header *header = (void *)arena->top;
    header->size = size;
    arena->top += bytes;
    return header + 1;
}

/* As arena_allocate, aligned to `alignment`. NULL and errno = EINVAL unless
 * that is a power of two. */
void *
arena_allocate_aligned(struct arena *arena, size_t alignment, size_t size);

/* `count` items of `size` bytes, all zero. NULL and errno = ENOMEM also when
 * the product overflows. */
void *
arena_allocate_zeroed(struct arena *arena, size_t count, size_t size);

/* The block with its content up to the smaller of both sizes, perhaps moved.
 * NULL block: as arena_allocate. On NULL the old block stays valid. */
void *
arena_resize(struct arena *arena, void *block, size_t size);

/* Bytes that may be written at `block`; 0 for NULL. */
static inline size_t
arena_usable_size(const void *block)
{
    return block ? ((const struct arena_header *)block)[-1].size : 0;
}

/* Makes `chunk` (NULL: none) the one that blocks come from. */
static inline void
arena_enter(struct arena *arena, struct arena_chunk *chunk)
{
    arena->current = chunk;
    arena->top = chunk ? (char *)(chunk + 1) : NULL;
    arena->end = chunk ? chunk->end : NULL;
}

/* Gives back every block at once, in constant time. The chunks stay with the
 * arena for the blocks to come. */
static inline void
arena_rewind(struct arena *arena)
{
    arena_enter(arena, arena->chunks);
}

/* Gives every chunk back to the source; the arena can be used again. */
void
arena_end(struct arena *arena);

#endif
