/* What a block takes over its size, and from which size on it is a run of
 * pages of its own. The quickest of some pieces counts: a cache that another
 * program emptied would hide a step. */
#include "allocators/thread_cache.h"
#include "bench/claims/experiments/experiments.h"
#include "bench/claims/experiments/medians.h"
#include "bench/claims/experiments/short_text.h"

#include <stdbool.h>

enum {
    HELD = 4, /* blocks at once: more than the thread keeps of large classes */
    TURNS = 40,
    PIECES = 9, /* of a size's measurement, in turn with the others */
    LEAST = 8192,
    MOST = 524288
};

/* Two sizes to each doubling, and the two beside each bound that Go has: of
 * its classes and of its page cache. */
static const size_t sizes[] = {8192, 12288, 16384, 24576, 32768, 32769, 49152,
    65536, 98304, 122880, 122881, 196608, 262144, 393216, 524288};
enum { SIZES = sizeof sizes / sizeof *sizes };

static void
turn(size_t size)
{
    void *blocks[HELD];
    for (int i = 0; i < HELD; i++)
        blocks[i] = thread_cache_allocate(size);
    for (int i = 0; i < HELD; i++)
        thread_cache_release(blocks[i]);
}

/* A block taken and released, in ns. Pages kept whole for other sizes leave
 * none for this one, so they go; the first turn, which is not timed, finds new.
 */
static double
time_size(size_t size)
{
    thread_cache_trim();
    turn(size);
    double start = clock_ns();
    for (int i = 0; i < TURNS; i++)
        turn(size);
    return (clock_ns() - start) / (TURNS * HELD);
}

static bool
is_large(size_t size)
{
    struct allocator_counters before, after;
    thread_cache_read_counters(&before);
    thread_cache_release(thread_cache_allocate(size));
    thread_cache_read_counters(&after);
    return after.allocations[ALLOCATOR_TIER_HEAP][0] >
           before.allocations[ALLOCATOR_TIER_HEAP][0];
}

/* The largest size from LEAST to MOST that is not large; 0 when all are. */
static size_t
largest_cached(void)
{
    size_t low = LEAST - 1;
    size_t high = MOST + 1;
    while (high - low > 1) {
        size_t middle = low + (high - low) / 2;
        if (is_large(middle))
            high = middle;
        else
            low = middle;
    }
    return low < LEAST ? 0 : low;
}

static int
size_steps_run(struct printer *printer)
{
    static double ns[SIZES][PIECES];
    for (int piece = 0; piece < PIECES; piece++)
        for (int i = 0; i < SIZES; i++)
            ns[i][piece] = time_size(sizes[i]);
    for (int i = 0; i < SIZES; i++)
        print_value(printer, short_text("size=%zu", sizes[i]).bytes, "block",
            "ns", least_of(ns[i], PIECES));
    print_value(
        printer, "bound", "largest_cached", "bytes", (double)largest_cached());
    print_value(printer, "bound", "largest_tried", "bytes", MOST);
    return 0;
}

EXPERIMENT(size_steps, 12, "what a block takes over its size", size_steps_run)
