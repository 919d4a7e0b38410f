/* A free block's first word links it to the next: free memory pays for its own
 * bookkeeping. */
#ifndef ALLOCATORS_TIERS_BLOCK_H
#define ALLOCATORS_TIERS_BLOCK_H

#include <stddef.h>

struct block {
    struct block *next;
};

/* Free blocks of one class on their way between tiers; empty: head is NULL. */
struct block_chain {
    struct block *head;
    size_t count;
};

#endif
