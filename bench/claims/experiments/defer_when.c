/* When a deferred call runs: at the end of the function, or, by the compiler's
 * cleanup attribute, of the block. */
#include "allocators/thread_cache.h"
#include "bench/claims/experiments/experiments.h"
#include "strategies/runtime/defer.h"

#include <stdio.h>
#include <string.h>

static char events[200];

static void
happens(const char *event)
{
    size_t length = strlen(events);
    snprintf(events + length, sizeof events - length, "%s%s",
        length ? ", " : "", event);
}

static void
deferred_call(void *unused)
{
    (void)unused;
    happens("deferred call");
}

static void
cleaned_up(const char *unused)
{
    (void)unused;
    happens("deferred call");
}

static void
defer_in_block(void)
{
    DEFER_FUNCTION(&thread_cache_allocator);
    DEFER_OPEN(deferred_call);
    {
        defer_open(0, NULL);
        happens("block ends");
    }
    happens("function ends");
}

static void
clean_up_block(void)
{
    {
        const char guard __attribute__((cleanup(cleaned_up), unused)) = 0;
        happens("block ends");
    }
    happens("function ends");
}

static void
print_events(
    struct printer *printer, const char *setting, void (*function)(void))
{
    events[0] = '\0';
    function();
    happens("caller goes on");
    print_text(printer, setting, "order", events);
}

static int
defer_when_run(struct printer *printer)
{
    print_events(printer, "defer", defer_in_block);
    print_events(printer, "scoped", clean_up_block);
    return 0;
}

EXPERIMENT(defer_when, 1, "when a deferred call runs", defer_when_run)
