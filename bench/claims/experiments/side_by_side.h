/* The same work on some threads that begin together. */
#ifndef BENCH_CLAIMS_EXPERIMENTS_SIDE_BY_SIDE_H
#define BENCH_CLAIMS_EXPERIMENTS_SIDE_BY_SIDE_H

#include <stddef.h>

enum { SIDE_BY_SIDE_MOST = 8 };

/* The mean wall ns of `work(size)` over 1 to SIDE_BY_SIDE_MOST threads, which
 * begin at the same moment; of a few attempts the one in which they overlapped
 * most. A first call on each is not timed. 0 when a thread could not be
 * started. */
double
side_by_side_ns(unsigned threads, void (*work)(size_t size), size_t size);

#endif
