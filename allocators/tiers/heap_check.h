/* The heap's invariants, walked. For tests and debuggers. */
#ifndef ALLOCATORS_TIERS_HEAP_CHECK_H
#define ALLOCATORS_TIERS_HEAP_CHECK_H

/* NULL when every invariant of the page heap and the central lists holds; else
 * a sentence that names the first that does not. Walks every span and every
 * list; no other thread may use the heap meanwhile. */
const char *
heap_check(void);

#endif
