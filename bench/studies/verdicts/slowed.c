/* A change of known size, to see whether it is found: under the name of
 * slowed-bench, a call of one cell handles 3 resources more for each 100 that
 * it is asked for. The cell's code is the same, at the same address. */
#include "bench/cell.h"

#include <errno.h>
#include <stdbool.h>
#include <string.h>

enum { PERCENT_MORE = 3 };

/* What the linker makes of cell_code_find, and calls in its place (ld, --wrap).
 * The labels are its names. */
const struct cell_code *
find_plain(const char *strategy, const char *allocator,
    const char *resource) __asm__("__real_cell_code_find");
const struct cell_code *
find_slowed(const char *strategy, const char *allocator,
    const char *resource) __asm__("__wrap_cell_code_find");

static const struct cell_code *plain;
static struct cell_code slowed;

static size_t
run_more(size_t size, size_t count)
{
    return plain->run(size, count + count * PERCENT_MORE / 100);
}

static bool
is_slowed(const struct cell_code *code)
{
    return strcmp(program_invocation_short_name, "slowed-bench") == 0 &&
           strcmp(code->strategy->name, "explicit_close") == 0 &&
           strcmp(code->allocator->name, "thread_cache") == 0 &&
           strcmp(code->resource->name, "memory") == 0;
}

const struct cell_code *
find_slowed(const char *strategy, const char *allocator, const char *resource)
{
    const struct cell_code *found = find_plain(strategy, allocator, resource);
    if (!found || !is_slowed(found))
        return found;
    plain = found;
    slowed = *found;
    slowed.run = run_more;
    return &slowed;
}
