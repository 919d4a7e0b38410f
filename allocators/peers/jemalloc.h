/* jemalloc, of FreeBSD and of many servers. */
#ifndef ALLOCATORS_PEERS_JEMALLOC_H
#define ALLOCATORS_PEERS_JEMALLOC_H

#include "allocators/peers/loaded_malloc.h"

LOADED_MALLOC_ALLOCATOR(jemalloc, "Debian's jemalloc, to compare with")

#endif
