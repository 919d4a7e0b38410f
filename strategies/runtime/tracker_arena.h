/* Memory of the tracker: taken from the kernel in chunks, given back all at
 * once. Never from malloc, which may be what is tracked. */
#ifndef STRATEGIES_RUNTIME_TRACKER_ARENA_H
#define STRATEGIES_RUNTIME_TRACKER_ARENA_H

#include <stddef.h>
#include <stdint.h>

enum { TRACKER_CHUNK_BYTES = 1 << 16 };

struct tracker_chunk;

/* Zero: an empty one. Its owner's lock guards it. */
struct tracker_arena {
    struct tracker_chunk *chunks;
    char *next, *end; /* what is free of the newest chunk */
    size_t taken;     /* bytes handed out */
};

/* `bytes` of zeros, aligned to 64, or NULL and errno. */
void *
tracker_arena_take(struct tracker_arena *arena, size_t bytes);

/* Gives everything back. */
void
tracker_arena_free(struct tracker_arena *arena);

/* Whole pages of zeros, or NULL and errno; and back. */
void *
tracker_pages_take(size_t bytes);
void
tracker_pages_free(void *pages, size_t bytes);

#endif
