/* tcmalloc, of gperftools: thread caches, central lists and a page heap, as in
 * Go's runtime, which was made after it. */
#ifndef ALLOCATORS_PEERS_TCMALLOC_H
#define ALLOCATORS_PEERS_TCMALLOC_H

#include "allocators/peers/loaded_malloc.h"

LOADED_MALLOC_ALLOCATOR(tcmalloc, "Debian's tcmalloc, to compare with")

#endif
