#include "bench/workloads/measure.h"

#include "bench/clock.h"
#include "bench/workloads/memory_use.h"

#include <stdbool.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <unistd.h>

enum { BATCHES = 20, MOST_BATCHES = 1000, IDLE_SECONDS = 10 };

static double batch_ns[MOST_BATCHES]; /* per operation */

static double
timeval_ns(struct timeval time)
{
    return (double)time.tv_sec * 1e9 + (double)time.tv_usec * 1e3;
}

/* How many units take about `for_ns`; warms up on the way. */
static size_t
units_of(const struct workload *workload, uint64_t for_ns)
{
    for (size_t units = 1;; units *= 2) {
        uint64_t begin = now_ns();
        workload->run(workload, units);
        uint64_t took = now_ns() - begin;
        if (took >= for_ns)
            return units;
        if (took > for_ns / 8) /* long enough to tell */
            return units * for_ns / took;
    }
}

static int
by_number(const void *a, const void *b)
{
    double first = *(const double *)a, second = *(const double *)b;
    return (first > second) - (first < second);
}

/* Fills in what the batches took; returns how many there were. */
static unsigned
run_batches(const struct workload *workload, size_t units, uint64_t for_ns,
    struct measured *measured)
{
    unsigned batches = 0;
    uint64_t first = now_ns(), begin = first;
    do {
        size_t operations = workload->run(workload, units);
        uint64_t end = now_ns();
        batch_ns[batches++] = (double)(end - begin) / (double)operations;
        measured->operations += operations;
        begin = end;
    } while (begin - first < for_ns && batches < MOST_BATCHES);
    return batches;
}

static void
fill_times(struct measured *measured, unsigned batches)
{
    qsort(batch_ns, batches, sizeof batch_ns[0], by_number);
    measured->ns_best = batch_ns[0];
    measured->ns_median =
        (batch_ns[(batches - 1) / 2] + batch_ns[batches / 2]) / 2;
}

static void
fill_use(struct measured *measured, const struct rusage *before,
    const struct rusage *after)
{
    double operations = (double)measured->operations;
    measured->user_ns =
        (timeval_ns(after->ru_utime) - timeval_ns(before->ru_utime)) /
        operations;
    measured->system_ns =
        (timeval_ns(after->ru_stime) - timeval_ns(before->ru_stime)) /
        operations;
    measured->faults =
        (double)(after->ru_minflt - before->ru_minflt) / operations;
}

/* Between two looks at the process. */
static void
measure_batches(const struct workload *workload, size_t units, uint64_t for_ns,
    struct measured *measured)
{
    unsigned long resident = memory_resident_kib();
    struct rusage before, after;
    getrusage(RUSAGE_SELF, &before);
    unsigned batches = run_batches(workload, units, for_ns, measured);
    getrusage(RUSAGE_SELF, &after);
    unsigned long now = memory_resident_kib();
    measured->growth_kib = now > resident ? now - resident : 0;
    fill_use(measured, &before, &after);
    fill_times(measured, batches);
}

/* What is idle is looked at after its only batch. */
struct measured
workload_measure(const struct workload *workload, uint64_t for_ns)
{
    struct measured measured = {0};
    bool idle = workload->kind == WORKLOAD_IDLE;
    if (workload->begin)
        workload->begin(workload);
    measure_batches(workload, idle ? 1 : units_of(workload, for_ns / BATCHES),
        idle ? 0 : for_ns, &measured);
    if (workload->end)
        workload->end();
    if (idle)
        sleep(IDLE_SECONDS);
    measured.end_kib = memory_resident_kib();
    measured.peak_kib = memory_peak_kib();
    return measured;
}
