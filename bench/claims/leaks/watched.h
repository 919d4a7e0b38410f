/* All that the program creates goes through a tracker. */
#ifndef BENCH_CLAIMS_LEAKS_WATCHED_H
#define BENCH_CLAIMS_LEAKS_WATCHED_H

#include "strategies/runtime/tracker_stack.h"

#include <dlfcn.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>

void
print_line(
    const char *setting, const char *metric, const char *unit, double value);
double
clock_ns(void);

enum { WAY_NONE, WAY_ALL, WAY_10, WAY_100, WAY_1000, WAYS };
enum { WAY_FIRST_WATCHED = WAY_ALL };

static struct tracker *tracker; /* NULL: nobody watches */

/* 0: without a tracker. */
static unsigned
way_sample(unsigned way)
{
    static const unsigned samples[WAYS] = {0, 1, 10, 100, 1000};
    return samples[way];
}

static const char *
way_name(unsigned way)
{
    static const char *const names[WAYS] = {
        "every=0", "every=1", "every=10", "every=100", "every=1000"};
    return names[way];
}

static void
watch_begin(unsigned way)
{
    const struct tracker_settings settings = {.name = "blocks",
        .depth = TRACKER_DEPTH_MOST,
        .sample_every = way_sample(way)};
    tracker = way == WAY_NONE ? NULL : tracker_create(&settings);
    if (way != WAY_NONE && !tracker)
        abort();
}

static void
watch_end(void)
{
    if (tracker)
        tracker_destroy(tracker);
    tracker = NULL;
}

/* Variables, so that no compiler and no analyser sees what is done with them
 * here: the program does wrong on purpose. */
static void *(*volatile allocate)(size_t size) = malloc;
static void (*volatile give_back)(void *block) = free;

static __attribute__((noinline)) void *
create(size_t size)
{
    void *block = allocate(size);
    if (tracker)
        tracker_acquired(tracker, block, size, TRACKER_CALLER);
    return block;
}

static __attribute__((noinline)) void
destroy(void *block)
{
    if (!tracker ||
        tracker_may_release(tracker_released(tracker, block, TRACKER_CALLER)))
        give_back(block);
}

/* The descriptor plus one, so that 0 is not NULL. */
static __attribute__((noinline)) void
create_file(size_t size)
{
    int file = open("/dev/null", O_RDONLY | O_CLOEXEC);
    tracker_acquired(
        tracker, (void *)((intptr_t)file + 1), size, TRACKER_CALLER);
}

/* A leak's place is told by its size. */
static size_t
place_bytes(unsigned place)
{
    return 100 + 10 * (size_t)place;
}

/* Whether all in the group come from that place. */
static bool
is_from(const struct tracker_group *group, unsigned place)
{
    return group->held_bytes == group->held * place_bytes(place);
}

/* What is told of each place, and what is told of none of them. */
static void
watch_report(
    const char *way, const char *kind, unsigned places, unsigned per_place)
{
    struct tracker_report report;
    char metric[64];
    if (!tracker_scan(tracker, 0, &report))
        abort();
    unsigned places_found = 0;
    double found = 0, elsewhere = 0;
    for (size_t i = 0; i < report.groups_count; i++) {
        unsigned place = 0;
        while (place < places && !is_from(&report.groups[i], place))
            place++;
        places_found += place < places;
        *(place < places ? &found : &elsewhere) +=
            (double)report.groups[i].held;
    }
    snprintf(metric, sizeof metric, "reported_%s", kind);
    print_line(way, metric, "leaks", found);
    snprintf(metric, sizeof metric, "planted_%s", kind);
    print_line(way, metric, "leaks", (double)places * per_place);
    snprintf(metric, sizeof metric, "places_%s", kind);
    print_line(way, metric, "places", places_found);
    snprintf(metric, sizeof metric, "false_%s", kind);
    print_line(way, metric, "alarms", elsewhere);
    tracker_report_free(&report);
}

static void
watch_report_mistakes(const char *kind, unsigned planted)
{
    struct tracker_totals totals;
    char metric[64];
    tracker_read_totals(tracker, &totals);
    snprintf(metric, sizeof metric, "reported_%s", kind);
    print_line("every=1", metric, "releases",
        (double)(totals.double_releases + totals.stranger_releases));
    snprintf(metric, sizeof metric, "planted_%s", kind);
    print_line("every=1", metric, "releases", planted);
}

/* What it takes to read the stack as it is here, by each way to read it. */

enum { FAST_READS = 5000, SLOW_READS = 200 };

static const void *frames_read[TRACKER_DEPTH_MOST];

static __attribute__((noinline)) void
time_way(const char *setting, const char *metric, enum tracker_way way,
    unsigned reads)
{
    double start = clock_ns();
    for (unsigned i = 0; i < reads; i++)
        tracker_stack_read(
            way, TRACKER_CALLER, frames_read, TRACKER_DEPTH_MOST);
    print_line(setting, metric, "ns/stack", (clock_ns() - start) / reads);
}

/* libunwind's, where it is installed. It is loaded for itself alone. */
static __attribute__((noinline)) void
time_libunwind(const char *setting)
{
    int (*backtrace)(void **, int) = NULL;
    void *library = dlopen("libunwind.so.8", RTLD_NOW | RTLD_LOCAL);
    if (library)
        *(void **)&backtrace = dlsym(library, "unw_backtrace");
    if (!backtrace)
        return;
    backtrace((void **)frames_read, TRACKER_DEPTH_MOST);
    double start = clock_ns();
    for (unsigned i = 0; i < FAST_READS; i++)
        backtrace((void **)frames_read, TRACKER_DEPTH_MOST);
    print_line(setting, "read_libunwind", "ns/stack",
        (clock_ns() - start) / FAST_READS);
}

static void
time_captures(const char *setting)
{
    time_way(
        setting, "read_frame_pointers", TRACKER_BY_FRAME_POINTERS, FAST_READS);
    time_way(setting, "read_unwinder", TRACKER_BY_UNWINDER, SLOW_READS);
    time_libunwind(setting);
}

#endif
