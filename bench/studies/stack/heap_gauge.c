#include "bench/studies/stack/heap_gauge.h"

#include <malloc.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdlib.h>

/* Bytes. Relaxed: only one thread allocates while somebody counts. */
static _Atomic int64_t live, peak;

/* glibc's own names for what stands behind malloc and free. */
/* NOLINTBEGIN(bugprone-reserved-identifier,readability-identifier-naming) */
extern void *
__libc_malloc(size_t size);
extern void
__libc_free(void *block);
/* NOLINTEND(bugprone-reserved-identifier,readability-identifier-naming) */

static void
gauge_move(int64_t bytes)
{
    int64_t now =
        bytes + atomic_fetch_add_explicit(&live, bytes, memory_order_relaxed);
    if (now > atomic_load_explicit(&peak, memory_order_relaxed))
        atomic_store_explicit(&peak, now, memory_order_relaxed);
}

void *
malloc(size_t size)
{
    void *block = __libc_malloc(size);
    gauge_move((int64_t)malloc_usable_size(block));
    return block;
}

void
free(void *block)
{
    gauge_move(-(int64_t)malloc_usable_size(block));
    __libc_free(block);
}

void
heap_gauge_begin(void)
{
    atomic_store_explicit(&live, 0, memory_order_relaxed);
    atomic_store_explicit(&peak, 0, memory_order_relaxed);
}

size_t
heap_gauge_peak(void)
{
    return (size_t)atomic_load_explicit(&peak, memory_order_relaxed);
}
