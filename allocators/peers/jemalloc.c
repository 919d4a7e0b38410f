#include "allocators/peers/jemalloc.h"

#include <stdint.h>
#include <stdio.h>

typedef int
control_function(const char *name, void *old, size_t *old_size, void *new_value,
    size_t new_size);

static void
read_version(char *version, size_t bytes);

struct loaded_malloc jemalloc_loaded = {
    .library = "libjemalloc.so.2",
    .package = "libjemalloc2",
    .read_version = read_version,
};

static control_function *
control(void)
{
    control_function *mallctl;
    loaded_malloc_find(&jemalloc_loaded, "mallctl", &mallctl);
    return mallctl;
}

static void
read_version(char *version, size_t bytes)
{
    const char *told = "";
    size_t size = sizeof told;
    if (control())
        control()("version", &told, &size, NULL, 0);
    snprintf(version, bytes, "%s", told);
}

/* 4096 stands for all arenas. What other threads cache stays with them. */
static void
purge(void)
{
    control()("thread.tcache.flush", NULL, NULL, NULL, 0);
    control()("arena.4096.purge", NULL, NULL, NULL, 0);
}

size_t
jemalloc_trim(void)
{
    return loaded_malloc_trim(purge);
}

static size_t
statistic(const char *name)
{
    size_t value = 0;
    size_t size = sizeof value;
    control()(name, &value, &size, NULL, 0);
    return value;
}

/* Statistics are of the last epoch: any number written begins another. */
void
jemalloc_read_counters(struct allocator_counters *counters)
{
    uint64_t epoch = 1;
    control()("epoch", NULL, NULL, &epoch, sizeof epoch);
    *counters = (struct allocator_counters){
        .bytes_in_use = statistic("stats.allocated"),
        .bytes_mapped = statistic("stats.mapped") + statistic("stats.retained"),
        .bytes_returned = statistic("stats.retained"),
    };
}
