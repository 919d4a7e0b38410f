/* The cells of one generated file: bench/cells.c joins these. */
#ifndef BENCH_CELL_GROUP_H
#define BENCH_CELL_GROUP_H

#include "bench/cell.h"

struct cell_group {
    const struct cell_code *codes;
    size_t count;
};

#endif
