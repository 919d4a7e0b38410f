/* What an arena does beside bumping: taking chunks, moving blocks. */
#include "strategies/runtime/arena.h"

#include <errno.h>
#include <stdint.h>
#include <string.h>

_Static_assert(sizeof(struct arena_chunk) % ARENA_ALIGNMENT == 0 &&
                   sizeof(struct arena_header) == ARENA_ALIGNMENT,
    "blocks start at multiples of ARENA_ALIGNMENT");

/* Bytes of a chunk with room for a block of `size`; 0 on overflow. */
static size_t
chunk_bytes(size_t size)
{
    const size_t extra = sizeof(struct arena_chunk) +
                         sizeof(struct arena_header) + ARENA_ALIGNMENT;
    if (size > SIZE_MAX - extra)
        return 0;
    size_t bytes = size + extra;
    return bytes > ARENA_CHUNK_BYTES ? bytes : ARENA_CHUNK_BYTES;
}

/* A new chunk behind the current one, entered. */
static bool
chunk_take(struct arena *arena, size_t size)
{
    size_t bytes = chunk_bytes(size);
    struct arena_chunk *chunk = bytes ? arena->source->allocate(bytes) : NULL;
    if (!chunk) {
        errno = ENOMEM;
        return false;
    }
    struct arena_chunk **link =
        arena->current ? &arena->current->next : &arena->chunks;
    *chunk = (struct arena_chunk){*link, (char *)chunk + bytes};
    *link = chunk;
    arena_enter(arena, chunk);
    return true;
}

static bool
chunk_holds(const struct arena_chunk *chunk, size_t size)
{
    size_t room = (size_t)(chunk->end - (const char *)(chunk + 1));
    const size_t extra = sizeof(struct arena_header) + ARENA_ALIGNMENT;
    return room > extra && size <= room - extra;
}

/* Chunks kept by arena_rewind come first. */
void *
arena_allocate_elsewhere(struct arena *arena, size_t size)
{
    struct arena_chunk *next = arena->current ? arena->current->next : NULL;
    if (next && chunk_holds(next, size))
        arena_enter(arena, next);
    else if (!chunk_take(arena, size))
        return NULL;
    return arena_allocate(arena, size);
}

/* The header must stand right before the block: where bytes are skipped, there
 * are 16 at least, and it moves into them. */
void *
arena_allocate_aligned(struct arena *arena, size_t alignment, size_t size)
{
    if (alignment == 0 || (alignment & (alignment - 1)) != 0) {
        errno = EINVAL;
        return NULL;
    }
    if (alignment <= ARENA_ALIGNMENT)
        return arena_allocate(arena, size);
    if (size > SIZE_MAX - alignment) {
        errno = ENOMEM;
        return NULL;
    }
    char *block = arena_allocate(arena, size + alignment);
    if (!block)
        return NULL;
    block += -(uintptr_t)block & (alignment - 1);
    ((struct arena_header *)(void *)block)[-1].size = size;
    return block;
}

void *
arena_allocate_zeroed(struct arena *arena, size_t count, size_t size)
{
    size_t bytes;
    if (__builtin_mul_overflow(count, size, &bytes)) {
        errno = ENOMEM;
        return NULL;
    }
    void *block = arena_allocate(arena, bytes);
    return block ? memset(block, 0, bytes) : NULL;
}

void *
arena_resize(struct arena *arena, void *block, size_t size)
{
    size_t held = arena_usable_size(block);
    if (block && size <= held)
        return block;
    void *moved = arena_allocate(arena, size);
    if (moved && held)
        memcpy(moved, block, held);
    return moved;
}

void
arena_end(struct arena *arena)
{
    while (arena->chunks) {
        struct arena_chunk *chunk = arena->chunks;
        arena->chunks = chunk->next;
        arena->source->release(chunk);
    }
    arena_enter(arena, NULL);
}
