/* Blocks that begin as zeros. Pages fresh from the kernel are zeros already. */
#include "bench/workloads/blocks.h"
#include "bench/workloads/workload.h"

enum { PAGE = 4096 };

static unsigned char *
zeros_make(size_t size)
{
    unsigned char *zeros = calloc(1, size);
    if (!zeros)
        workload_stop("out of memory");
    return zeros;
}

/* Every page is written, as by a program that fills what it asked for. */
static size_t
calloc_touched_run(const struct workload *workload, size_t units)
{
    for (size_t unit = 0; unit < units; unit++) {
        volatile unsigned char *zeros = zeros_make(workload->size);
        for (size_t at = 0; at < workload->size; at += PAGE)
            zeros[at] = 1;
        free((void *)zeros);
    }
    return units;
}

/* As by a program that asks for room for the worst case. */
static size_t
calloc_untouched_run(const struct workload *workload, size_t units)
{
    for (size_t unit = 0; unit < units; unit++)
        free(zeros_make(workload->size));
    return units;
}

const struct workload calloc_fresh_workloads[] = {
    {"calloc_touched_64k", WORKLOAD_SHAPE,
        "calloc of 64 KiB, every page written, free", 65536, NULL,
        calloc_touched_run, NULL},
    {"calloc_touched_1m", WORKLOAD_SHAPE,
        "calloc of 1 MiB, every page written, free", 1048576, NULL,
        calloc_touched_run, NULL},
    {"calloc_untouched_1m", WORKLOAD_SHAPE,
        "calloc of 1 MiB, never touched, free", 1048576, NULL,
        calloc_untouched_run, NULL},
    {"calloc_untouched_32m", WORKLOAD_SHAPE,
        "calloc of 32 MiB, never touched, free", 33554432, NULL,
        calloc_untouched_run, NULL},
    WORKLOADS_END,
};
