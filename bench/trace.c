/* Prints, as CSV, how many resources one call holds at each moment, for the
 * strategies that a chart tells apart: of several calls, all warm, the fastest,
 * which was interrupted the least (a single call was once, for 10 ms). The
 * clock's reading, about 25 ns an event, is in the times. */
#include "bench/cell.h"
#include "bench/clock.h"

#include <errno.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    TRACE_COUNT = 1000,
    TRACE_CALLS = 15,
    TRACE_EVENTS = 4 * TRACE_COUNT /* take, let go; a pool also puts back */
};

static const char *const trace_allocator = "thread_cache";
static const char *const trace_resources[] = {"file", "memory", NULL};
static const char *const trace_strategies[] = {
    "loop_defer", "scoped_defer", "object_pool", NULL};

struct event {
    uint64_t at_ns;
    unsigned held;
};

/* What one call did. */
struct course {
    struct event events[TRACE_EVENTS];
    size_t taken; /* of events */
};

static struct trace {
    const struct cell_code *code;
    struct course now, fastest;
    unsigned held;
} trace;

static void
note_held(int change)
{
    trace.held += (unsigned)change;
    struct course *now = &trace.now;
    if (now->taken < TRACE_EVENTS)
        now->events[now->taken++] = (struct event){now_ns(), trace.held};
}

static void *
traced_acquire(const struct allocator *allocator, size_t size)
{
    void *handle = trace.code->resource->acquire(allocator, size);
    if (handle)
        note_held(1);
    return handle;
}

static void
traced_release(const struct allocator *allocator, void *handle)
{
    trace.code->resource->release(allocator, handle);
    note_held(-1);
}

static void
traced_release_bound(void *handle)
{
    traced_release(trace.code->allocator, handle);
}

static uint64_t
duration_ns(const struct course *course)
{
    return course->events[course->taken - 1].at_ns - course->events[0].at_ns;
}

/* One call. False and errno when it could not take all. */
static bool
trace_call(const struct work *work)
{
    trace.now.taken = 0;
    note_held(0);
    bool whole = trace.code->strategy->run(work) == TRACE_COUNT;
    note_held(0);
    return whole;
}

static bool
trace_calls(const struct work *work)
{
    if (!trace_call(work))
        return false;
    trace.fastest.taken = 0;
    for (int call = 0; call < TRACE_CALLS; call++) {
        if (!trace_call(work))
            return false;
        if (trace.fastest.taken == 0 ||
            duration_ns(&trace.now) < duration_ns(&trace.fastest))
            trace.fastest = trace.now;
    }
    return true;
}

/* Leaves the fastest call in `trace`. False and errno when one could not take
 * all. */
static bool
trace_cell(const struct cell_code *code, size_t size)
{
    struct resource traced = *code->resource;
    traced.acquire = traced_acquire;
    traced.release = traced_release;
    const struct work work = {
        code->allocator, &traced, traced_release_bound, size, TRACE_COUNT};
    trace.code = code;
    trace.held = 0;
    bool whole = trace_calls(&work);
    int reason = errno;
    if (code->strategy->settle)
        code->strategy->settle(&work);
    errno = reason;
    return whole;
}

static void
print_course(const struct course *course, size_t size)
{
    const struct cell_code *code = trace.code;
    for (size_t i = 0; i < course->taken; i++)
        printf("%s,%s,%s,%zu,%d,%llu,%u\n", code->strategy->name,
            code->allocator->name, code->resource->name, size, TRACE_COUNT,
            (unsigned long long)(course->events[i].at_ns -
                                 course->events[0].at_ns),
            course->events[i].held);
}

static bool
trace_resource(const struct cell_code *code)
{
    const struct resource *resource = code->resource;
    size_t size = resource->telling_size;
    if (resource->prepare && !resource->prepare(size, TRACE_COUNT, 1))
        return false;
    bool whole = trace_cell(code, size);
    int reason = errno;
    if (whole)
        print_course(&trace.fastest, size);
    if (resource->finish)
        resource->finish();
    errno = reason;
    return whole;
}

static int
trace_print(const char *strategy, const char *resource)
{
    const struct cell_code *code =
        cell_code_find(strategy, trace_allocator, resource);
    if (code && trace_resource(code))
        return 0;
    fprintf(stderr, "cleanup-trace: %s of %s stopped: %s\n", strategy, resource,
        code ? strerror(errno) : "it is not in this build");
    return 1;
}

int
main(int argc, char **argv)
{
    if (argc > 1) {
        fprintf(stderr, "usage: %s > held_over_time.csv\n", argv[0]);
        return 2;
    }
    puts("strategy,allocator,resource,size,count,time_ns,held");
    int status = 0;
    for (size_t r = 0; trace_resources[r]; r++)
        for (size_t s = 0; trace_strategies[s]; s++)
            status |= trace_print(trace_strategies[s], trace_resources[r]);
    return fflush(stdout) == EOF ? 1 : status;
}
