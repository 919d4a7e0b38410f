/* Threads that live for a few hundred blocks. */
#include "bench/workloads/blocks.h"
#include "bench/workloads/sizes.h"
#include "bench/workloads/workload.h"

#include <pthread.h>

enum { BLOCKS = 300, THREADS_AT_ONCE = 2 };

static struct sizes sizes;

static void
short_threads_begin(const struct workload *workload)
{
    sizes_log_uniform(&sizes, 16, workload->size);
}

static void *
thread_main(void *none)
{
    struct random random = RANDOM_SEED;
    void *blocks[BLOCKS];
    for (unsigned i = 0; i < BLOCKS; i++)
        blocks[i] = block_make(sizes_pick(&sizes, &random));
    for (unsigned i = 0; i < BLOCKS; i++)
        free(blocks[i]);
    return none;
}

static void
threads_run(void)
{
    pthread_t threads[THREADS_AT_ONCE];
    for (unsigned i = 0; i < THREADS_AT_ONCE; i++)
        if (pthread_create(&threads[i], NULL, thread_main, NULL) != 0)
            workload_stop("cannot start a thread");
    for (unsigned i = 0; i < THREADS_AT_ONCE; i++)
        pthread_join(threads[i], NULL);
}

static size_t
short_threads_run(const struct workload *workload, size_t units)
{
    (void)workload;
    for (size_t unit = 0; unit < units; unit++)
        threads_run();
    return units * THREADS_AT_ONCE * BLOCKS;
}

const struct workload short_threads_workloads[] = {
    {"short_threads", WORKLOAD_PROGRAM,
        "threads of 300 blocks each of 16 B to 2 KiB, two at a time", 2048,
        short_threads_begin, short_threads_run, NULL},
    WORKLOADS_END,
};
