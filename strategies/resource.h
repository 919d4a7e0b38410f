/* What a strategy acts on. A resource is one `static const struct resource` in
 * a header of its own name under bench/resources/. A handle is one word: a
 * pointer, or a small number cast to one; NULL is never a handle. */
#ifndef STRATEGIES_RESOURCE_H
#define STRATEGIES_RESOURCE_H

#include "allocators/allocator.h"

#include <stdbool.h>
#include <stddef.h>

enum { RESOURCE_MAX_SIZES = 16 };

struct resource {
    const char *name;
    const char *summary; /* one line for people */

    /* The sizes in bytes to measure, ended by 0; the one at `telling_size`
     * stands for the resource in tables. */
    size_t sizes[RESOURCE_MAX_SIZES];
    size_t telling_size;

    /* Makes ready what `threads` threads need that hold up to `count`
     * resources of `size` bytes each. Not timed. False and errno on failure,
     * after which nothing is left to finish. NULL: nothing to prepare. */
    bool (*prepare)(size_t size, size_t count, unsigned threads);
    void (*finish)(void);

    /* Takes one, owned by the caller. NULL and errno when it cannot be had. */
    void *(*acquire)(const struct allocator *allocator, size_t size);

    /* Works with it once. False and errno when the work fails; the caller
     * still owns the resource and must release it. */
    bool (*use)(const struct allocator *allocator, void *handle, size_t size);

    /* Gives it back, whether in use or parked. Never fails. */
    void (*release)(const struct allocator *allocator, void *handle);

    /* For pools. park: called when a used resource is put aside; gives up what
     * others wait for. reset: called before it is used again; false when it
     * can no longer serve, and the caller releases it. NULL: nothing to do. */
    void (*park)(void *handle);
    bool (*reset)(void *handle);

    /* What `reason`, an errno of acquire or use, means for this resource, for
     * people; static text, or NULL: no more than errno's own. */
    const char *(*explain)(int reason);
};

#endif
