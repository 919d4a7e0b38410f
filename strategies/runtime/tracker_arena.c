#include "strategies/runtime/tracker_arena.h"

#include <sys/mman.h>

enum { ALIGNMENT = 64 /* bytes, a cache line */ };

struct tracker_chunk {
    struct tracker_chunk *next;
    size_t bytes;
    char padding[ALIGNMENT - 2 * sizeof(size_t)];
};

void *
tracker_pages_take(size_t bytes)
{
    void *pages = mmap(NULL, bytes, PROT_READ | PROT_WRITE,
        MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    return pages == MAP_FAILED ? NULL : pages;
}

void
tracker_pages_free(void *pages, size_t bytes)
{
    munmap(pages, bytes);
}

/* False and errno without memory. What was left of the chunk before is lost. */
static _Bool
add_chunk(struct tracker_arena *arena, size_t room)
{
    size_t bytes = sizeof(struct tracker_chunk) + room;
    if (bytes < TRACKER_CHUNK_BYTES)
        bytes = TRACKER_CHUNK_BYTES;
    struct tracker_chunk *chunk = tracker_pages_take(bytes);
    if (!chunk)
        return 0;
    chunk->next = arena->chunks;
    chunk->bytes = bytes;
    arena->chunks = chunk;
    arena->next = (char *)(chunk + 1);
    arena->end = (char *)chunk + bytes;
    return 1;
}

void *
tracker_arena_take(struct tracker_arena *arena, size_t bytes)
{
    bytes = (bytes + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    if ((size_t)(arena->end - arena->next) < bytes && !add_chunk(arena, bytes))
        return NULL;
    void *taken = arena->next;
    arena->next += bytes;
    arena->taken += bytes;
    return taken;
}

void
tracker_arena_free(struct tracker_arena *arena)
{
    while (arena->chunks) {
        struct tracker_chunk *chunk = arena->chunks;
        arena->chunks = chunk->next;
        tracker_pages_free(chunk, chunk->bytes);
    }
    *arena = (struct tracker_arena){0};
}
