/* The second thread of a workload. It lives from partner_begin to partner_end,
 * so that no batch pays for its birth, or ends with its caches. */
#ifndef BENCH_WORKLOADS_PARTNER_H
#define BENCH_WORKLOADS_PARTNER_H

#include "bench/workloads/workload.h"

#include <sched.h>
#include <stdatomic.h>
#include <stddef.h>

typedef void
partner_work(const struct workload *workload, size_t units);

/* Starts the thread, which waits. */
void
partner_begin(partner_work *work, const struct workload *workload);

/* Lets it do so many units of its work. */
void
partner_start(size_t units);

/* Until it has done them. */
void
partner_wait(void);

void
partner_end(void);

/* Waits until `counter` is at least `wanted`. What was written before the
 * counter was stored (release) is seen after. Yields, because there may be more
 * threads than processors. */
static inline void
wait_for(_Atomic size_t *counter, size_t wanted)
{
    for (unsigned turn = 1;
         atomic_load_explicit(counter, memory_order_acquire) < wanted; turn++)
        if (turn % 256 == 0)
            sched_yield();
}

#endif
