/* What the program takes of the heap: linking this puts a malloc and a free
 * that count before the C library's. */
#ifndef BENCH_STUDIES_STACK_HEAP_GAUGE_H
#define BENCH_STUDIES_STACK_HEAP_GAUGE_H

#include <stddef.h>

/* Begins to count anew. One thread at a time. */
void
heap_gauge_begin(void);

/* The most bytes that have been held at once since, above what was held then;
 * of each block its usable size. */
size_t
heap_gauge_peak(void);

#endif
