/* The article's sample program, which makes 10,000 blocks of 16 bytes: as it
 * is printed, where nobody looks at a block, and with a block that escapes. */
#include "allocators/system.h"
#include "allocators/thread_cache.h"
#include "bench/claims/experiments/experiments.h"

#include <stdlib.h>

enum { BLOCKS = 10000, BLOCK = 16 /* bytes */ };

/* What the heap had more, and what the program prints of it. */
static void
print_growth(struct printer *printer, const char *setting,
    const struct allocator_counters *before,
    const struct allocator_counters *after)
{
    size_t bytes = after->bytes_in_use - before->bytes_in_use;
    size_t mebibytes = bytes / 1024 / 1024;
    print_value(printer, setting, "heap", "bytes", (double)bytes);
    print_value(printer, setting, "printed", "MiB", (double)mebibytes);
}

/* The compiler knows malloc, and drops what nobody looks at. */
static void
run_as_printed(struct printer *printer)
{
    struct allocator_counters before, after;
    system_read_counters(&before);
    for (int i = 0; i < BLOCKS; i++) {
        void *block = malloc(BLOCK);
        (void)block;
    }
    system_read_counters(&after);
    print_growth(printer, "as printed", &before, &after);
}

static double
hits_between(const struct allocator_counters *before,
    const struct allocator_counters *after)
{
    unsigned size_class = size_class_of(BLOCK);
    int tier = ALLOCATOR_TIER_THREAD_CACHE;
    return (double)(after->allocations[tier][size_class] -
                    before->allocations[tier][size_class]);
}

static double
allocations_between(const struct allocator_counters *before,
    const struct allocator_counters *after)
{
    unsigned size_class = size_class_of(BLOCK);
    uint64_t sum = 0;
    for (int tier = 0; tier < ALLOCATOR_TIERS; tier++)
        sum += after->allocations[tier][size_class] -
               before->allocations[tier][size_class];
    return (double)sum;
}

static void
run_escaping(struct printer *printer)
{
    static void *blocks[BLOCKS];
    struct allocator_counters before, after;
    thread_cache_read_counters(&before);
    for (int i = 0; i < BLOCKS; i++)
        blocks[i] = thread_cache_allocate(BLOCK);
    thread_cache_read_counters(&after);
    for (int i = 0; i < BLOCKS; i++)
        thread_cache_release(blocks[i]);
    print_growth(printer, "escaping", &before, &after);
    print_value(printer, "escaping", "allocations", "",
        allocations_between(&before, &after));
    print_value(
        printer, "escaping", "cache_hits", "", hits_between(&before, &after));
}

static int
sample_run(struct printer *printer)
{
    run_as_printed(printer);
    run_escaping(printer);
    return 0;
}

EXPERIMENT(
    sample, 1, "what the article's first sample does to the heap", sample_run)
