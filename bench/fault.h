/* What stays held when a function is left early: a cell is called between a
 * resource whose acquire and use fail at random, and is then asked for what it
 * still holds. Nothing here is on the timed path. */
#ifndef BENCH_FAULT_H
#define BENCH_FAULT_H

#include "bench/cell.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* What a fault does to the function that it happens in. */
enum fault_way {
    FAULT_RETURNS, /* acquire returns NULL, use returns false */
    FAULT_PANICS,  /* acquire or use panics; the function's caller recovers */
    FAULT_JUMPS,   /* acquire or use jumps back to the function's caller */
    FAULT_WAYS
};

/* "error return", "panic", "longjmp". */
const char *
fault_way_name(enum fault_way way);

struct fault_plan {
    double probability; /* of each acquire and of each use, 0 to 1 */
    uint64_t seed;      /* the same faults again */
    enum fault_way way;
    uint64_t calls; /* of the cell's function */
};

struct fault_result {
    uint64_t taken;  /* resources acquired, or again out of a pool */
    uint64_t faults; /* of acquire and of use */
    uint64_t
        leaked; /* neither released nor in a pool when the call had ended */
};

/* About as many calls as take `taken` resources, if each call wants `count`. */
uint64_t
fault_calls_for(uint64_t taken, size_t count, double probability);

/* Calls the cell plan->calls times on this thread. The resource must have been
 * prepared. What a call leaves behind is counted and released before the next.
 * False and errno ENOMEM when there is no memory to count with. */
bool
fault_run(const struct cell_code *code, size_t size, size_t count,
    const struct fault_plan *plan, struct fault_result *result);

#ifdef __cplusplus
}
#endif

#endif
