/* What a pool saves, by the share of the traffic that goes through it: each
 * request takes a buffer, writes one byte to each of its cache lines, and lets
 * it go. */
#include "allocators/thread_cache.h"
#include "bench/claims/experiments/experiments.h"
#include "bench/claims/experiments/medians.h"
#include "bench/claims/experiments/short_text.h"
#include "strategies/runtime/pool.h"

enum {
    TRAFFIC = 16 << 20, /* bytes of a measurement */
    CACHE_LINE = 64,
    SHARES = 5,
    PIECES = 5 /* measurements of a setting, in turn with the others */
};

static const size_t sizes[] = {256, 1024, 16384};
enum { SIZES = sizeof sizes / sizeof *sizes };

static void *
create_buffer(void *context)
{
    return thread_cache_allocate(*(const size_t *)context);
}

static void
discard_buffer(void *context, void *buffer)
{
    (void)context;
    thread_cache_release(buffer);
}

static size_t buffer_bytes;
static struct pool buffers = POOL_INITIALIZER(.create = create_buffer,
    .discard = discard_buffer, .context = &buffer_bytes);

static void
use(char *buffer, size_t size)
{
    for (size_t at = 0; at < size; at += CACHE_LINE)
        *(volatile char *)(buffer + at) = (char)at;
}

static void
serve_pooled(size_t size)
{
    char *buffer = (char *)pool_get(&buffers);
    use(buffer, size);
    if (!pool_put(&buffers, buffer))
        discard_buffer(NULL, buffer);
}

static void
serve_fresh(size_t size)
{
    char *buffer = (char *)thread_cache_allocate(size);
    use(buffer, size);
    thread_cache_release(buffer);
}

/* Of every four requests, `quarters` go through the pool. */
static void
serve_all(size_t size, size_t requests, unsigned quarters)
{
    for (size_t i = 0; i < requests; i++) {
        if (i % 4 < quarters)
            serve_pooled(size);
        else
            serve_fresh(size);
    }
}

static uint64_t
allocations_now(void)
{
    struct allocator_counters counters;
    uint64_t sum = 0;
    thread_cache_read_counters(&counters);
    for (int tier = 0; tier < ALLOCATOR_TIERS; tier++)
        for (int i = 0; i < ALLOCATOR_CLASSES; i++)
            sum += counters.allocations[tier][i];
    return sum;
}

static void
print_setting(
    struct printer *printer, size_t size, unsigned quarters, double *ns)
{
    size_t requests = TRAFFIC / size;
    uint64_t before = allocations_now();
    serve_all(size, requests, quarters);
    double allocations =
        (double)(allocations_now() - before) / (double)requests;
    struct short_text setting =
        short_text("size=%zu pooled=%u", size, 25 * quarters);
    print_value(printer, setting.bytes, "request", "ns", median_of(ns, PIECES));
    print_value(
        printer, setting.bytes, "allocations", "per request", allocations);
    print_value(printer, setting.bytes, "allocated", "bytes per request",
        allocations * (double)size);
}

static double
time_setting(size_t size, unsigned quarters)
{
    size_t requests = TRAFFIC / size;
    double start = clock_ns();
    serve_all(size, requests, quarters);
    return (clock_ns() - start) / (double)requests;
}

static void
measure_size(struct printer *printer, size_t size)
{
    double ns[SHARES][PIECES];
    buffer_bytes = size;
    serve_all(size, 8, 2);
    for (int piece = 0; piece < PIECES; piece++)
        for (unsigned quarters = 0; quarters < SHARES; quarters++)
            ns[quarters][piece] = time_setting(size, quarters);
    for (unsigned quarters = 0; quarters < SHARES; quarters++)
        print_setting(printer, size, quarters, ns[quarters]);
    pool_drain(&buffers);
}

static int
pooled_share_run(struct printer *printer)
{
    for (int i = 0; i < SIZES; i++)
        measure_size(printer, sizes[i]);
    return 0;
}

EXPERIMENT(pooled_share, 12, "allocations and time by the share that is pooled",
    pooled_share_run)
