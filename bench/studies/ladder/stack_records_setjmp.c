/* The same with a setjmp in each function that defers: the way to recover that
 * the runtime does not take (docs/defer.md). */
#define DEFER_MARKS
#define stack_records stack_records_setjmp
#include "bench/studies/ladder/stack_records.c"
