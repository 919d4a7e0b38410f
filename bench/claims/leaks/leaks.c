/* A program to be watched by a tracker, LeakSanitizer or heaptrack: it times
 * what it creates and releases, holds, leaks, or releases twice, as its
 * argument says. Prints lines SETTING,METRIC,UNIT,VALUE. */
#ifdef WITH_TRACKER
#include "bench/claims/leaks/watched.h"
#else
#include "bench/claims/leaks/unwatched.h"
#endif

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum {
    BLOCK_BYTES = 64,
    LIVE_BLOCKS = 1024, /* at each moment of the timing */
    PAIRS = 4000,       /* that are timed at once */
    TIMINGS = 5,        /* the median of so many counts */
    HELD_BLOCKS = 100000,
    PLACES = 10,
    PER_PLACE = 1000,     /* blocks leaked */
    FILES_PER_PLACE = 20, /* descriptors are few */
    WRONG = 100,          /* releases */
    OUTER_FRAMES = 4 /* of a stack that descends nowhere: the loop, descend,
                        main, and libc */
};

void
print_line(
    const char *setting, const char *metric, const char *unit, double value)
{
    printf("%s,%s,%s,%.17g\n", setting, metric, unit, value);
}

double
clock_ns(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return 1e9 * (double)now.tv_sec + (double)now.tv_nsec;
}

/* What is created is used, so that no compiler leaves it out. */
static void *
used(void *block)
{
    if (!block)
        abort();
    *(volatile char *)block = 1;
    return block;
}

static void *live[LIVE_BLOCKS];

/* Replaces the oldest block, again and again. */
static __attribute__((noinline)) void
churn(unsigned pairs)
{
    for (unsigned i = 0; i < pairs; i++) {
        void **oldest = &live[i % LIVE_BLOCKS];
        destroy(*oldest);
        *oldest = used(create(BLOCK_BYTES));
    }
}

static int
compare(const void *one, const void *other)
{
    double a = *(const double *)one;
    double b = *(const double *)other;
    return (a > b) - (a < b);
}

static void
churn_and_time(const char *setting)
{
    double ns[TIMINGS];
    churn(LIVE_BLOCKS);
    for (unsigned i = 0; i < TIMINGS; i++) {
        double start = clock_ns();
        churn(PAIRS);
        ns[i] = (clock_ns() - start) / PAIRS;
    }
    qsort(ns, TIMINGS, sizeof *ns, compare);
    print_line(setting, "time", "ns/pair", ns[TIMINGS / 2]);
    for (unsigned i = 0; i < LIVE_BLOCKS; i++) {
        destroy(live[i]);
        live[i] = NULL;
    }
}

/* Does the work beneath so many frames more. */
static __attribute__((noinline)) void
descend(unsigned frames, void (*work)(const char *), const char *setting)
{
    if (frames)
        descend(frames - 1, work, setting);
    else
        work(setting);
    __asm__ volatile("" ::: "memory"); /* after the call: a frame of its own */
}

static void
time_all(void)
{
    static const unsigned depths[] = {4, 16, 64};
    char setting[64];
    for (unsigned i = 0; i < sizeof depths / sizeof *depths; i++) {
        unsigned frames = depths[i] - OUTER_FRAMES;
        for (unsigned way = 0; way < WAYS; way++) {
            watch_begin(way);
            snprintf(setting, sizeof setting, "%s depth=%u", way_name(way),
                depths[i]);
            descend(frames, churn_and_time, setting);
            watch_end();
        }
        snprintf(setting, sizeof setting, "depth=%u", depths[i]);
        descend(frames, time_captures, setting);
    }
}

/* Bytes of memory that the process has. */
static double
resident_bytes(void)
{
    char text[256] = "";
    int file = open("/proc/self/statm", O_RDONLY | O_CLOEXEC);
    ssize_t length = read(file, text, sizeof text - 1);
    close(file);
    char *pages = length > 0 ? strchr(text, ' ') : NULL;
    return pages ? strtod(pages, NULL) * (double)sysconf(_SC_PAGESIZE) : 0;
}

static void *held[HELD_BLOCKS];

static void
hold(void)
{
    watch_begin(WAY_ALL);
    memset(held, 1, sizeof held); /* its pages are nobody's record */
    double before = resident_bytes();
    for (unsigned i = 0; i < HELD_BLOCKS; i++)
        held[i] = used(create(BLOCK_BYTES));
    print_line(
        "", "memory", "bytes/block", (resident_bytes() - before) / HELD_BLOCKS);
    for (unsigned i = 0; i < HELD_BLOCKS; i++)
        destroy(held[i]);
    watch_end();
}

/* Leaks from PLACES functions, each among as many blocks that are released. */

struct leak_kind {
    const char *name;
    unsigned per_place;
    void (*leak)(size_t size);
};

static void *volatile reachable[PLACES * PER_PLACE];
static size_t reachable_count;

static void
forget_nothing(size_t size)
{
    (void)size;
}

static __attribute__((noinline)) void
lose_block(size_t size)
{
    used(create(size));
    __asm__ volatile("" ::: "memory");
}

static __attribute__((noinline)) void
keep_block(size_t size)
{
    reachable[reachable_count++ % (PLACES * PER_PLACE)] = used(create(size));
}

static __attribute__((noinline)) void
forget_file(size_t size)
{
    create_file(size);
    __asm__ volatile("" ::: "memory");
}

/* A function for each place, so that each has a stack of its own. */
#define PLACE(number)                                                          \
    static __attribute__((noinline)) void place_##number(                      \
        const struct leak_kind *kind)                                          \
    {                                                                          \
        for (unsigned i = 0; i < kind->per_place; i++) {                       \
            kind->leak(place_bytes(number));                                   \
            destroy(used(create(BLOCK_BYTES)));                                \
        }                                                                      \
    }
PLACE(0)
PLACE(1)
PLACE(2)
PLACE(3)
PLACE(4)
PLACE(5)
PLACE(6)
PLACE(7)
PLACE(8)
PLACE(9)

static void (*const place_functions[PLACES])(const struct leak_kind *kind) = {
    place_0, place_1, place_2, place_3, place_4, place_5, place_6, place_7,
    place_8, place_9};

/* So that no dead word of the stack still points to what was lost. */
static __attribute__((noinline)) void
clear_stack(void)
{
    char words[4096];
    memset(words, 0, sizeof words);
    __asm__ volatile("" : : "r"(words) : "memory");
}

static void
leak_in_way(const struct leak_kind *kind, unsigned way)
{
    watch_begin(way);
    for (unsigned place = 0; place < PLACES; place++)
        place_functions[place](kind);
    clear_stack();
    watch_report(way_name(way), kind->name, PLACES, kind->per_place);
    watch_end();
}

/* False when there is no such kind. */
static int
leak_all(const char *name)
{
    static const struct leak_kind kinds[] = {
        {"nothing", PER_PLACE, forget_nothing}, {"lost", PER_PLACE, lose_block},
        {"reachable", PER_PLACE, keep_block},
        {"files", FILES_PER_PLACE, forget_file}};
    for (unsigned i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        if (strcmp(kinds[i].name, name) != 0)
            continue;
        for (unsigned way = WAY_FIRST_WATCHED; way < WAYS; way++)
            leak_in_way(&kinds[i], way);
        return 1;
    }
    return 0;
}

/* Wrong releases. */

/* What nobody has got meanwhile. */
static void
release_twice(void)
{
    static void *blocks[WRONG];
    for (unsigned i = 0; i < WRONG; i++)
        blocks[i] = used(create(BLOCK_BYTES));
    for (unsigned i = 0; i < WRONG; i++)
        destroy(blocks[i]);
    for (unsigned i = 0; i < WRONG; i++)
        destroy(blocks[i]);
}

/* What another one has got meanwhile, most likely, who then releases it. */
static void
release_after_reuse(void)
{
    for (unsigned i = 0; i < WRONG; i++) {
        void *first = used(create(BLOCK_BYTES));
        destroy(first);
        void *other = used(create(BLOCK_BYTES));
        destroy(first);
        destroy(other);
    }
}

/* What was never created. */
static void
release_strangers(void)
{
    for (unsigned i = 0; i < WRONG; i++)
        destroy((char *)held + i);
}

/* False when there is no such kind. */
static int
release_wrongly(const char *name)
{
    static const struct {
        const char *name;
        void (*release)(void);
    } kinds[] = {{"twice", release_twice}, {"reused", release_after_reuse},
        {"strangers", release_strangers}};
    for (unsigned i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        if (strcmp(kinds[i].name, name) != 0)
            continue;
        watch_begin(WAY_ALL);
        kinds[i].release();
        watch_report_mistakes(name, WRONG);
        watch_end();
        return 1;
    }
    return 0;
}

static const char usage[] =
    "usage: claims-leaks times|hold|nothing|lost|reachable|files|twice|"
    "reused|strangers\n";

int
main(int count, char **arguments)
{
    const char *what = count == 2 ? arguments[1] : "";
    if (strcmp(what, "times") == 0)
        time_all();
    else if (strcmp(what, "hold") == 0)
        hold();
    else if (!leak_all(what) && !release_wrongly(what))
        return fputs(usage, stderr) == EOF ? 1 : 2;
    return fflush(stdout) == EOF;
}
