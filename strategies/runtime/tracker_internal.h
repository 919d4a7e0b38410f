/* What the files of the tracker share. Lock order: a shard's lock, the stacks'
 * and the mistakes' are never held together; the watches' lock comes first. */
#ifndef STRATEGIES_RUNTIME_TRACKER_INTERNAL_H
#define STRATEGIES_RUNTIME_TRACKER_INTERNAL_H

#include "strategies/runtime/tracker_stack.h"

enum {
    TRACKER_SHARDS = 64,
    TRACKER_SHARD_BITS = 6,
    TRACKER_RELEASED_KEPT = 64 /* released records a shard remembers */
};

/* One cache line: one resource that is held, or was. */
struct tracker_record {
    struct tracker_record *next; /* in its bucket, or idle */
    const void *handle;
    size_t size;
    uint64_t created_ns;
    uint64_t released_ns; /* 0 while it is held */
    const struct tracker_stack *created_by;
    const struct tracker_stack *released_by; /* NULL: not kept */
    uint32_t slot; /* in the shard's ring, once released */
};

/* The records of some handles. The lock guards all of it. */
struct tracker_shard {
    _Alignas(128) pthread_mutex_t lock;
    struct tracker_record **buckets;
    unsigned bucket_bits;
    size_t records; /* in the buckets */
    struct tracker_record *idle;
    struct tracker_arena arena;
    uint64_t acquired, released; /* in the sample */
    uint64_t held_bytes;
    uint64_t dropped;
    struct tracker_record *ring[TRACKER_RELEASED_KEPT]; /* the last released */
    uint32_t ring_next;
};

struct tracker {
    struct tracker_shard shards[TRACKER_SHARDS];
    const char *name;
    uint64_t seed; /* of the sample */
    unsigned sample_every;
    unsigned depth;
    bool release_stacks;
    struct tracker_stacks stacks;

    pthread_mutex_t mistakes_lock; /* guards the rest */
    struct tracker_mistake mistakes[TRACKER_MISTAKE_PLACES];
    size_t mistakes_count;
    uint64_t double_releases, stranger_releases;
};

/* The calling thread is at work for a tracker: what it acquires meanwhile is
 * the tracker's own, and is not tracked. */
extern _Thread_local bool tracker_inside;

/* Milliseconds would do for ages; the coarse clock takes a fifth of the time of
 * the other. */
uint64_t
tracker_now_ns(void);

/* Notes a mistake of this kind at this place. */
void
tracker_note_mistake(
    struct tracker *tracker, const struct tracker_mistake *mistake);

#endif
