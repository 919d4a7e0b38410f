/* Calls in segments, of which the first lies in the frame. */
#include "allocators/system.h"
#include "bench/studies/exits/exits.h"
#include "strategies/runtime/defer_segmented.h"

static void
segmented_records_scope(enum exits_way way)
{
    DEFER_SEGMENTED(calls, &system_allocator);
    for (int once = 0; once < 1; once++) {
        void *resource = exits_take(way);
        if (!defer_segmented_register(&calls, exits_let_go, resource)) {
            exits_let_go(resource);
            return;
        }
        EXITS_LEAVE(way);
    }
out:
    return;
}

static void
change(void *changed)
{
    exits_change(changed);
}

static struct exits_struct
segmented_records_struct(void)
{
    struct exits_struct result = {0};
    DEFER_SEGMENTED(calls, &system_allocator);
    if (!defer_segmented_register(&calls, change, &result))
        return result;
    result.value = exits_value();
    return result;
}

const struct exits_mechanism exits_segmented_records = {
    .name = "segmented_records",
    .scope = segmented_records_scope,
    .give_struct = segmented_records_struct,
};
