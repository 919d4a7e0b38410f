/* The same number of bytes alive, in ever larger blocks: each generation frees
 * at random what the one before left, and its own blocks need larger holes.
 * Peak memory over the bytes alive tells what a malloc cannot use. */
#include "bench/workloads/blocks.h"
#include "bench/workloads/random.h"
#include "bench/workloads/workload.h"

#include <stdbool.h>

enum {
    BYTES_ALIVE = 16 << 20,
    LEAST_SIZE = 40,
    MOST_SIZE = 10000,
    MOST_BLOCKS = BYTES_ALIVE / LEAST_SIZE,
};

struct alive {
    void *block;
    unsigned size;
};

static struct alive alive[MOST_BLOCKS];
static unsigned count_alive;
static size_t bytes_alive;
static struct random random_state = RANDOM_SEED;

static void
free_one_at_random(void)
{
    struct alive *gone = &alive[random_below(&random_state, count_alive)];
    free(gone->block);
    bytes_alive -= gone->size;
    *gone = alive[--count_alive];
}

/* Sizes differ by up to a quarter, as a program's own do. */
static void
make_one(size_t size)
{
    size += random_below(&random_state, size / 4);
    while (bytes_alive + size > BYTES_ALIVE)
        free_one_at_random();
    alive[count_alive++] = (struct alive){block_make(size), (unsigned)size};
    bytes_alive += size;
}

/* New blocks of half of all bytes: half of the older ones' bytes survive. */
static size_t
generation_run(size_t size)
{
    size_t count = BYTES_ALIVE / 2 / size;
    for (size_t i = 0; i < count; i++)
        make_one(size);
    return count;
}

static size_t
fragmentation_run(const struct workload *workload, size_t units)
{
    (void)workload;
    size_t count = 0;
    for (size_t unit = 0; unit < units; unit++)
        for (size_t size = LEAST_SIZE; size < MOST_SIZE; size += size / 2)
            count += generation_run(size);
    return count;
}

static void
fragmentation_end(void)
{
    while (count_alive > 0)
        free_one_at_random();
}

const struct workload fragmentation_workloads[] = {
    {"fragmentation", WORKLOAD_PROGRAM,
        "16 MiB alive; generations of larger blocks, survivors at random", 0,
        NULL, fragmentation_run, fragmentation_end},
    WORKLOADS_END,
};
