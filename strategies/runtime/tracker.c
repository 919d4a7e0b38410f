/* What happens at each acquire and release. */
#include "strategies/runtime/tracker_internal.h"

#include <sys/random.h>
#include <time.h>

enum { FIRST_BUCKET_BITS = 9 /* a page of buckets */ };

_Thread_local bool tracker_inside;

uint64_t
tracker_now_ns(void)
{
    struct timespec at;
    clock_gettime(CLOCK_MONOTONIC_COARSE, &at);
    return (uint64_t)at.tv_sec * 1000000000u + (uint64_t)at.tv_nsec;
}

/* Fibonacci hashing; the upper bits are the good ones. */
static uint64_t
hash_of(const void *handle)
{
    uint64_t word = (uintptr_t)handle;
    return (word ^ word >> 32) * 0x9e3779b97f4a7c15u;
}

static struct tracker_shard *
shard_of(struct tracker *tracker, uint64_t hash)
{
    return &tracker->shards[hash >> (64 - TRACKER_SHARD_BITS)];
}

static struct tracker_record **
bucket_of(const struct tracker_shard *shard, uint64_t hash)
{
    return &shard->buckets[hash << TRACKER_SHARD_BITS >>
                           (64 - shard->bucket_bits)];
}

/* Another hash (the finalizer of MurmurHash3), so that the sample says nothing
 * of the shards. */
static bool
is_in_sample(const struct tracker *tracker, const void *handle)
{
    if (tracker->sample_every == 1)
        return true;
    uint64_t word = (uintptr_t)handle ^ tracker->seed;
    word = (word ^ word >> 33) * 0xff51afd7ed558ccdu;
    word = (word ^ word >> 33) * 0xc4ceb9fe1a85ec53u;
    return (word >> 32) * tracker->sample_every >> 32 == 0;
}

/* Records in a shard, under its lock. */

/* The newest record of the handle that is held, else one that was released,
 * else NULL. */
static struct tracker_record *
record_find(
    const struct tracker_shard *shard, uint64_t hash, const void *handle)
{
    struct tracker_record *released = NULL;
    for (struct tracker_record *record = *bucket_of(shard, hash); record;
         record = record->next) {
        if (record->handle != handle)
            continue;
        if (!record->released_ns)
            return record;
        released = record;
    }
    return released;
}

static void
shard_grow(struct tracker_shard *shard)
{
    size_t old_count = (size_t)1 << shard->bucket_bits;
    struct tracker_record **old = shard->buckets;
    struct tracker_record **buckets =
        tracker_arena_take(&shard->arena, 2 * old_count * sizeof *buckets);
    if (!buckets)
        return; /* longer chains do as well */
    shard->buckets = buckets;
    shard->bucket_bits++;
    for (size_t i = 0; i < old_count; i++)
        while (old[i]) {
            struct tracker_record *record = old[i];
            old[i] = record->next;
            struct tracker_record **bucket =
                bucket_of(shard, hash_of(record->handle));
            record->next = *bucket;
            *bucket = record;
        }
}

/* A record in the handle's bucket, or NULL without memory. */
static struct tracker_record *
record_add(struct tracker_shard *shard, uint64_t hash)
{
    struct tracker_record *record = shard->idle;
    if (record)
        shard->idle = record->next;
    else
        record = tracker_arena_take(&shard->arena, sizeof *record);
    if (!record)
        return NULL;
    if (++shard->records > (size_t)1 << shard->bucket_bits)
        shard_grow(shard);
    struct tracker_record **bucket = bucket_of(shard, hash);
    record->next = *bucket;
    *bucket = record;
    return record;
}

static void
record_remove(struct tracker_shard *shard, struct tracker_record *record)
{
    struct tracker_record **link = bucket_of(shard, hash_of(record->handle));
    while (*link != record)
        link = &(*link)->next;
    *link = record->next;
    record->next = shard->idle;
    shard->idle = record;
    shard->records--;
}

/* Remembers a released record, in place of the one that has been longest. */
static void
record_retire(struct tracker_shard *shard, struct tracker_record *record)
{
    uint32_t slot = shard->ring_next++ % TRACKER_RELEASED_KEPT;
    if (shard->ring[slot])
        record_remove(shard, shard->ring[slot]);
    shard->ring[slot] = record;
    record->slot = slot;
}

/* A record for a handle that is acquired: the one of its former life, which
 * counts no more, or a new one. NULL without memory. */
static struct tracker_record *
record_for(struct tracker_shard *shard, uint64_t hash, const void *handle)
{
    struct tracker_record *record = record_find(shard, hash, handle);
    if (!record || !record->released_ns)
        return record_add(shard, hash);
    shard->ring[record->slot] = NULL;
    return record;
}

static void
note_acquired(struct tracker *tracker, uint64_t hash, const void *handle,
    size_t size, const struct tracker_stack *created_by)
{
    uint64_t now = tracker_now_ns();
    struct tracker_shard *shard = shard_of(tracker, hash);
    pthread_mutex_lock(&shard->lock);
    struct tracker_record *record = record_for(shard, hash, handle);
    if (record) {
        *record = (struct tracker_record){.next = record->next,
            .handle = handle,
            .size = size,
            .created_ns = now,
            .created_by = created_by};
        shard->acquired++;
        shard->held_bytes += size;
    } else {
        shard->dropped++;
    }
    pthread_mutex_unlock(&shard->lock);
}

static void
note_dropped(struct tracker *tracker, uint64_t hash)
{
    struct tracker_shard *shard = shard_of(tracker, hash);
    pthread_mutex_lock(&shard->lock);
    shard->dropped++;
    pthread_mutex_unlock(&shard->lock);
}

void
tracker_acquired(
    struct tracker *tracker, void *handle, size_t size, const void *caller)
{
    if (!handle || tracker_inside || !is_in_sample(tracker, handle))
        return;
    uint64_t hash = hash_of(handle);
    const struct tracker_stack *created_by =
        tracker_stack_here(&tracker->stacks, caller, tracker->depth);
    if (created_by)
        note_acquired(tracker, hash, handle, size, created_by);
    else
        note_dropped(tracker, hash);
}

static void
record_release(struct tracker_shard *shard, struct tracker_record *record,
    const struct tracker_stack *released_by)
{
    shard->released++;
    shard->held_bytes -= record->size;
    record->released_ns = tracker_now_ns();
    record->released_by = released_by;
    record_retire(shard, record);
}

/* What the release of a handle that nobody holds is. */
static enum tracker_answer
answer_for(
    const struct tracker_shard *shard, const struct tracker_record *record)
{
    if (record)
        return TRACKER_RELEASED_TWICE;
    return shard->dropped ? TRACKER_UNTRACKED : TRACKER_STRANGER;
}

static enum tracker_answer
note_released(struct tracker *tracker, struct tracker_mistake *mistake,
    const struct tracker_stack *released_by)
{
    enum tracker_answer answer = TRACKER_WAS_HELD;
    uint64_t hash = hash_of(mistake->handle);
    struct tracker_shard *shard = shard_of(tracker, hash);
    pthread_mutex_lock(&shard->lock);
    struct tracker_record *record = record_find(shard, hash, mistake->handle);
    if (record && !record->released_ns) {
        record_release(shard, record, released_by);
    } else {
        answer = answer_for(shard, record);
        mistake->kind = answer;
        mistake->created_by = record ? record->created_by : NULL;
        mistake->released_by = record ? record->released_by : NULL;
    }
    pthread_mutex_unlock(&shard->lock);
    return answer;
}

enum tracker_answer
tracker_released(struct tracker *tracker, void *handle, const void *caller)
{
    if (!handle || tracker_inside || !is_in_sample(tracker, handle))
        return TRACKER_UNTRACKED;
    const struct tracker_stack *at = NULL;
    if (tracker->release_stacks)
        at = tracker_stack_here(&tracker->stacks, caller, tracker->depth);
    struct tracker_mistake mistake = {.handle = handle};
    enum tracker_answer answer = note_released(tracker, &mistake, at);
    if (!tracker_may_release(answer)) {
        mistake.at =
            at ? at
               : tracker_stack_here(&tracker->stacks, caller, tracker->depth);
        tracker_note_mistake(tracker, &mistake);
    }
    return answer;
}

/* Mistakes: few, so a list will do. */

static struct tracker_mistake *
mistake_find(struct tracker *tracker, const struct tracker_mistake *like)
{
    for (size_t i = 0; i < tracker->mistakes_count; i++) {
        struct tracker_mistake *mistake = &tracker->mistakes[i];
        if (mistake->kind == like->kind && mistake->at == like->at)
            return mistake;
    }
    return NULL;
}

void
tracker_note_mistake(
    struct tracker *tracker, const struct tracker_mistake *mistake)
{
    pthread_mutex_lock(&tracker->mistakes_lock);
    if (mistake->kind == TRACKER_RELEASED_TWICE)
        tracker->double_releases++;
    else
        tracker->stranger_releases++;
    struct tracker_mistake *same = mistake_find(tracker, mistake);
    if (!same && tracker->mistakes_count < TRACKER_MISTAKE_PLACES) {
        same = &tracker->mistakes[tracker->mistakes_count++];
        *same = *mistake;
    }
    if (same)
        same->count++;
    pthread_mutex_unlock(&tracker->mistakes_lock);
}

/* A tracker's life. */

static bool
shards_begin(struct tracker *tracker)
{
    for (size_t i = 0; i < TRACKER_SHARDS; i++) {
        struct tracker_shard *shard = &tracker->shards[i];
        pthread_mutex_init(&shard->lock, NULL);
        shard->bucket_bits = FIRST_BUCKET_BITS;
        shard->buckets = tracker_arena_take(
            &shard->arena, sizeof *shard->buckets << FIRST_BUCKET_BITS);
        if (!shard->buckets)
            return false;
    }
    return true;
}

static unsigned
depth_of(const struct tracker_settings *settings)
{
    if (!settings->depth)
        return TRACKER_DEPTH_DEFAULT;
    return settings->depth < TRACKER_DEPTH_MOST ? settings->depth
                                                : TRACKER_DEPTH_MOST;
}

/* Where the kernel has none yet, the address space's own randomness. */
static uint64_t
seed_new(void)
{
    uint64_t seed = (uintptr_t)&seed;
    if (getrandom(&seed, sizeof seed, GRND_NONBLOCK) != sizeof seed)
        seed ^= tracker_now_ns();
    return seed;
}

struct tracker *
tracker_create(const struct tracker_settings *settings)
{
    struct tracker *tracker = tracker_pages_take(sizeof *tracker);
    if (!tracker)
        return NULL;
    tracker->name = settings->name ? settings->name : "resources";
    tracker->depth = depth_of(settings);
    tracker->sample_every = settings->sample_every ? settings->sample_every : 1;
    tracker->release_stacks = settings->release_stacks;
    tracker->seed = seed_new();
    pthread_mutex_init(&tracker->stacks.lock, NULL);
    pthread_mutex_init(&tracker->mistakes_lock, NULL);
    if (shards_begin(tracker))
        return tracker;
    tracker_destroy(tracker);
    return NULL;
}

void
tracker_destroy(struct tracker *tracker)
{
    tracker_watch_stop(tracker);
    for (size_t i = 0; i < TRACKER_SHARDS; i++) {
        tracker_arena_free(&tracker->shards[i].arena);
        pthread_mutex_destroy(&tracker->shards[i].lock);
    }
    tracker_arena_free(&tracker->stacks.arena);
    pthread_mutex_destroy(&tracker->stacks.lock);
    pthread_mutex_destroy(&tracker->mistakes_lock);
    tracker_pages_free(tracker, sizeof *tracker);
}
