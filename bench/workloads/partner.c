#include "bench/workloads/partner.h"

#include "bench/workloads/blocks.h"

#include <pthread.h>

static struct partner {
    _Alignas(64) _Atomic size_t started; /* stored by the first thread */
    pthread_t thread;
    partner_work *work;
    const struct workload *workload;
    size_t units;
    _Alignas(64) _Atomic size_t done; /* stored by the partner */
} partner;

/* To do 0 units is to end. */
static void *
partner_main(void *none)
{
    for (size_t turn = 1;; turn++) {
        wait_for(&partner.started, turn);
        if (partner.units == 0)
            return none;
        partner.work(partner.workload, partner.units);
        atomic_store_explicit(&partner.done, turn, memory_order_release);
    }
}

void
partner_begin(partner_work *work, const struct workload *workload)
{
    partner.work = work;
    partner.workload = workload;
    if (pthread_create(&partner.thread, NULL, partner_main, NULL) != 0)
        workload_stop("cannot start a thread");
}

void
partner_start(size_t units)
{
    partner.units = units;
    atomic_fetch_add_explicit(&partner.started, 1, memory_order_release);
}

void
partner_wait(void)
{
    wait_for(&partner.done,
        atomic_load_explicit(&partner.started, memory_order_relaxed));
}

void
partner_end(void)
{
    partner_start(0);
    pthread_join(partner.thread, NULL);
}
