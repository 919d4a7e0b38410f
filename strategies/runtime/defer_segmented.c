/* The segments behind the one in the frame. */
#include "strategies/runtime/defer_segmented.h"

bool
defer_segmented_grow(struct defer_segmented *calls)
{
    size_t capacity =
        calls->newest ? calls->newest->capacity : (size_t)DEFER_SEGMENT_FIRST;
    if (capacity < DEFER_SEGMENT_MOST)
        capacity *= 2;
    struct defer_segment *segment = calls->allocator->allocate(
        sizeof *segment + capacity * sizeof *segment->calls);
    if (!segment)
        return false;
    *segment =
        (struct defer_segment){.older = calls->newest, .capacity = capacity};
    calls->newest = segment;
    calls->next = segment->calls;
    calls->end = segment->calls + capacity;
    return true;
}

bool
defer_segmented_shrink(struct defer_segmented *calls)
{
    struct defer_segment *empty = calls->newest;
    if (!empty)
        return false;
    calls->newest = empty->older;
    calls->end = empty->older ? empty->older->calls + empty->older->capacity
                              : calls->first + DEFER_SEGMENT_FIRST;
    calls->next = calls->end;
    calls->allocator->release(empty);
    return true;
}
