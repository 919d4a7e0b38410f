/* What the mechanisms of strategies/runtime/ need: a release that can be
 * called through a pointer, and where records come from. */
#ifndef BENCH_STUDIES_LADDER_RUNTIME_H
#define BENCH_STUDIES_LADDER_RUNTIME_H

#include "allocators/system.h"
#include "bench/studies/ladder/ladder.h"

static void
let_go(void *resource)
{
    ladder_let_go(resource);
}

#endif
