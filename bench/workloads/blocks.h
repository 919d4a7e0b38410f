/* What every workload does with blocks. */
#ifndef BENCH_WORKLOADS_BLOCKS_H
#define BENCH_WORKLOADS_BLOCKS_H

#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>

static inline void
workload_stop(const char *why)
{
    fprintf(stderr, "cleanup-workloads: %s\n", why);
    exit(1);
}

/* Writes the first and the last byte, as a program that uses a block does at
 * least. */
static inline void
block_touch(void *block, size_t size)
{
    volatile unsigned char *bytes = block;
    bytes[0] = 1;
    bytes[size - 1] = 1;
}

/* A block whose ends were written. The caller frees it. Without memory the
 * program ends. */
static inline void *
block_make(size_t size)
{
    void *block = malloc(size);
    if (!block)
        workload_stop("out of memory");
    block_touch(block, size);
    return block;
}

#endif
