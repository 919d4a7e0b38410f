/* Free runs of pages by size: a list for each size below 128 pages, a treap
 * above. Best fit; among large runs of one size the lowest address. The page
 * heap's lock guards it. */
#ifndef ALLOCATORS_TIERS_FREE_RUNS_H
#define ALLOCATORS_TIERS_FREE_RUNS_H

#include "allocators/tiers/span.h"

#include <stddef.h>
#include <stdint.h>

#define FREE_RUNS_EXACT 128

struct free_runs {
    struct span *exact[FREE_RUNS_EXACT]; /* by page count */
    uint64_t occupied[FREE_RUNS_EXACT / 64];
    struct span *tree; /* by page count, then address */
};

void
free_runs_insert(struct free_runs *runs, struct span *run);
void
free_runs_remove(struct free_runs *runs, struct span *run);

/* The smallest run of at least `pages`, left where it is; NULL for none. */
struct span *
free_runs_best_fit(const struct free_runs *runs, size_t pages);

/* Some run with at least `pages` touched pages, left where it is; NULL when a
 * short search finds none. */
struct span *
free_runs_touched_fit(const struct free_runs *runs, size_t pages);

/* The largest run above the lists' sizes, left where it is, if it has at least
 * `pages`; else NULL. */
struct span *
free_runs_largest(const struct free_runs *runs, size_t pages);

#endif
