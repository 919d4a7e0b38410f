/* How a cell is made. Only the generated files include this: each holds the
 * cells of one allocator in one language, C or C++. */
#ifndef BENCH_CELL_DEFINE_H
#define BENCH_CELL_DEFINE_H

#include "bench/cell_group.h"

#ifdef __cplusplus
#define CELL_EXTERN extern "C"
#else
#define CELL_EXTERN extern
#endif

/* From constant structures the compiler folds every load: no pointer is called
 * but the one in a deferred record. Not static, so that a test can find the
 * cell by its name in the program's symbols. */
#define CELL(S, A, R)                                                          \
    static void release__##S##__##A##__##R(void *handle)                       \
    {                                                                          \
        R##_resource.release(&A##_allocator, handle);                          \
    }                                                                          \
    CELL_EXTERN size_t S##__##A##__##R(size_t size, size_t count);             \
    size_t S##__##A##__##R(size_t size, size_t count)                          \
    {                                                                          \
        const struct work work = {&A##_allocator, &R##_resource,               \
            release__##S##__##A##__##R, size, count};                          \
        return S##_run(&work);                                                 \
    }                                                                          \
    static void settle__##S##__##A##__##R(void)                                \
    {                                                                          \
        const struct work work = {                                             \
            &A##_allocator, &R##_resource, release__##S##__##A##__##R, 0, 0};  \
        if (S##_strategy.settle)                                               \
            S##_strategy.settle(&work);                                        \
    }

#define CELL_ENTRY(S, A, R)                                                    \
    {                                                                          \
        &S##_strategy, &A##_allocator, &R##_resource, S##__##A##__##R,         \
            settle__##S##__##A##__##R                                          \
    }

#endif
