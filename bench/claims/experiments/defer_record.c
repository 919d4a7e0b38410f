/* What a record of a deferred call holds and takes. */
#include "allocators/thread_cache.h"
#include "bench/claims/experiments/experiments.h"
#include "strategies/runtime/defer.h"

enum { RECORDS = 100000 };

static void
nothing(void *unused)
{
    (void)unused;
}

static size_t
bytes_in_use(void)
{
    struct allocator_counters counters;
    thread_cache_read_counters(&counters);
    return counters.bytes_in_use;
}

/* What the allocator has handed out for so many records; 0: it has not. */
static size_t
bytes_of_records(void)
{
    DEFER_FUNCTION_OF(size_t, bytes, &thread_cache_allocator);
    size_t before = bytes_in_use();
    for (int i = 0; i < RECORDS; i++)
        if (!defer_loop(nothing, NULL))
            DEFER_RETURN(0);
    DEFER_RETURN(bytes_in_use() - before);
}

static int
defer_record_run(struct printer *printer)
{
    print_value(
        printer, "", "size", "bytes", (double)sizeof(struct defer_record));
    print_text(printer, "", "fields", "link, token, function, argument");
    print_value(printer, "in a loop", "allocated", "bytes per defer",
        (double)bytes_of_records() / RECORDS);
    defer_settle(&thread_cache_allocator);
    return 0;
}

EXPERIMENT(defer_record, 1, "fields and bytes of a deferred call's record",
    defer_record_run)
