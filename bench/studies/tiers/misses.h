/* Single allocations, each made to be served by one part of one tier. That it
 * was is seen in the heap's counters and lists, not taken for granted. For a
 * process with one thread that has nothing else on this heap. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

enum miss_way {
    MISS_HIT,         /* none: the current chain of the thread has a block */
    MISS_SPARE,       /* the spare chain takes its place */
    MISS_READY_CHAIN, /* the central list hands over a chain */
    MISS_SPANS,       /* it takes a chain's blocks from its spans */
    MISS_CACHED_SPAN, /* the page heap has a span of that size */
    MISS_FREE_RUN,    /* it cuts one off free pages with memory behind them */
    MISS_FRESH_PAGES, /* and without: the kernel gives memory by page faults */
    MISS_WAYS
};

const char *
miss_way_name(enum miss_way way);
const char *
miss_way_tier(enum miss_way way);

/* False where a class cannot be served so: a span of one block is empty, and
 * goes back to the page heap, as soon as that block is free. */
bool
miss_is_possible(enum miss_way way, size_t size);

struct miss {
    double ns;     /* of the call, and of two looks at the clock */
    size_t blocks; /* that came with it, itself among them */
    long faults;
    bool proved; /* the heap served it in that way */
};

/* Brings the heap into the state, takes a block of `size` bytes, at most
 * 32 KiB, and releases all. */
struct miss
miss_provoke(enum miss_way way, size_t size);

/* What two looks at the clock take, in ns. */
double
miss_clock_ns(void);

#ifdef __cplusplus
}
#endif
