/* The mechanism ladder: functions that take n resources and let them go by one
 * mechanism, with a release that does next to nothing, so that what is seen is
 * the mechanism itself. A rung is one such function; files here are compiled
 * by each compiler there is, and what is linked in is found. */
#ifndef BENCH_STUDIES_LADDER_LADDER_H
#define BENCH_STUDIES_LADDER_LADDER_H

#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

struct ladder_rung {
    const char *compiler;
    const char *mechanism;
    /* straight: n scopes one in the other, written out. loop: one scope in a
     * loop that goes round n times. failure: n functions, one calls the other,
     * each holds a resource and the last one fails; what called them goes on.
     */
    const char *shape;
    unsigned count;
    void (*run)(void);
    const char *symbol; /* of run */
};

/* The rungs linked in, in the order of linking (see LADDER_RUNG), from the
 * first to behind the last: the linker names both so. */
extern const struct ladder_rung *const ladder_rungs_begin[] __asm__(
    "__start_ladder_rungs");
extern const struct ladder_rung *const ladder_rungs_end[] __asm__(
    "__stop_ladder_rungs");

/* Where a release writes. */
extern void *volatile ladder_released;

#define LADDER_INLINE static inline __attribute__((always_inline))

/* The k-th resource, from 1: one instruction. The compiler cannot know that it
 * is never NULL. */
LADDER_INLINE void *
ladder_take(size_t k)
{
    __asm__ volatile("" : "+r"(k));
    return (void *)k;
}

/* The work on what is held. */
LADDER_INLINE void
ladder_use(void)
{
    __asm__ volatile("" ::: "memory");
}

/* One store. */
LADDER_INLINE void
ladder_let_go(void *resource)
{
    ladder_released = resource;
}

/* Whether the work fails. The compiler cannot know that it does. */
LADDER_INLINE int
ladder_fails(void)
{
    int fails = 1;
    __asm__ volatile("" : "+r"(fails));
    return fails;
}

/* The function of a rung; its name says which, and LADDER_COMPILER, a word
 * such as gcc_12, keeps the compilers apart. */
#define LADDER_NAME(mechanism, shape, n)                                       \
    LADDER_NAMED(LADDER_COMPILER, mechanism, shape, n)
#define LADDER_NAMED(compiler, mechanism, shape, n)                            \
    LADDER_JOINED(compiler, mechanism, shape, n)
#define LADDER_JOINED(compiler, mechanism, shape, n)                           \
    ladder__##compiler##__##mechanism##__##shape##__##n
#define LADDER_TEXT(name) LADDER_TEXT_OF(name)
#define LADDER_TEXT_OF(name) #name

/* Bytes: a cache line. Where a loop of two instructions lies doubles its time
 * (seen: 0.27 and 0.54 ns a turn); the same code must lie the same. */
#define LADDER_ALIGNMENT 64

/* Declares a rung's function, puts it on the list, and begins it: its body
 * follows. */
#define LADDER_RUNG(mechanism, shape, n)                                       \
    void LADDER_NAME(mechanism, shape, n)(void);                               \
    static const struct ladder_rung rung__##mechanism##__##shape##__##n = {    \
        LADDER_TEXT(LADDER_COMPILER), LADDER_TEXT(mechanism), #shape, n,       \
        LADDER_NAME(mechanism, shape, n),                                      \
        LADDER_TEXT(LADDER_NAME(mechanism, shape, n))};                        \
    static const struct ladder_rung                                            \
        *const listed__##mechanism##__##shape##__##n                           \
        __attribute__((section("ladder_rungs"), used)) =                       \
            &rung__##mechanism##__##shape##__##n;                              \
    __attribute__((noinline, aligned(LADDER_ALIGNMENT))) void LADDER_NAME(     \
        mechanism, shape, n)(void)

/* For each count that is written out, that a loop takes, and of functions. */
#define LADDER_STRAIGHT_TO_8(X) X(1) X(2) X(4) X(8)
#define LADDER_STRAIGHT(X) LADDER_STRAIGHT_TO_8(X) X(9) X(16) X(64)
#define LADDER_LOOPS(X) X(1) X(8) X(64) X(1000) X(10000)
#define LADDER_FAILURES(X) X(1) X(3)

/* X(1) to X(n), and X(n) to X(1). */
#define LADDER_UP_1(X) X(1)
#define LADDER_UP_2(X) X(1) X(2)
#define LADDER_UP_4(X) LADDER_UP_2(X) X(3) X(4)
#define LADDER_UP_8(X) LADDER_UP_4(X) X(5) X(6) X(7) X(8)
#define LADDER_UP_9(X) LADDER_UP_8(X) X(9)
#define LADDER_UP_16(X) LADDER_UP_9(X) X(10) X(11) X(12) X(13) X(14) X(15) X(16)
#define LADDER_UP_64(X)                                                        \
    LADDER_UP_16(X)                                                            \
    X(17)                                                                      \
    X(18)                                                                      \
    X(19)                                                                      \
    LADDER_UP_TEN(X, 2)                                                        \
    LADDER_UP_TEN(X, 3)                                                        \
    LADDER_UP_TEN(X, 4) LADDER_UP_TEN(X, 5) X(60) X(61) X(62) X(63) X(64)
#define LADDER_UP_TEN(X, t)                                                    \
    X(t##0)                                                                    \
    X(t##1) X(t##2) X(t##3) X(t##4) X(t##5) X(t##6) X(t##7) X(t##8) X(t##9)

#define LADDER_DOWN_1(X) X(1)
#define LADDER_DOWN_2(X) X(2) X(1)
#define LADDER_DOWN_4(X) X(4) X(3) LADDER_DOWN_2(X)
#define LADDER_DOWN_8(X) X(8) X(7) X(6) X(5) LADDER_DOWN_4(X)
#define LADDER_DOWN_9(X) X(9) LADDER_DOWN_8(X)
#define LADDER_DOWN_16(X)                                                      \
    X(16) X(15) X(14) X(13) X(12) X(11) X(10) LADDER_DOWN_9(X)
#define LADDER_DOWN_64(X)                                                      \
    X(64)                                                                      \
    X(63)                                                                      \
    X(62)                                                                      \
    X(61)                                                                      \
    X(60)                                                                      \
    LADDER_DOWN_TEN(X, 5)                                                      \
    LADDER_DOWN_TEN(X, 4)                                                      \
    LADDER_DOWN_TEN(X, 3)                                                      \
    LADDER_DOWN_TEN(X, 2) X(19) X(18) X(17) LADDER_DOWN_16(X)
#define LADDER_DOWN_TEN(X, t)                                                  \
    X(t##9)                                                                    \
    X(t##8) X(t##7) X(t##6) X(t##5) X(t##4) X(t##3) X(t##2) X(t##1) X(t##0)

#ifdef __cplusplus
}
#endif

#endif
