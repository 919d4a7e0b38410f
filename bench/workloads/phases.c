/* Phases with a size each. Of each phase some blocks survive, in among those
 * that go, until the same phase comes again. */
#include "bench/workloads/blocks.h"
#include "bench/workloads/random.h"
#include "bench/workloads/workload.h"

enum {
    PHASE_BYTES = 4 << 20,
    ONE_SURVIVES_OF = 20,
    MOST_BLOCKS = PHASE_BYTES / 32,
    MOST_SURVIVORS = MOST_BLOCKS / ONE_SURVIVES_OF + 1,
};

static const size_t phase_sizes[] = {32, 240, 2000, 96, 12000, 560, 5000, 48};
enum { PHASES = sizeof phase_sizes / sizeof phase_sizes[0] };

static void *blocks[MOST_BLOCKS];
static void *survivors[PHASES][MOST_SURVIVORS];

static void
survivors_free(unsigned phase)
{
    for (unsigned i = 0; i < MOST_SURVIVORS; i++) {
        free(survivors[phase][i]);
        survivors[phase][i] = NULL;
    }
}

static size_t
phase_run(unsigned phase)
{
    size_t size = phase_sizes[phase], count = PHASE_BYTES / size;
    for (size_t i = 0; i < count; i++)
        blocks[i] = block_make(size);
    survivors_free(phase);
    for (size_t i = 0; i < count; i++)
        if (i % ONE_SURVIVES_OF == 0)
            survivors[phase][i / ONE_SURVIVES_OF] = blocks[i];
        else
            free(blocks[i]);
    return count;
}

static size_t
phases_run(const struct workload *workload, size_t units)
{
    (void)workload;
    size_t count = 0;
    for (size_t unit = 0; unit < units; unit++)
        for (unsigned phase = 0; phase < PHASES; phase++)
            count += phase_run(phase);
    return count;
}

static void
phases_end(void)
{
    for (unsigned phase = 0; phase < PHASES; phase++)
        survivors_free(phase);
}

const struct workload phases_workloads[] = {
    {"phases", WORKLOAD_PROGRAM,
        "phases of 4 MiB with a size each; one block of 20 survives", 0, NULL,
        phases_run, phases_end},
    WORKLOADS_END,
};
