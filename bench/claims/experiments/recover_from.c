/* Where a recover stops a panic. */
#include "allocators/thread_cache.h"
#include "bench/claims/experiments/experiments.h"
#include "strategies/runtime/defer.h"
#include "strategies/runtime/panic.h"

static void
recover_here(void *unused)
{
    (void)unused;
    panic_recover();
}

static __attribute__((noinline)) void
recover_helper(void)
{
    panic_recover();
    DEFER_SHARE(NULL); /* so that nothing is called in tail position */
}

static void
call_helper(void *unused)
{
    (void)unused;
    recover_helper();
    DEFER_SHARE(NULL);
}

static void
defer_next(void *unused)
{
    (void)unused;
    struct defer_record record;
    DEFER_FUNCTION(&thread_cache_allocator);
    defer_once(&record, recover_here, NULL);
}

/* The nearest to `defer recover()`: nobody's return address is asked for. */
static void
recover_for_nobody(void *unused)
{
    panic_recover_for(unused);
}

static void
panic_with(void (*deferred)(void *))
{
    struct defer_record record;
    DEFER_FUNCTION(&thread_cache_allocator);
    defer_once(&record, deferred, NULL);
    panic_text("on purpose");
}

static void
recover_in_named(void)
{
    panic_with(recover_here);
}

static void
recover_in_helper(void)
{
    panic_with(call_helper);
}

static void
recover_in_next_defer(void)
{
    panic_with(defer_next);
}

static void
recover_deferred(void)
{
    panic_with(recover_for_nobody);
}

static void
recover_in_body(void)
{
    recover_here(NULL);
    panic_text("on purpose");
}

/* Zero is what it returns when the panic comes this far. */
static int
stops(void (*place)(void))
{
    struct defer_record record;
    DEFER_FUNCTION_OF(int, stopped, &thread_cache_allocator);
    defer_once(&record, recover_here, NULL);
    place();
    DEFER_RETURN(1);
}

static int
recover_from_run(struct printer *printer)
{
    static const struct {
        const char *name;
        void (*run)(void);
    } places[] = {
        {"in a named function that is deferred", recover_in_named},
        {"in a function that the deferred one calls", recover_in_helper},
        {"in a call that the deferred one defers", recover_in_next_defer},
        {"deferred itself", recover_deferred},
        {"in the body, before the panic", recover_in_body},
    };
    for (size_t i = 0; i < sizeof places / sizeof *places; i++)
        print_text(printer, places[i].name, "panic",
            stops(places[i].run) ? "stopped" : "went on");
    return 0;
}

EXPERIMENT(recover_from, 1, "where a recover stops a panic", recover_from_run)
