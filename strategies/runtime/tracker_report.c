/* What is held, gathered by place of creation. */
#include "strategies/runtime/tracker_internal.h"

#include <stdlib.h>

void
tracker_read_totals(struct tracker *tracker, struct tracker_totals *totals)
{
    const uint64_t every = tracker->sample_every;
    *totals = (struct tracker_totals){
        .sample_every = tracker->sample_every, .memory_bytes = sizeof *tracker};
    for (size_t i = 0; i < TRACKER_SHARDS; i++) {
        struct tracker_shard *shard = &tracker->shards[i];
        pthread_mutex_lock(&shard->lock);
        totals->acquired += every * shard->acquired;
        totals->released += every * shard->released;
        totals->held_seen += shard->acquired - shard->released;
        totals->held_bytes += every * shard->held_bytes;
        totals->dropped += every * shard->dropped;
        totals->memory_bytes += shard->arena.taken;
        pthread_mutex_unlock(&shard->lock);
    }
    totals->held = every * totals->held_seen;
    pthread_mutex_lock(&tracker->stacks.lock);
    totals->memory_bytes += tracker->stacks.arena.taken;
    pthread_mutex_unlock(&tracker->stacks.lock);
    pthread_mutex_lock(&tracker->mistakes_lock);
    totals->double_releases = tracker->double_releases;
    totals->stranger_releases = tracker->stranger_releases;
    pthread_mutex_unlock(&tracker->mistakes_lock);
}

/* Groups by the number of their stack, while they are gathered. */
struct gathering {
    struct tracker_group *groups;
    uint32_t count; /* stacks that were known at the start; later ones wait */
    uint64_t every;
    uint64_t now_ns;
    uint64_t older_than_ns;
};

static uint64_t
smaller(uint64_t a, uint64_t b)
{
    return a < b ? a : b;
}

static uint64_t
larger(uint64_t a, uint64_t b)
{
    return a > b ? a : b;
}

static void
gather_record(struct gathering *gathering, const struct tracker_record *record)
{
    if (record->released_ns || record->created_by->id >= gathering->count)
        return;
    uint64_t created_ns = smaller(record->created_ns, gathering->now_ns);
    uint64_t age_ns = gathering->now_ns - created_ns;
    if (age_ns < gathering->older_than_ns)
        return;
    struct tracker_group *group = &gathering->groups[record->created_by->id];
    bool first = group->held == 0;
    group->created_by = record->created_by;
    group->held += gathering->every;
    group->held_bytes += gathering->every * record->size;
    group->oldest_ns = larger(group->oldest_ns, age_ns);
    group->newest_ns = first ? age_ns : smaller(group->newest_ns, age_ns);
}

static void
gather_shard(struct gathering *gathering, struct tracker_shard *shard)
{
    pthread_mutex_lock(&shard->lock);
    for (size_t i = 0; i < (size_t)1 << shard->bucket_bits; i++)
        for (const struct tracker_record *record = shard->buckets[i]; record;
             record = record->next)
            gather_record(gathering, record);
    pthread_mutex_unlock(&shard->lock);
}

/* Largest first; what is alike in the order of its first creation. */
static int
compare_groups(const void *a, const void *b)
{
    const struct tracker_group *one = a;
    const struct tracker_group *other = b;
    if (one->held_bytes != other->held_bytes)
        return one->held_bytes > other->held_bytes ? -1 : 1;
    if (one->held != other->held)
        return one->held > other->held ? -1 : 1;
    return one->created_by->id < other->created_by->id ? -1 : 1;
}

/* Moves the groups that hold something to the front; returns how many. */
static size_t
close_ranks(struct tracker_group *groups, size_t count)
{
    size_t kept = 0;
    for (size_t i = 0; i < count; i++)
        if (groups[i].held)
            groups[kept++] = groups[i];
    return kept;
}

static void
copy_mistakes(struct tracker *tracker, struct tracker_report *report)
{
    pthread_mutex_lock(&tracker->mistakes_lock);
    report->mistakes_count = tracker->mistakes_count;
    for (size_t i = 0; i < tracker->mistakes_count; i++)
        report->mistakes[i] = tracker->mistakes[i];
    pthread_mutex_unlock(&tracker->mistakes_lock);
}

bool
tracker_scan(struct tracker *tracker, unsigned older_than_ms,
    struct tracker_report *report)
{
    *report = (struct tracker_report){.name = tracker->name};
    struct gathering gathering = {
        .count =
            atomic_load_explicit(&tracker->stacks.count, memory_order_acquire),
        .every = tracker->sample_every,
        .now_ns = tracker_now_ns(),
        .older_than_ns = (uint64_t)older_than_ms * 1000000u};
    report->groups_bytes = (gathering.count + 1) * sizeof *report->groups;
    report->groups = tracker_pages_take(report->groups_bytes);
    if (!report->groups)
        return false;
    gathering.groups = report->groups;
    for (size_t i = 0; i < TRACKER_SHARDS; i++)
        gather_shard(&gathering, &tracker->shards[i]);
    report->groups_count = close_ranks(report->groups, gathering.count);
    bool before = tracker_inside;
    tracker_inside = true; /* qsort may allocate */
    qsort(report->groups, report->groups_count, sizeof *report->groups,
        compare_groups);
    tracker_inside = before;
    copy_mistakes(tracker, report);
    tracker_read_totals(tracker, &report->totals);
    return true;
}

void
tracker_report_free(struct tracker_report *report)
{
    tracker_pages_free(report->groups, report->groups_bytes);
    report->groups = NULL;
    report->groups_count = 0;
}
