/* The kind of each deferred call, which the programmer chooses here, seen by
 * where its record lies; and what the function then calls in the runtime, by
 * its disassembly. */
#include "allocators/thread_cache.h"
#include "bench/claims/experiments/experiments.h"
#include "bench/claims/experiments/short_text.h"
#include "strategies/runtime/defer.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const char *kind_seen;
static const struct defer_record *newest_before;

static __attribute__((noinline)) void
see_kind(void)
{
    const struct defer_record *newest = defer_thread.chain;
    const char *here = __builtin_frame_address(0);
    bool in_frame = (const char *)newest > here &&
                    (const char *)newest < here + 16384; /* its caller's */
    kind_seen = newest == newest_before ? "open-coded"
                : in_frame              ? "stack-allocated"
                                        : "heap-allocated";
}

static volatile int released;

static void
let_go(void *unused)
{
    (void)unused;
    released++;
}

/* Each is found in this program by its name. */
#define SHAPE(name) static __attribute__((noinline, used)) void name(void)

SHAPE(defer_shape_one)
{
    DEFER_FUNCTION(&thread_cache_allocator);
    DEFER_OPEN(let_go);
    defer_open(0, NULL);
    see_kind();
}

SHAPE(defer_shape_eight)
{
    DEFER_FUNCTION(&thread_cache_allocator);
    DEFER_OPEN(let_go, let_go, let_go, let_go, let_go, let_go, let_go, let_go);
    for (unsigned i = 0; i < DEFER_OPEN_MOST; i++)
        defer_open(i, NULL);
    see_kind();
}

SHAPE(defer_shape_nine)
{
    struct defer_record records[9];
    DEFER_FUNCTION(&thread_cache_allocator);
    for (int i = 0; i < 9; i++)
        defer_once(&records[i], let_go, NULL);
    see_kind();
}

SHAPE(defer_shape_loop)
{
    DEFER_FUNCTION(&thread_cache_allocator);
    for (int i = 0; i < 100; i++)
        if (!defer_loop(let_go, NULL))
            return;
    see_kind();
}

/* Adds the symbol that the line calls, if it is the runtime's and not there
 * yet: a line such as "  1234:  call  5678 <defer_run_calls>". */
static void
note_call(const char *line, char *calls, size_t size)
{
    const char *call = strstr(line, "call");
    const char *symbol = call ? strstr(call, "<defer_") : NULL;
    if (!symbol || strstr(line, "<defer_shape_"))
        return;
    struct short_text name =
        short_text("%.*s", (int)strcspn(symbol + 1, ">+@"), symbol + 1);
    size_t used = strlen(calls);
    if (!strstr(calls, name.bytes))
        snprintf(
            calls + used, size - used, "%s%s", used ? ", " : "", name.bytes);
}

static bool
disassembled_calls(const char *shape, char *calls, size_t size)
{
    struct short_text command =
        short_text("objdump -d --disassemble=%s /proc/%d/exe 2>/dev/null",
            shape, (int)getpid());
    char line[500];
    bool found = false;
    FILE *lines = popen(command.bytes, "re");
    if (!lines)
        return false;
    while (fgets(line, sizeof line, lines)) {
        found = found || strstr(line, shape);
        note_call(line, calls, size);
    }
    return pclose(lines) == 0 && found;
}

static void
print_shape(struct printer *printer, const char *setting, const char *symbol,
    void (*shape)(void))
{
    char calls[200] = "";
    newest_before = defer_thread.chain;
    shape();
    print_text(printer, setting, "kind", kind_seen);
    if (disassembled_calls(symbol, calls, sizeof calls))
        print_text(printer, setting, "calls", calls);
}

static int
defer_kinds_run(struct printer *printer)
{
    print_shape(printer, "defers=1", "defer_shape_one", defer_shape_one);
    print_shape(printer, "defers=8", "defer_shape_eight", defer_shape_eight);
    print_shape(printer, "defers=9", "defer_shape_nine", defer_shape_nine);
    print_shape(printer, "in a loop", "defer_shape_loop", defer_shape_loop);
    return 0;
}

EXPERIMENT(defer_kinds, 1, "the kind of a deferred call and what it calls",
    defer_kinds_run)
