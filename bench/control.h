/* The control: fixed arithmetic that no strategy, allocator or resource can
 * change. When its time moves, the machine has moved. */
#ifndef BENCH_CONTROL_H
#define BENCH_CONTROL_H

#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

enum { CONTROL_STEPS = 64 /* of arithmetic for each of `count` */ };

/* Does count x CONTROL_STEPS dependent steps; returns `count`. `size` is
 * there to make it callable as a cell. */
size_t
control_run(size_t size, size_t count);

#ifdef __cplusplus
}
#endif

#endif
