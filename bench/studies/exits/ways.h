/* How the child process of one case takes its way out. */
#ifndef BENCH_STUDIES_EXITS_WAYS_H
#define BENCH_STUDIES_EXITS_WAYS_H

#include "bench/studies/exits/exits.h"

#include <setjmp.h>

#ifdef __cplusplus
extern "C" {
#endif

enum { EXITS_STATUS = 42 /* of the ways that end the process */ };

/* In memory that the parent shares. */
struct exits_seen {
    volatile int released;
    volatile long value;   /* of the struct returned */
    volatile bool armed;   /* the resource was taken */
    volatile bool reached; /* what stands above the scope went on */
};
extern struct exits_seen *exits_seen;

/* Runs the mechanism's scope so that it is left by `way`, and notes what
 * happens in exits_seen. Returns where the way leads back here. */
void
exits_leave(const struct exits_mechanism *mechanism, enum exits_way way);

/* In C++: throws an exception; calls the scope and catches what it throws. */
void
exits_throw(void);
void
exits_under_catch(void (*scope)(enum exits_way), enum exits_way way);

#ifdef __cplusplus
}
#endif

#endif
