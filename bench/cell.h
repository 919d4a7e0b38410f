/* A cell's code: one strategy, one allocator and one resource, compiled
 * together so that nothing between them is called through a pointer. */
#ifndef BENCH_CELL_H
#define BENCH_CELL_H

#include "strategies/strategy.h"

#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

struct cell_code {
    const struct strategy *strategy;
    const struct allocator *allocator;
    const struct resource *resource;
    /* strategy->run on these three; returns how many were taken and used. */
    size_t (*run)(size_t size, size_t count);
    /* Gives back what the strategy kept. After the last run of all threads. */
    void (*settle)(void);
};

/* How many cells are compiled in, and the one at `index` below that: grouped
 * by allocator, then by the language that strategies are written in, then in
 * the order of the registries. */
size_t
cell_code_count(void);
const struct cell_code *
cell_code_at(size_t index);

/* The cell of these names, or NULL. */
const struct cell_code *
cell_code_find(
    const char *strategy, const char *allocator, const char *resource);

/* A strategy that this build does not have, and what it needs, for people. */
struct missing_strategy {
    const char *name;
    const char *needs; /* such as "needs clang-22: apt-get install clang-22" */
};

/* All of them, ended by one without a name. */
const struct missing_strategy *
missing_strategies(void);

#ifdef __cplusplus
}
#endif

#endif
