/* A thread that gives idle memory back to the kernel while nobody calls in. It
 * begins when a heap has become large, never for a small program, and sleeps
 * until something lies idle. */
#ifndef ALLOCATORS_TIERS_BACKGROUND_H
#define ALLOCATORS_TIERS_BACKGROUND_H

/* From now on there may be such a thread. The suite does without: it would
 * work beside what is measured. */
void
background_allow(void);

/* After the heap has grown: wants a thread if it is large now. */
void
background_consider(void);

/* At the end of an allocation's slow path: starts the thread that is wanted,
 * which may allocate. Not from a release: the C library holds locks of its own
 * around some of those. */
void
background_start_if_wanted(void);

/* At the end of a release's slow path: wakes the thread if much lies idle. */
void
background_wake(void);

#endif
