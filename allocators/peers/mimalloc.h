/* mimalloc, of Microsoft. */
#ifndef ALLOCATORS_PEERS_MIMALLOC_H
#define ALLOCATORS_PEERS_MIMALLOC_H

#include "allocators/peers/loaded_malloc.h"

LOADED_MALLOC_ALLOCATOR(mimalloc, "Debian's mimalloc, to compare with")

#endif
