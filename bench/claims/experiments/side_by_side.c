#include "bench/claims/experiments/side_by_side.h"

#include "bench/claims/experiments/experiments.h"

#include <math.h>
#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <stdbool.h>

/* On a busy machine threads may run one after the other instead. */
static const int attempts = 5;
static const double enough_overlap = 0.8;

enum gate { GATE_SHUT, GATE_OPEN, GATE_CALLED_OFF };

/* What all threads of one measurement share. */
struct gang {
    void (*work)(size_t size);
    size_t size;
    _Atomic unsigned ready;
    _Atomic enum gate gate;
};

struct member {
    struct gang *gang;
    double start; /* ns */
    double end;
};

static enum gate
wait_at_gate(struct gang *gang)
{
    atomic_fetch_add(&gang->ready, 1);
    while (atomic_load(&gang->gate) == GATE_SHUT)
        sched_yield();
    return atomic_load(&gang->gate);
}

static void *
run_member(void *argument)
{
    struct member *member = (struct member *)argument;
    struct gang *gang = member->gang;
    gang->work(gang->size);
    if (wait_at_gate(gang) == GATE_CALLED_OFF)
        return NULL;
    member->start = clock_ns();
    gang->work(gang->size);
    member->end = clock_ns();
    return NULL;
}

/* How many of the threads were started. */
static unsigned
start_all(unsigned threads, struct member *members, pthread_t *ids)
{
    unsigned started = 0;
    while (started < threads && pthread_create(&ids[started], NULL, run_member,
                                    &members[started]) == 0)
        started++;
    return started;
}

static void
open_gate(struct gang *gang, unsigned started, enum gate gate)
{
    while (atomic_load(&gang->ready) < started)
        sched_yield();
    atomic_store(&gang->gate, gate);
}

/* False when a thread could not be started. */
static bool
run_together(struct gang *gang, struct member *members, unsigned threads)
{
    pthread_t ids[SIDE_BY_SIDE_MOST];
    for (unsigned i = 0; i < threads; i++)
        members[i] = (struct member){.gang = gang};
    unsigned started = start_all(threads, members, ids);
    open_gate(gang, started, started == threads ? GATE_OPEN : GATE_CALLED_OFF);
    for (unsigned i = 0; i < started; i++)
        pthread_join(ids[i], NULL);
    return started == threads;
}

/* The part of the time in which all of them worked. */
static double
overlap_of(const struct member *members, unsigned threads)
{
    struct member all = members[0];
    struct member any = members[0];
    for (unsigned i = 1; i < threads; i++) {
        all.start = fmax(all.start, members[i].start);
        all.end = fmin(all.end, members[i].end);
        any.start = fmin(any.start, members[i].start);
        any.end = fmax(any.end, members[i].end);
    }
    return (all.end - all.start) / (any.end - any.start);
}

static double
mean_ns(const struct member *members, unsigned threads)
{
    double sum = 0;
    for (unsigned i = 0; i < threads; i++)
        sum += members[i].end - members[i].start;
    return sum / threads;
}

double
side_by_side_ns(unsigned threads, void (*work)(size_t size), size_t size)
{
    double most = -1;
    double ns = 0;
    for (int i = 0; i < attempts && most < enough_overlap; i++) {
        struct gang gang = {.work = work, .size = size};
        struct member members[SIDE_BY_SIDE_MOST];
        if (!run_together(&gang, members, threads))
            return 0;
        double overlap = overlap_of(members, threads);
        if (overlap > most) {
            most = overlap;
            ns = mean_ns(members, threads);
        }
    }
    return ns;
}
