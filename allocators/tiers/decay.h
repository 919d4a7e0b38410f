/* When idle memory goes back: what no thread asked for during a second moves a
 * tier down, and what lay idle in the page heap for a second goes back to the
 * kernel. Slow paths look at the clock now and then; hits never do.
 *
 * Where blocks above 2 KiB move from class to class (a string that grows), a
 * second is long: what no class asked for while the others took a 64th of what
 * the heap was at its largest, 512 KiB at least, comes home then, so that they
 * use the same memory, still in the processor's caches, and not ever more. */
#ifndef ALLOCATORS_TIERS_DECAY_H
#define ALLOCATORS_TIERS_DECAY_H

#include "allocators/tiers/hints.h"

#include <stdbool.h>
#include <stddef.h>

/* Called from slow paths, with no lock held. */
THROWS_NOTHING void
decay_tick(void);

/* Once a second, whoever calls: does what is due. */
void
decay_look(void);

/* Sets what a look begins with: the tier above brings down what lies idle
 * there. */
void
decay_look_first(void (*step)(void));

/* True now and then while the heap takes new memory from the kernel: the caller
 * then hands over what it holds for later, and calls decay_before_growth. At
 * most one thread is told. */
bool
decay_growth_is_due(void);

/* What is idle is to serve before new memory does: brings home what lies ready
 * in the central lists and what the page heap kept whole, and gives back to the
 * kernel what is left over nevertheless. */
void
decay_before_growth(void);

/* All that lies idle behind the thread caches goes back now; the bytes. */
size_t
decay_all(void);

#endif
