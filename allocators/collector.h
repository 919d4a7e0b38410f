/* Room for a collector: what one that stops the program asks of the heap of the
 * tiers. The heap collects nothing by itself, and who asks for nothing here
 * pays nothing on the quick paths.
 *
 * "Stopped" below means that no other thread is inside a call of an allocator,
 * or ends (its cache is emptied then), or enters either, until this thread lets
 * them go on, and that the heap has no thread of its own (background.h). A
 * child of fork can say so only when its parent could: it has the caches of
 * threads that it has not. */
#ifndef ALLOCATORS_COLLECTOR_H
#define ALLOCATORS_COLLECTOR_H

#include "allocators/tiers/span.h"

#include <stdbool.h>
#include <stddef.h>

/* A block, as a collector sees it. Holds until the block is released. */
struct collector_object {
    char *start;
    size_t bytes;        /* that may be written */
    unsigned size_class; /* 0: large */
    size_t index;        /* in its span */
    struct span *span;
};

/* The block around any address, in constant time. False for an address in no
 * block: foreign, NULL, behind a span's last block, in free pages. A block that
 * was released is found as long as its span is in use: ask collector_is_live.
 * The answer holds while the threads that might release it are stopped, or a
 * block of that span is held. */
bool
collector_find(const void *address, struct collector_object *object);

/* Brings every free block home: out of all threads' caches and ready chains
 * into the spans. While stopped. */
void
collector_settle(void);

/* Is the block allocated, and not released? While stopped. Exact between
 * collector_settle and the next allocation or release; else a block that a
 * cache or a ready chain holds counts as live, too. */
bool
collector_is_live(const struct collector_object *object);

/* Declares that the block's content is no pointer to any block, until it is
 * released or resizing moves it: the next owner's block is not declared. False
 * and errno = ENOMEM when there is no memory to note it. The caller owns the
 * block; what is not the start of a block stops the program. In a span with a
 * declared block all releases take the slow path, until it is empty. */
bool
collector_declare_pointer_free(void *block);
bool
collector_is_pointer_free(const struct collector_object *object);

/* Begins a cycle: settles, and gives every span in use clear marks, so that
 * marking needs no memory. False and errno = ENOMEM when there is not enough
 * for that; marks mean nothing then. While stopped. */
bool
collector_begin_marking(void);

/* Marks the block; true when it was not marked. Several threads may mark.
 * Blocks of a span that came into use after the cycle began count as marked. */
bool
collector_mark(const struct collector_object *object);
bool
collector_is_marked(const struct collector_object *object);

/* Calls `visit` with every block that is live as collector_is_live tells, in
 * the order of their addresses. Where that is exact, `visit` may release the
 * block that it is given, and no other. While stopped. */
typedef void
collector_visit(const struct collector_object *object, void *context);
void
collector_visit_live(collector_visit *visit, void *context);

#endif
