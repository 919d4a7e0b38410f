/* How often the thread gives up its processor, or is taken off it, while
 * deferred calls are made, and while plain calls are made for as long: a
 * scheduler acts as time goes by. */
#include "allocators/thread_cache.h"
#include "bench/claims/experiments/experiments.h"
#include "strategies/runtime/defer.h"

#include <sys/resource.h>

enum {
    CALLS = 1000000,
    IN_LOOP = 1000 /* deferred in a function, where it loops */
};

static void *volatile stored;

static void
store(void *number)
{
    stored = number;
}

static void
plain_loop(void)
{
    for (uintptr_t i = 0; i < IN_LOOP; i++)
        store((void *)i);
}

static void
open_coded(void)
{
    DEFER_FUNCTION(&thread_cache_allocator);
    DEFER_OPEN(store);
    defer_open(0, NULL);
}

static void
deferred_loop(void)
{
    DEFER_FUNCTION(&thread_cache_allocator);
    for (uintptr_t i = 0; i < IN_LOOP; i++)
        if (!defer_loop(store, (void *)i))
            return;
}

struct switches {
    long given;
    long taken;
};

static struct switches
read_switches(void)
{
    struct rusage usage;
    getrusage(RUSAGE_THREAD, &usage);
    return (struct switches){usage.ru_nvcsw, usage.ru_nivcsw};
}

static void
print_switches(
    struct printer *printer, const char *setting, const struct switches *before)
{
    struct switches after = read_switches();
    double per_million = 1e6 / CALLS;
    print_value(printer, setting, "given_up", "per million calls",
        (double)(after.given - before->given) * per_million);
    print_value(printer, setting, "taken_away", "per million calls",
        (double)(after.taken - before->taken) * per_million);
}

static void
compare(struct printer *printer, const char *kind, const char *plain,
    int calls_each, void (*function)(void))
{
    function();
    double begin = clock_ns();
    struct switches before = read_switches();
    for (int i = 0; i < CALLS; i += calls_each)
        function();
    print_switches(printer, kind, &before);
    double end = clock_ns() + (clock_ns() - begin);
    before = read_switches();
    while (clock_ns() < end)
        plain_loop();
    print_switches(printer, plain, &before);
}

static int
defer_switches_run(struct printer *printer)
{
    compare(printer, "open-coded", "open-coded, plain", 1, open_coded);
    compare(printer, "in a loop", "in a loop, plain", IN_LOOP, deferred_loop);
    return 0;
}

EXPERIMENT(defer_switches, 20, "context switches while deferred calls are made",
    defer_switches_run)
