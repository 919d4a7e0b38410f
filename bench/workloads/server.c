/* A server's thread: what belongs to a request goes with it; a session keeps
 * some of it, until another takes its place. */
#include "bench/workloads/blocks.h"
#include "bench/workloads/sizes.h"
#include "bench/workloads/workload.h"

enum { SESSIONS = 20000, BLOCKS_OF_REQUEST = 40 };

/* Most blocks are small, most bytes are in a few large ones. Chosen, not
 * measured of any server. */
static const struct sizes_bar server_sizes[] = {
    {16, 15},
    {32, 25},
    {64, 22},
    {128, 14},
    {256, 9},
    {512, 5},
    {1024, 4},
    {4096, 3},
    {16384, 2},
    {65536, 1},
};

static struct sizes sizes;
static struct random random_state = RANDOM_SEED;
static void *sessions[SESSIONS];

static void *
server_block(void)
{
    return block_make(sizes_pick(&sizes, &random_state));
}

static void
server_begin(const struct workload *workload)
{
    (void)workload;
    sizes_by_histogram(&sizes, server_sizes);
    for (unsigned i = 0; i < SESSIONS; i++)
        sessions[i] = server_block();
}

/* A quarter of the blocks is freed early, as scratch is; the last of what is
 * left is freed first, as a callee's blocks are; one stays with a session. */
static void
request_serve(void)
{
    void *blocks[BLOCKS_OF_REQUEST];
    for (unsigned i = 0; i < BLOCKS_OF_REQUEST; i++) {
        blocks[i] = server_block();
        if (i % 4 == 3) {
            free(blocks[i - 1]);
            blocks[i - 1] = NULL;
        }
    }
    void **session = &sessions[random_below(&random_state, SESSIONS)];
    free(*session);
    *session = blocks[0];
    for (unsigned i = BLOCKS_OF_REQUEST - 1; i > 0; i--)
        free(blocks[i]);
}

static size_t
server_run(const struct workload *workload, size_t units)
{
    (void)workload;
    for (size_t unit = 0; unit < units; unit++)
        request_serve();
    return units * BLOCKS_OF_REQUEST;
}

static void
server_end(void)
{
    for (unsigned i = 0; i < SESSIONS; i++)
        free(sessions[i]);
}

const struct workload server_workloads[] = {
    {"server", WORKLOAD_PROGRAM,
        "requests of 40 blocks of a server's sizes; sessions keep some", 0,
        server_begin, server_run, server_end},
    WORKLOADS_END,
};
