/* A workload: what a program asks of its malloc, again and again. */
#ifndef BENCH_WORKLOADS_WORKLOAD_H
#define BENCH_WORKLOADS_WORKLOAD_H

#include <stddef.h>

enum workload_kind {
    WORKLOAD_SHAPE,   /* one pattern of calls */
    WORKLOAD_PROGRAM, /* patterns together, as a whole program has them */
    WORKLOAD_IDLE,    /* looked at after it has been idle for a while */
};

struct workload {
    const char *name;
    enum workload_kind kind;
    const char *line; /* what it does, for people */
    size_t size;      /* bytes, where one number says it */
    /* Makes what is kept from batch to batch; may be NULL. */
    void (*begin)(const struct workload *workload);
    /* Does so many units, however long they are; returns how many operations
     * these were. An operation is one block: its malloc (or realloc) with its
     * part in a free. */
    size_t (*run)(const struct workload *workload, size_t units);
    /* Frees what is kept; may be NULL. */
    void (*end)(void);
};

/* A group's workloads, ended by one without a name. */
#define WORKLOADS_END                                                          \
    {                                                                          \
        NULL, WORKLOAD_SHAPE, NULL, 0, NULL, NULL, NULL                        \
    }

#endif
