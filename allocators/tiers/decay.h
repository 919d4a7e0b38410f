/* When idle memory goes back: what no thread asked for during a second moves a
 * tier down, and what lay idle in the page heap for a second goes back to the
 * kernel. Slow paths look at the clock now and then; hits never do. */
#ifndef ALLOCATORS_TIERS_DECAY_H
#define ALLOCATORS_TIERS_DECAY_H

#include "allocators/tiers/hints.h"

#include <stddef.h>

/* Called from slow paths, with no lock held. */
THROWS_NOTHING void
decay_tick(void);

/* Now and then while the heap takes new memory from the kernel: how many pages
 * since it was last said; else 0. The caller then hands over what it holds for
 * later, and calls decay_before_growth. One thread at most is told. */
size_t
decay_growth_due(void);

/* What is idle is to serve before new memory does: brings home what lies ready
 * in the central lists and what the page heap kept whole, and gives back to the
 * kernel what is free nevertheless, up to `grown` pages. */
void
decay_before_growth(size_t grown);

/* All that lies idle behind the thread caches goes back now; the bytes. */
size_t
decay_all(void);

#endif
