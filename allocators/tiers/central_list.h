/* The central list of a size class: the middle tier, shared by all threads.
 * Whole chains of blocks wait in front, ready for the next thread that asks;
 * spans with single free blocks stand behind. After Go's runtime/mcentral.go,
 * with the transfer cache of tcmalloc in front.
 *
 * Each list has one lock on its own cache line. The page heap is called with
 * no list's lock held, so no thread ever holds two locks. */
#ifndef ALLOCATORS_TIERS_CENTRAL_LIST_H
#define ALLOCATORS_TIERS_CENTRAL_LIST_H

#include "allocators/allocator.h"
#include "allocators/tiers/block.h"
#include "allocators/tiers/hints.h"

#include <stdbool.h>
#include <stddef.h>

/* A chain of 1 to `count` blocks (more, when a longer one is ready); empty and
 * errno = ENOMEM when they cannot be had. Counts one allocation: the caller
 * takes for one request. */
struct block_chain
central_list_take(unsigned size_class, size_t count);

/* Takes a chain of blocks back. `releases` of them are counted as released;
 * the others were before, into a cache. */
void
central_list_give(
    unsigned size_class, struct block_chain chain, size_t releases);

/* One block, or NULL and errno = ENOMEM. Counts one allocation. */
THROWS_NOTHING void *
central_list_take_block(unsigned size_class);

/* Takes one block back, and counts that. */
THROWS_NOTHING void
central_list_give_block(unsigned size_class, void *block);

/* Puts ready chains back into their spans, and empty spans into the page heap:
 * those that nobody asked for since the last call, or `all`. */
void
central_lists_settle(bool all);

/* The same for lists of bulky blocks alone: those above 2 KiB, of which few
 * hold much memory and are soon brought home. */
void
central_lists_settle_bulky(void);

/* Pages that these took from the page heap so far. A hint that takes no lock.
 */
size_t
central_lists_bulky_pages(void);

/* Adds what the central lists counted. */
void
central_lists_read_counters(struct allocator_counters *counters);

#endif
