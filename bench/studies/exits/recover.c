/* A panic and its recover, by strategies/runtime/. */
#include "allocators/system.h"
#include "bench/studies/exits/exits.h"
#include "strategies/runtime/defer.h"
#include "strategies/runtime/panic.h"

void
exits_panic(void)
{
    panic_text("a way out");
}

static void
recover(void *recovered)
{
    *(bool *)recovered = panic_recover().kind != PANIC_NOTHING;
}

static void
call_recovering(
    void (*scope)(enum exits_way), enum exits_way way, bool *recovered)
{
    struct defer_record record;
    DEFER_FUNCTION(&system_allocator);
    defer_once(&record, recover, recovered);
    scope(way);
}

bool
exits_under_recover(void (*scope)(enum exits_way), enum exits_way way)
{
    bool recovered = false;
    call_recovering(scope, way, &recovered);
    return recovered;
}
