/* The same with a setjmp in each function that defers: the way to recover that
 * the runtime does not take (docs/defer.md). */
#define DEFER_MARKS
#define open_coded open_coded_setjmp
#include "bench/studies/ladder/open_coded.c"
