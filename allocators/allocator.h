/* What every allocator of the suite answers. An allocator is one
 * `static const struct allocator NAME_allocator` in NAME.h; its hot
 * functions are static inline there, so that a cell compiled against the
 * constant structure makes no indirect call. */
#ifndef ALLOCATORS_ALLOCATOR_H
#define ALLOCATORS_ALLOCATOR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Who served a request. An allocator without tiers counts everything as
 * ALLOCATOR_TIER_HEAP. */
enum allocator_tier {
    ALLOCATOR_TIER_THREAD_CACHE,
    ALLOCATOR_TIER_CENTRAL,
    ALLOCATOR_TIER_HEAP,
    ALLOCATOR_TIERS
};

/* Size classes 1 to 87; index 0 counts what is larger than every class. */
enum { ALLOCATOR_CLASSES = 88 };

/* Totals since the process began, over all threads. A read while other threads
 * work is a moment's picture: each number is exact, their sum may not be. What
 * an allocator cannot tell stays 0. */
struct allocator_counters {
    uint64_t allocations[ALLOCATOR_TIERS][ALLOCATOR_CLASSES];
    uint64_t frees[ALLOCATOR_TIERS][ALLOCATOR_CLASSES];
    size_t bytes_in_use;   /* handed out and not yet released */
    size_t bytes_mapped;   /* taken from the kernel */
    size_t bytes_returned; /* of those, given back and not touched since */
    uint64_t locks_taken;  /* by slow paths, of central lists and page heap;
                              what only reads is not counted */
    uint64_t locks_waited; /* of those, found held by another thread */
};

/* Where an allocator's code was loaded from. Static text; NULL where it is not
 * known. */
struct allocator_library {
    const char *path;    /* of the file itself, not of a link to it */
    const char *version; /* in the library's own words */
};

struct allocator {
    const char *name;
    const char *summary; /* one line for people */

    /* Here to be compared with: it is measured where somebody names it. */
    bool peer;

    /* Why it cannot be used in this process and the way to change that, for
     * people, such as "cannot be loaded: apt-get install it"; static text.
     * NULL: it can. Ask allocator_missing before all else: the first who asks
     * loads what has to be loaded. A NULL function: it is always there. */
    const char *(*missing)(void);

    /* The library that was loaded, once `missing` said NULL. A NULL function:
     * it is compiled in. */
    struct allocator_library (*library)(void);

    /* At least `size` bytes, aligned to 16; a unique block for size 0. NULL
     * and errno = ENOMEM when they cannot be had. Any thread may release. */
    void *(*allocate)(size_t size);

    /* As allocate, aligned to `alignment`. NULL and errno = EINVAL unless that
     * is a power of two. */
    void *(*allocate_aligned)(size_t alignment, size_t size);

    /* `count` items of `size` bytes, all zero. NULL and errno = ENOMEM also
     * when the product overflows. */
    void *(*allocate_zeroed)(size_t count, size_t size);

    /* The block with its content up to the smaller of both sizes, perhaps
     * moved. NULL block: as allocate. On NULL (errno = ENOMEM) the old block
     * stays valid. */
    void *(*resize)(void *block, size_t size);

    /* Gives a block back; NULL is ignored. A pointer that is not a live block
     * of this allocator stops the program with a message that names it. */
    void (*release)(void *block);

    /* Bytes that may be written at `block`; 0 for NULL. */
    size_t (*usable_size)(const void *block);

    /* Gives idle memory back to the kernel now; returns the bytes. */
    size_t (*trim)(void);

    void (*read_counters)(struct allocator_counters *counters);
};

/* What `missing` says of itself; NULL when the allocator can be used. */
static inline const char *
allocator_missing(const struct allocator *allocator)
{
    return allocator->missing ? allocator->missing() : NULL;
}

#endif
