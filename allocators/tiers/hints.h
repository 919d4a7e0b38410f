/* What the compiler is told about paths. */
#ifndef ALLOCATORS_TIERS_HINTS_H
#define ALLOCATORS_TIERS_HINTS_H

/* A condition that leads off the fast path. */
#define rarely(condition) __builtin_expect(!!(condition), 0)

/* Makes the compiler work out an address once. gcc 12 does so anew for each
 * atomic field behind it: 37 instructions, not 31, to release a block. */
#define address_once(pointer) __asm__("" : "+r"(pointer))

/* A slow path: kept out of its callers, so that they stay straight. */
#define SLOW_PATH __attribute__((noinline, cold))

/* Said of slow paths to C++ callers. Without it clang keeps two addresses fewer
 * in registers around a call in a scope with a destructor: 67 instructions, not
 * 65, to take and release a block of the thread cache. */
#define THROWS_NOTHING __attribute__((nothrow))

#endif
