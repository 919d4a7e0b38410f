/* A block taken and released at once, by each tier as an allocator of its own.
 */
#pragma once

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Gives all that is free back to the kernel: spans kept whole for one size
 * leave no room for those of another. */
void
pairs_begin(void);

void
pairs_thread_cache(size_t size, uint64_t pairs);
void
pairs_central(size_t size, uint64_t pairs);
void
pairs_heap(size_t size, uint64_t pairs);

#ifdef __cplusplus
}
#endif
