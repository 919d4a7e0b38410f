/* What stays resident after a spike: some large buffers are in use at once, and
 * then no more. Each step begins a new epoch of the pool, which is when Go's
 * collector would come, and gives free memory back to the kernel. */
#include "allocators/thread_cache.h"
#include "bench/claims/experiments/experiments.h"
#include "bench/claims/experiments/short_text.h"
#include "strategies/runtime/pool.h"
#include "strategies/runtime/pool_epoch.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

enum { BUFFERS = 32, BUFFER_BYTES = 1 << 20, STEPS = 4, PAGE = 4096 };

/* 0 where the kernel does not say. */
static double
resident_bytes(void)
{
    char line[256] = "";
    char *behind_size;
    FILE *from = fopen("/proc/self/statm", "re");
    if (!from)
        return 0;
    if (!fgets(line, sizeof line, from))
        line[0] = '\0';
    fclose(from);
    strtoul(line, &behind_size, 10);
    unsigned long pages = strtoul(behind_size, NULL, 10);
    return (double)pages * (double)sysconf(_SC_PAGESIZE);
}

static void *
create_buffer(void *context)
{
    (void)context;
    return thread_cache_allocate(BUFFER_BYTES);
}

static void
discard_buffer(void *context, void *buffer)
{
    (void)context;
    thread_cache_release(buffer);
}

static struct pool buffers =
    POOL_INITIALIZER(.create = create_buffer, .discard = discard_buffer);

static void *
take_pooled(void)
{
    return pool_get(&buffers);
}

static void
give_pooled(void *buffer)
{
    if (!pool_put(&buffers, buffer))
        discard_buffer(NULL, buffer);
}

static void *
take_released(void)
{
    return create_buffer(NULL);
}

static void
give_released(void *buffer)
{
    discard_buffer(NULL, buffer);
}

/* How buffers are had, and whether all are taken again before each step. */
struct way {
    const char *name;
    void *(*take)(void);
    void (*give)(void *buffer);
    bool stays_in_use;
};

static void
touch(char *buffer, size_t size)
{
    for (size_t at = 0; at < size; at += PAGE)
        *(volatile char *)(buffer + at) = 1;
}

/* All buffers at once, each used up to `size`. */
static void
take_all(const struct way *way, size_t size)
{
    void *held[BUFFERS];
    for (int i = 0; i < BUFFERS; i++) {
        held[i] = way->take();
        if (held[i])
            touch((char *)held[i], size);
    }
    for (int i = 0; i < BUFFERS; i++)
        if (held[i])
            way->give(held[i]);
}

static void
step(const struct way *way)
{
    if (way->stays_in_use)
        take_all(way, 1);
    pool_epoch_advance();
    thread_cache_trim();
}

static void
watch(struct printer *printer, const struct way *way)
{
    thread_cache_trim();
    double start = resident_bytes();
    take_all(way, BUFFER_BYTES);
    for (int i = 0; i <= STEPS; i++) {
        if (i > 0)
            step(way);
        print_value(printer,
            short_text("%s collections=%d", way->name, i).bytes, "resident",
            "bytes", resident_bytes() - start);
    }
    pool_drain(&buffers);
}

static int
pool_resident_run(struct printer *printer)
{
    static const struct way ways[] = {
        {"released", take_released, give_released, false},
        {"pooled", take_pooled, give_pooled, false},
        {"pooled in_use", take_pooled, give_pooled, true},
    };
    print_value(printer, "spike", "size", "bytes", BUFFERS * BUFFER_BYTES);
    for (size_t i = 0; i < sizeof ways / sizeof *ways; i++)
        watch(printer, &ways[i]);
    return 0;
}

EXPERIMENT(
    pool_resident, 8, "what stays resident after a spike", pool_resident_run)
