/* The chains that a thread keeps behind its current ones: eight a class, so
 * that at the border of a chain it visits the central list at most once per
 * chain.
 *
 * They have a lock, though their thread alone uses them: once a second somebody
 * looks whether they lie idle and takes them home, so that a thread that waits
 * keeps only its current chains. Nobody waits for that lock: who finds it taken
 * does without spares. No other is taken under it. */
#ifndef ALLOCATORS_TIERS_SPARE_CHAINS_H
#define ALLOCATORS_TIERS_SPARE_CHAINS_H

#include "allocators/tiers/block.h"
#include "allocators/tiers/size_class.h"

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define SPARE_CHAINS_OF_A_CLASS 8

struct spare_chains {
    _Atomic(bool) locked; /* guards all below; counts may be read without it */
    _Atomic(uint8_t) counts[SIZE_CLASS_COUNT];
    uint32_t used; /* the period in which they were last */
    size_t bytes;  /* in all of them */
    struct block_chain chains[SIZE_CLASS_COUNT][SPARE_CHAINS_OF_A_CLASS];
};

/* A chain on its way to the central list. */
struct idle_chain {
    unsigned size_class;
    struct block_chain chain;
};

/* False when there is no room: a thread may keep 1 MiB of them, and in any case
 * one of each class. False, too, while somebody takes them home. */
bool
spare_chains_push(
    struct spare_chains *spares, unsigned size_class, struct block_chain chain);

/* The newest of the class; empty when there is none, or while somebody takes
 * them home. */
struct block_chain
spare_chains_pop(struct spare_chains *spares, unsigned size_class);

/* A hint that takes no lock: would spare_chains_pop find one? */
bool
spare_chains_any(const struct spare_chains *spares, unsigned size_class);

/* Takes up to `room` chains when none was used in this period or the one
 * before, or in any case when `all`; returns how many. */
size_t
spare_chains_take_idle(struct spare_chains *spares, bool all,
    struct idle_chain *idle, size_t room);

/* Ends the period, for all threads. */
void
spare_chains_end_period(void);

#endif
