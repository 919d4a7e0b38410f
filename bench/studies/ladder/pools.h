/* Getting an object from a pool, writing to it and putting it back: by the pool
 * of strategies/runtime/ and by a list behind a mutex. */
#ifndef BENCH_STUDIES_LADDER_POOLS_H
#define BENCH_STUDIES_LADDER_POOLS_H

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* So many times, on the calling thread. */
void
pools_use_object_pool(uint64_t calls);
void
pools_use_locked_list(uint64_t calls);

#ifdef __cplusplus
}
#endif

#endif
