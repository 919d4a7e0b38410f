/* Much memory in small blocks, all freed; then nobody calls for a while. */
#include "bench/workloads/blocks.h"
#include "bench/workloads/random.h"
#include "bench/workloads/workload.h"

enum { LEAST_SIZE = 16, MOST_SIZE = 512 };

struct link {
    struct link *next;
};

static size_t
spike_run(const struct workload *workload, size_t units)
{
    size_t count = 0;
    for (size_t unit = 0; unit < units; unit++) {
        struct random random = RANDOM_SEED;
        struct link *chain = NULL;
        for (size_t bytes = 0; bytes < workload->size; count++) {
            size_t size =
                LEAST_SIZE + random_below(&random, MOST_SIZE - LEAST_SIZE);
            struct link *link = block_make(size);
            link->next = chain;
            chain = link;
            bytes += size;
        }
        while (chain) {
            struct link *next = chain->next;
            free(chain);
            chain = next;
        }
    }
    return count;
}

const struct workload spike_workloads[] = {
    {"spike_256m", WORKLOAD_IDLE,
        "256 MiB in small blocks, freed; memory after 10 s without a call",
        256u << 20, NULL, spike_run, NULL},
    {"spike_1g", WORKLOAD_IDLE,
        "1 GiB in small blocks, freed; memory after 10 s without a call",
        1u << 30, NULL, spike_run, NULL},
    WORKLOADS_END,
};
