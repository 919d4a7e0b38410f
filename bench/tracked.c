#include "bench/tracked.h"

#include "strategies/runtime/tracked.h"

#include <errno.h>
#include <pthread.h>
#include <stdlib.h>

/* What the wrappers wrap now. */
static struct tracked {
    const struct cell_code *code;
    struct tracker *resources, *blocks;
} tracked;

TRACKED_ALLOCATOR(tracked, *tracked.code->allocator, tracked.blocks)
TRACKED_RESOURCE(tracked, *tracked.code->resource, tracked.resources)

static void
tracked_release_bound(void *handle)
{
    tracked_release_handle(&tracked_allocator, handle);
}

static void *
run_work(void *argument)
{
    tracked.code->strategy->run(argument);
    return NULL;
}

/* Runs the work on all threads. False and errno when not all could start; those
 * that did have ended. */
static bool
run_threads(struct work *work, unsigned threads)
{
    pthread_t *started = calloc(threads, sizeof *started);
    if (!started)
        return false;
    unsigned count = 0;
    int code = 0;
    while (count < threads && code == 0) {
        code = pthread_create(&started[count], NULL, run_work, work);
        count += code == 0;
    }
    for (unsigned i = 0; i < count; i++)
        pthread_join(started[i], NULL);
    free(started);
    errno = code;
    return code == 0;
}

static uint64_t
held_by(struct tracker *tracker)
{
    struct tracker_totals totals;
    tracker_read_totals(tracker, &totals);
    return totals.held;
}

/* Adds what the tracker saw of mistakes; writes its report when it saw any, or
 * holds something. */
static bool
close_tracker(
    struct tracker *tracker, FILE *places, struct tracked_result *result)
{
    struct tracker_totals totals;
    tracker_read_totals(tracker, &totals);
    result->double_releases += totals.double_releases;
    result->stranger_releases += totals.stranger_releases;
    if (!totals.held && !totals.double_releases && !totals.stranger_releases)
        return true;
    return tracker_write(tracker, TRACKER_TEXT, 0, places);
}

static bool
run_under_trackers(struct work *work, unsigned threads, FILE *places,
    struct tracked_result *result)
{
    struct tracker_totals totals;
    bool run = run_threads(work, threads);
    result->held_at_return = held_by(tracked.resources);
    result->blocks_at_return = held_by(tracked.blocks);
    if (tracked.code->strategy->settle)
        tracked.code->strategy->settle(work);
    tracker_read_totals(tracked.resources, &totals);
    result->acquired = totals.acquired;
    result->held_at_end = totals.held;
    result->blocks_at_end = held_by(tracked.blocks);
    return run && close_tracker(tracked.resources, places, result) &&
           close_tracker(tracked.blocks, places, result);
}

bool
tracked_run(const struct cell_code *code, size_t size, size_t count,
    unsigned threads, FILE *places, struct tracked_result *result)
{
    *result = (struct tracked_result){0};
    const struct tracker_settings resources = {.name = "resources"};
    const struct tracker_settings blocks = {.name = "blocks"};
    struct work work = {&tracked_allocator, &tracked_resource,
        tracked_release_bound, size, count};
    tracked.code = code;
    tracked.resources = tracker_create(&resources);
    tracked.blocks = tracker_create(&blocks);
    bool run = tracked.resources && tracked.blocks &&
               run_under_trackers(&work, threads, places, result);
    int reason = errno;
    if (tracked.resources)
        tracker_destroy(tracked.resources);
    if (tracked.blocks)
        tracker_destroy(tracked.blocks);
    errno = reason;
    return run;
}
