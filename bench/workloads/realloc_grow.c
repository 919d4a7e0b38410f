/* Strings that grow by an eighth at each step, as CPython's lists do. */
#include "bench/workloads/text.h"
#include "bench/workloads/workload.h"

enum { LEAST_SIZE = 16, STRINGS = 100 };

static struct text texts[STRINGS];

static size_t
next_size(size_t size)
{
    return size < 8 * LEAST_SIZE ? size + LEAST_SIZE : size + size / 8;
}

/* All of the strings in turns, so that none has the room behind it for itself.
 * Returns how many steps there were. */
static size_t
texts_grow(unsigned count, size_t most)
{
    size_t steps = 0;
    for (size_t size = LEAST_SIZE; size <= most; size = next_size(size)) {
        for (unsigned i = 0; i < count; i++)
            text_grow(&texts[i], size);
        steps += count;
    }
    for (unsigned i = 0; i < count; i++)
        text_free(&texts[i]);
    return steps;
}

static size_t
realloc_one_run(const struct workload *workload, size_t units)
{
    size_t steps = 0;
    for (size_t unit = 0; unit < units; unit++)
        steps += texts_grow(1, workload->size);
    return steps;
}

static size_t
realloc_many_run(const struct workload *workload, size_t units)
{
    size_t steps = 0;
    for (size_t unit = 0; unit < units; unit++)
        steps += texts_grow(STRINGS, workload->size);
    return steps;
}

const struct workload realloc_grow_workloads[] = {
    {"realloc_grow", WORKLOAD_SHAPE,
        "one string grows from 16 B to 1 MiB, by an eighth at a step", 1048576,
        NULL, realloc_one_run, NULL},
    {"realloc_grow_many", WORKLOAD_SHAPE,
        "100 strings grow in turns from 16 B to 64 KiB", 65536, NULL,
        realloc_many_run, NULL},
    WORKLOADS_END,
};
