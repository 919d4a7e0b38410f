/* What the compiler is told about paths. */
#ifndef ALLOCATORS_TIERS_HINTS_H
#define ALLOCATORS_TIERS_HINTS_H

/* A condition that leads off the fast path. */
#define rarely(condition) __builtin_expect(!!(condition), 0)

/* A slow path: kept out of its callers, so that they stay straight. */
#define SLOW_PATH __attribute__((noinline, cold))

#endif
