/* Runs a function on a thread whose stack is this program's own: painted, with
 * a guard page below it, so that the deepest byte written is known. */
#ifndef BENCH_STUDIES_STACK_HIGH_WATER_H
#define BENCH_STUDIES_STACK_HIGH_WATER_H

#include <stdbool.h>
#include <stddef.h>

struct high_water {
    size_t stack_bytes; /* written below the function's caller, which
                         * takes up to 256 itself */
    size_t heap_bytes;  /* held at the peak, see heap_gauge.h */
};

/* Runs run(argument) on a stack of `bytes`, a multiple of the page size, and
 * fills `seen`. False when there is no such stack; nothing has run then. */
bool
high_water_run(struct high_water *seen, size_t bytes,
    void (*run)(void *argument), void *argument);

/* Before high_water_run, in a process that may end: calls `overflowed` when the
 * stack is left at its lower end, on a stack for signals, with the bytes of
 * stack that had been used by then. Any other bad address is left to kill. */
void
high_water_on_overflow(void (*overflowed)(size_t stack_bytes));

#endif
