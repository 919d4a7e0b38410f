/* The runtime's kind for a call that is registered once: a record in the frame.
 */
#include "allocators/system.h"
#include "bench/studies/exits/exits.h"
#include "strategies/runtime/defer.h"

static void
stack_records_scope(enum exits_way way)
{
    struct defer_record record;
    DEFER_FUNCTION(&system_allocator);
    for (int once = 0; once < 1; once++) {
        void *resource = exits_take(way);
        defer_once(&record, exits_let_go, resource);
        EXITS_LEAVE(way);
    }
out:
    return;
}

const struct exits_mechanism exits_stack_records = {
    .name = "stack_records",
    .scope = stack_records_scope,
    .why_no_struct = "a result of more than 16 bytes goes through a pointer",
};
