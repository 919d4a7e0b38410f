/* The central lists from inside: for central_list.c, and for the checker that
 * walks them. */
#ifndef ALLOCATORS_TIERS_CENTRAL_LIST_STATE_H
#define ALLOCATORS_TIERS_CENTRAL_LIST_STATE_H

#include "allocators/allocator.h"
#include "allocators/tiers/block.h"
#include "allocators/tiers/counted_lock.h"
#include "allocators/tiers/size_class.h"

#include <stdalign.h>
#include <stddef.h>
#include <stdint.h>

/* Enough for 1,000 blocks of 32 KiB, of which a chain holds 2. */
#define CENTRAL_LIST_READY 512

struct central_list {
    alignas(64) struct counted_lock lock; /* guards all below */
    unsigned size_class;
    uint32_t ready;       /* chains */
    uint32_t ready_least; /* the fewest since the last settling */
    struct span *spans;   /* those with free blocks */
    uint64_t allocations[ALLOCATOR_TIERS];
    uint64_t frees[ALLOCATOR_TIERS];
};

/* Their ready chains; apart, so that the lists themselves lie close. */
extern struct block_chain central_list_chains[SIZE_CLASS_COUNT]
                                             [CENTRAL_LIST_READY];

extern struct central_list central_lists[SIZE_CLASS_COUNT];

#endif
