/* How a cell is made. Only the generated files include this, one an
 * allocator. */
#ifndef BENCH_CELL_DEFINE_H
#define BENCH_CELL_DEFINE_H

#include "bench/cell.h"
#include "bench/resources/registry.h"
#include "strategies/registry.h"

/* From constant structures the compiler folds every load: no pointer is called
 * but the one in a deferred record. Not static, so that a test can find the
 * cell by its name in the program's symbols. */
#define CELL(S, A, R)                                                          \
    static void release__##S##__##A##__##R(void *handle)                       \
    {                                                                          \
        R##_resource.release(&A##_allocator, handle);                          \
    }                                                                          \
    size_t S##__##A##__##R(size_t size, size_t count);                         \
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

/* The cells of one allocator: bench/cells.c joins these. */
struct cell_group {
    const struct cell_code *codes;
    size_t count;
};

#endif
