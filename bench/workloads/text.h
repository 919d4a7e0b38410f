/* A string that grows by realloc as it is written. */
#ifndef BENCH_WORKLOADS_TEXT_H
#define BENCH_WORKLOADS_TEXT_H

#include "bench/workloads/blocks.h"

#include <string.h>

struct text {
    char *bytes;
    size_t size;
};

/* Resizes the block, and writes what is new of it. */
static inline void
text_grow(struct text *text, size_t size)
{
    text->bytes = realloc(text->bytes, size);
    if (!text->bytes)
        workload_stop("out of memory");
    memset(text->bytes + text->size, 'x', size - text->size);
    text->size = size;
}

static inline void
text_free(struct text *text)
{
    free(text->bytes);
    text->bytes = NULL;
    text->size = 0;
}

#endif
