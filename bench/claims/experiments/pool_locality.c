/* What a pool does for the processor's caches: the time of a visit to an object
 * by how many are in use at once. */
#include "bench/claims/experiments/experiments.h"
#include "bench/claims/experiments/medians.h"
#include "bench/claims/experiments/short_text.h"
#include "bench/claims/experiments/visit_objects.h"

enum { VISITS = 8192, PIECES = 5, SETTINGS = VISIT_WAYS + 1 };

static const size_t in_use[] = {16, 256, 2048};

static double
time_visits(const struct visits *way, size_t at_once)
{
    double start = clock_ns();
    visit_objects(way, at_once, VISITS);
    return (clock_ns() - start) / VISITS;
}

/* The first way comes once more: how far it is from itself is noise. */
static const struct visits *
way_of(int setting)
{
    return &visit_ways[setting % VISIT_WAYS];
}

static void
print_in_use(struct printer *printer, size_t at_once)
{
    double ns[SETTINGS][PIECES];
    for (int piece = 0; piece < PIECES; piece++)
        for (int i = 0; i < SETTINGS; i++)
            ns[i][piece] = time_visits(way_of(i), at_once);
    for (int i = 0; i < SETTINGS; i++)
        print_value(printer,
            short_text("%s%s in_use=%zu", way_of(i)->name,
                i < VISIT_WAYS ? "" : " again", at_once)
                .bytes,
            "visit", "ns", median_of(ns[i], PIECES));
}

static int
pool_locality_run(struct printer *printer)
{
    for (size_t i = 0; i < sizeof in_use / sizeof *in_use; i++)
        print_in_use(printer, in_use[i]);
    return 0;
}

EXPERIMENT(pool_locality, 12, "time of a visit to a pooled object and others",
    pool_locality_run)
