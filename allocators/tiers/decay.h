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

/* All that lies idle behind the thread caches goes back now; the bytes. */
size_t
decay_all(void);

#endif
