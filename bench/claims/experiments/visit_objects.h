/* Requests that keep some objects of 1 KiB in use at once: each is written and
 * read back. Where an object comes from is what varies. */
#ifndef BENCH_CLAIMS_EXPERIMENTS_VISIT_OBJECTS_H
#define BENCH_CLAIMS_EXPERIMENTS_VISIT_OBJECTS_H

#include <stddef.h>

enum { VISIT_MOST_IN_USE = 2048, VISIT_OBJECT_BYTES = 1024 };

struct visits {
    const char *name;
    void *(*take)(void);
    void (*give)(void *object);
};

/* pooled: from a pool, and back. allocated: from the allocator, and back.
 * collected: as from a heap that is collected: memory comes back when 4 MiB
 * more have been used up, which is when Go's smallest heap is collected. */
enum { VISIT_WAYS = 3 };
extern const struct visits visit_ways[VISIT_WAYS];

/* Visits `count` objects, `in_use` of them at a time (a divisor of `count`). */
void
visit_objects(const struct visits *way, size_t in_use, size_t count);

#endif
