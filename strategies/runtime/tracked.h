/* An allocator or a resource under a tracker (tracker.h):
 *
 *     static struct tracker *blocks;
 *     TRACKED_ALLOCATOR(tracked, system_allocator, blocks)
 *
 * defines `tracked_allocator`, which is system_allocator but for its name and
 * that `blocks` is told of all that goes through it. The wrapped one and the
 * tracker are expressions, evaluated at each call; `*current` will do.
 *
 * The place of creation is who called the wrapper. A release that is a mistake
 * ends at the tracker, so that a second release harms nobody. A block that is
 * resized counts as created by who resized it. */
#ifndef STRATEGIES_RUNTIME_TRACKED_H
#define STRATEGIES_RUNTIME_TRACKED_H

#include "allocators/allocator.h"
#include "strategies/resource.h"
#include "strategies/runtime/tracker.h"

#include <errno.h>

#define TRACKED_FUNCTION static __attribute__((noinline, unused))

#define TRACKED_ALLOCATOR(NAME, WRAPPED, TRACKER)                              \
    TRACKED_FUNCTION void *NAME##_allocate(size_t size)                        \
    {                                                                          \
        void *block = (WRAPPED).allocate(size);                                \
        tracker_acquired(TRACKER, block, size, TRACKER_CALLER);                \
        return block;                                                          \
    }                                                                          \
    TRACKED_FUNCTION void *NAME##_allocate_aligned(                            \
        size_t alignment, size_t size)                                         \
    {                                                                          \
        void *block = (WRAPPED).allocate_aligned(alignment, size);             \
        tracker_acquired(TRACKER, block, size, TRACKER_CALLER);                \
        return block;                                                          \
    }                                                                          \
    TRACKED_FUNCTION void *NAME##_allocate_zeroed(size_t count, size_t size)   \
    {                                                                          \
        void *block = (WRAPPED).allocate_zeroed(count, size);                  \
        tracker_acquired(TRACKER, block, count *size, TRACKER_CALLER);         \
        return block;                                                          \
    }                                                                          \
    TRACKED_FUNCTION void *NAME##_resize(void *block, size_t size)             \
    {                                                                          \
        if (!tracker_may_release(                                              \
                tracker_released(TRACKER, block, TRACKER_CALLER))) {           \
            errno = EINVAL;                                                    \
            return NULL;                                                       \
        }                                                                      \
        size_t size_before = (WRAPPED).usable_size(block);                     \
        void *moved = (WRAPPED).resize(block, size);                           \
        tracker_acquired(TRACKER, moved ? moved : block,                       \
            moved ? size : size_before, TRACKER_CALLER);                       \
        return moved;                                                          \
    }                                                                          \
    TRACKED_FUNCTION void NAME##_release(void *block)                          \
    {                                                                          \
        if (tracker_may_release(                                               \
                tracker_released(TRACKER, block, TRACKER_CALLER)))             \
            (WRAPPED).release(block);                                          \
    }                                                                          \
    TRACKED_FUNCTION size_t NAME##_usable_size(const void *block)              \
    {                                                                          \
        return (WRAPPED).usable_size(block);                                   \
    }                                                                          \
    TRACKED_FUNCTION size_t NAME##_trim(void)                                  \
    {                                                                          \
        return (WRAPPED).trim();                                               \
    }                                                                          \
    TRACKED_FUNCTION void NAME##_read_counters(                                \
        struct allocator_counters *counters)                                   \
    {                                                                          \
        (WRAPPED).read_counters(counters);                                     \
    }                                                                          \
    static const struct allocator NAME##_allocator = {                         \
        .name = #NAME,                                                         \
        .summary = "another one under a tracker",                              \
        .allocate = NAME##_allocate,                                           \
        .allocate_aligned = NAME##_allocate_aligned,                           \
        .allocate_zeroed = NAME##_allocate_zeroed,                             \
        .resize = NAME##_resize,                                               \
        .release = NAME##_release,                                             \
        .usable_size = NAME##_usable_size,                                     \
        .trim = NAME##_trim,                                                   \
        .read_counters = NAME##_read_counters,                                 \
    };

/* Defines `NAME_resource`. What is parked is still held. Preparing and the
 * sizes to measure stay the wrapped one's. */
#define TRACKED_RESOURCE(NAME, WRAPPED, TRACKER)                               \
    TRACKED_FUNCTION void *NAME##_acquire(                                     \
        const struct allocator *allocator, size_t size)                        \
    {                                                                          \
        void *handle = (WRAPPED).acquire(allocator, size);                     \
        int reason = errno;                                                    \
        tracker_acquired(TRACKER, handle, size, TRACKER_CALLER);               \
        errno = reason;                                                        \
        return handle;                                                         \
    }                                                                          \
    TRACKED_FUNCTION bool NAME##_use(                                          \
        const struct allocator *allocator, void *handle, size_t size)          \
    {                                                                          \
        return (WRAPPED).use(allocator, handle, size);                         \
    }                                                                          \
    TRACKED_FUNCTION void NAME##_release_handle(                               \
        const struct allocator *allocator, void *handle)                       \
    {                                                                          \
        if (tracker_may_release(                                               \
                tracker_released(TRACKER, handle, TRACKER_CALLER)))            \
            (WRAPPED).release(allocator, handle);                              \
    }                                                                          \
    TRACKED_FUNCTION void NAME##_park(void *handle)                            \
    {                                                                          \
        if ((WRAPPED).park)                                                    \
            (WRAPPED).park(handle);                                            \
    }                                                                          \
    TRACKED_FUNCTION bool NAME##_reset(void *handle)                           \
    {                                                                          \
        return !(WRAPPED).reset || (WRAPPED).reset(handle);                    \
    }                                                                          \
    static const struct resource NAME##_resource = {                           \
        .name = #NAME,                                                         \
        .summary = "another one under a tracker",                              \
        .acquire = NAME##_acquire,                                             \
        .use = NAME##_use,                                                     \
        .release = NAME##_release_handle,                                      \
        .park = NAME##_park,                                                   \
        .reset = NAME##_reset,                                                 \
    };

#endif
