/* What a hit in the thread cache takes, what a miss does, and how the tiers
 * fare with two threads. The median of some pieces counts: now and then a pair
 * takes half of its usual time, for a whole piece and on one thread alone. */
#include "allocators/central.h"
#include "allocators/thread_cache.h"
#include "bench/claims/experiments/experiments.h"
#include "bench/claims/experiments/medians.h"
#include "bench/claims/experiments/short_text.h"
#include "bench/claims/experiments/side_by_side.h"

#include <stdbool.h>
#include <unistd.h>

enum {
    PAIRS = 50000,  /* in a piece */
    BURST = 6000,   /* blocks taken before the first is released */
    BURSTS = 40,    /* in a measurement of them */
    PIECES = 5,     /* of a measurement of pairs, in turn with the others */
    SAMPLES = 40000 /* most single calls timed */
};

/* Keeps the compiler from merging one pair with the next. */
#define BARRIER() __asm__ volatile("" ::: "memory")

#define PAIRS_OF(allocator)                                                    \
    static void allocator##_pairs(size_t size)                                 \
    {                                                                          \
        for (int i = 0; i < PAIRS; i++) {                                      \
            allocator##_release(allocator##_allocate(size));                   \
            BARRIER();                                                         \
        }                                                                      \
    }

PAIRS_OF(thread_cache)
PAIRS_OF(central)

/* Each burst is longer than all chains of a thread, so some calls miss. */
static void
thread_cache_bursts(size_t size)
{
    void *blocks[BURST];
    for (int burst = 0; burst < BURSTS; burst++) {
        for (int i = 0; i < BURST; i++)
            blocks[i] = thread_cache_allocate(size);
        for (int i = 0; i < BURST; i++)
            thread_cache_release(blocks[i]);
    }
}

/* A contender of this round: its work and the time of it so far. */
struct contender {
    const char *name;
    void (*work)(size_t size);
    double ns[PIECES];
};

static void
time_contenders(struct printer *printer, unsigned threads, size_t size)
{
    struct contender contenders[] = {
        {.name = "thread_cache", .work = thread_cache_pairs},
        {.name = "central", .work = central_pairs},
        {.name = "thread_cache again", .work = thread_cache_pairs},
    };
    enum { COUNT = sizeof contenders / sizeof *contenders };
    for (int i = 0; i < PIECES; i++)
        for (int j = 0; j < COUNT; j++)
            contenders[j].ns[i] =
                side_by_side_ns(threads, contenders[j].work, size);
    for (int j = 0; j < COUNT; j++)
        print_value(printer,
            short_text(
                "%s size=%zu threads=%u", contenders[j].name, size, threads)
                .bytes,
            "pair", "ns", median_of(contenders[j].ns, PIECES) / PAIRS);
}

/* How often a lock was found held by another thread. */
static void
print_waits(struct printer *printer, const char *name, void (*work)(size_t))
{
    struct allocator_counters before, after;
    thread_cache_read_counters(&before);
    side_by_side_ns(2, work, 64);
    thread_cache_read_counters(&after);
    double taken = (double)(after.locks_taken - before.locks_taken);
    double waited = (double)(after.locks_waited - before.locks_waited);
    print_value(printer, short_text("%s size=64 threads=2", name).bytes,
        "waits", "per 1,000 locks", taken > 0 ? 1000 * waited / taken : 0);
}

/* Single calls, apart by whether the cache held a block for them. */
struct calls {
    double ns[SAMPLES];
    size_t count;
};

static bool
will_miss(unsigned size_class)
{
    return !thread_cache_current->lists[size_class].head &&
           !spare_chains_any(&thread_cache_current->spares, size_class);
}

static void *
time_call(size_t size, struct calls *hits, struct calls *misses)
{
    struct calls *calls = will_miss(size_class_of(size)) ? misses : hits;
    double start = clock_ns();
    void *block = thread_cache_allocate(size);
    double end = clock_ns();
    if (calls->count < SAMPLES)
        calls->ns[calls->count++] = end - start;
    return block;
}

static void
time_burst(size_t size, struct calls *hits, struct calls *misses)
{
    void *blocks[BURST];
    for (int i = 0; i < BURST; i++)
        blocks[i] = time_call(size, hits, misses);
    for (int i = 0; i < BURST; i++)
        thread_cache_release(blocks[i]);
}

/* What two looks at the clock take of every timed call. */
static double
clock_costs_ns(void)
{
    static double ns[1000];
    for (int i = 0; i < 1000; i++) {
        double start = clock_ns();
        ns[i] = (clock_ns() - start);
    }
    return middle_mean_of(ns, 1000);
}

static void
print_calls(
    struct printer *printer, size_t size, const char *kind, struct calls *calls)
{
    if (calls->count == 0)
        return;
    print_value(printer, short_text("%s size=%zu", kind, size).bytes, "call",
        "ns with the clock", middle_mean_of(calls->ns, calls->count));
    calls->count = 0;
}

static void
time_misses(struct printer *printer, size_t size)
{
    static struct calls hits, misses, unused;
    for (int i = 0; i < BURSTS; i++)
        time_burst(size, i == 0 ? &unused : &hits, i == 0 ? &unused : &misses);
    unused.count = 0;
    print_calls(printer, size, "hit", &hits);
    print_calls(printer, size, "miss", &misses);
}

static int
tier_times_run(struct printer *printer)
{
    print_value(
        printer, "machine", "cores", "", (double)sysconf(_SC_NPROCESSORS_ONLN));
    for (unsigned threads = 1; threads <= 2; threads++)
        time_contenders(printer, threads, 64);
    print_value(printer, "clock", "call", "ns", clock_costs_ns());
    time_misses(printer, 64);
    time_misses(printer, 1024);
    print_waits(printer, "thread_cache", thread_cache_bursts);
    print_waits(printer, "central", central_pairs);
    return 0;
}

EXPERIMENT(tier_times, 12,
    "what a hit and a miss take, with one thread and two", tier_times_run)
