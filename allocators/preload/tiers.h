/* What a program that runs on libtiers.so may ask of it, beside malloc and its
 * kin: link with -ltiers, or look the function up by dlsym. */
#ifndef TIERS_H
#define TIERS_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Who served a call. */
enum tiers_tier {
    TIERS_THREAD_CACHE, /* the thread's own blocks, without a lock */
    TIERS_CENTRAL,      /* blocks that all threads share */
    TIERS_HEAP,         /* whole pages */
    TIERS_COUNT
};

/* Calls since the process began, over all threads. What realloc moves counts
 * as one of each. */
struct tiers_calls {
    uint64_t mallocs;
    uint64_t frees;
};

struct tiers_class {
    size_t block_bytes; /* 0: blocks that are larger than every class */
    struct tiers_calls by_tier[TIERS_COUNT];
};

#define TIERS_CLASSES_MOST 128

/* The names in brackets are those of Go's runtime.MemStats. A process that
 * forked counts on from what its parent had. */
struct tiers_statistics {
    /* Taken from the kernel: mapped = in use + idle + metadata. */
    size_t mapped_bytes;   /* address space [Sys] */
    size_t in_use_bytes;   /* pages with blocks [HeapInuse] */
    size_t idle_bytes;     /* free pages; some were never touched [HeapIdle] */
    size_t released_bytes; /* of the idle: given back to the kernel and not
                              touched since [HeapReleased] */
    size_t metadata_bytes; /* the heap's own structures */

    size_t allocated_bytes; /* whole blocks, not yet freed [HeapAlloc] */
    uint64_t mallocs;       /* [Mallocs] */
    uint64_t frees;         /* [Frees] */
    uint64_t live_blocks;   /* [HeapObjects] */

    uint64_t locks_taken;  /* by what the thread's own blocks did not serve */
    uint64_t locks_waited; /* of those, found held by another thread */

    struct tiers_calls by_tier[TIERS_COUNT];
    size_t classes; /* of by_class are filled in; the others are 0 */
    struct tiers_class by_class[TIERS_CLASSES_MOST]; /* [BySize] */
};

/* Fills in the statistics as of now; cannot fail, and allocates nothing. Takes
 * each of the heap's locks in turn: some microseconds. While other threads
 * work, each number is right for a moment of its own. */
void
tiers_read_statistics(struct tiers_statistics *statistics);

#ifdef __cplusplus
}
#endif

#endif
