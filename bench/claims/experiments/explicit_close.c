/* How long a file stays open after its last use, and how many stay open for
 * good when opening or reading fails at random, by way of closing. */
#include "bench/cell.h"
#include "bench/claims/experiments/experiments.h"
#include "bench/claims/experiments/short_text.h"
#include "bench/fault.h"
#include "bench/probe.h"

#include <stdlib.h>

enum {
    FILES = 100, /* that one call opens */
    HOLD_CALLS = 30,
    FAULTY_FILES = 20000 /* for each way out, about */
};

static const double fault_probability = 0.01;

/* A body that returns before it comes to its close, when the work fails. */
static size_t
close_at_the_end_run(const struct work *work)
{
    size_t done = 0;
    for (; done < work->count; done++) {
        void *handle = work->resource->acquire(work->allocator, work->size);
        if (!handle)
            return done;
        if (!work->resource->use(work->allocator, handle, work->size))
            return done;
        work->resource->release(work->allocator, handle);
    }
    return done;
}

static const struct strategy close_at_the_end = {
    .name = "close_at_the_end",
    .summary = "a close behind the work, which returns before it on an error",
    .run = close_at_the_end_run,
};

static struct cell_code
file_cell(const struct strategy *strategy)
{
    struct cell_code code = {.strategy = strategy};
    const struct cell_code *any =
        cell_code_find("explicit_close", "thread_cache", "file");
    code.allocator = any->allocator;
    code.resource = any->resource;
    return code;
}

static bool
print_hold(struct printer *printer, const struct cell_code *code)
{
    const size_t size = code->resource->telling_size;
    struct probe_result seen;
    double least = 0;
    for (int i = 0; i < HOLD_CALLS; i++) {
        if (!probe_run(code, size, FILES, 1, &seen))
            return false;
        double mean = (double)seen.hold_ns_sum / (double)seen.let_go;
        if (i == 0 || mean < least)
            least = mean;
    }
    print_value(printer, short_text("strategy=%s", code->strategy->name).bytes,
        "hold", "ns", least);
    return true;
}

static bool
print_leaks(struct printer *printer, const struct cell_code *code)
{
    for (unsigned way = 0; way < FAULT_WAYS; way++) {
        /* Another seed in each round, so that rounds draw other faults. */
        const struct fault_plan plan = {fault_probability,
            42 + printer_round(printer), way,
            fault_calls_for(FAULTY_FILES, FILES, fault_probability)};
        struct fault_result seen;
        if (!fault_run(code, code->resource->telling_size, FILES, &plan, &seen))
            return false;
        print_value(printer,
            short_text(
                "strategy=%s way=%s", code->strategy->name, fault_way_name(way))
                .bytes,
            "leaked", "per million",
            1e6 * (double)seen.leaked / (double)seen.taken);
    }
    return true;
}

static int
explicit_close_run_all(struct printer *printer)
{
    const char *const names[] = {
        "explicit_close", "scoped_defer", "loop_defer", "object_pool"};
    struct cell_code codes[sizeof names / sizeof *names + 1];
    const size_t count = sizeof codes / sizeof *codes;
    codes[0] = file_cell(&close_at_the_end);
    for (size_t i = 1; i < count; i++)
        codes[i] = *cell_code_find(names[i - 1], "thread_cache", "file");
    const struct resource *file = codes[0].resource;
    if (!file->prepare(file->telling_size, FILES, 1))
        return EXIT_FAILURE;
    bool printed = true;
    for (size_t i = 0; i < count && printed; i++)
        printed =
            print_hold(printer, &codes[i]) && print_leaks(printer, &codes[i]);
    file->finish();
    return printed ? EXIT_SUCCESS : EXIT_FAILURE;
}

EXPERIMENT(explicit_close, 8,
    "how long files stay open, and how many for good when work fails",
    explicit_close_run_all)
