#include "allocators/peers/mimalloc.h"

#include <stdio.h>

static void
read_version(char *version, size_t bytes);

struct loaded_malloc mimalloc_loaded = {
    .library = "libmimalloc.so.2",
    .package = "libmimalloc2.0",
    .read_version = read_version,
};

/* Of 2.0.9 it is 209. */
static void
read_version(char *version, size_t bytes)
{
    int (*told)(void);
    if (loaded_malloc_find(&mimalloc_loaded, "mi_version", &told))
        snprintf(version, bytes, "%d", told());
}

static void
purge(void)
{
    void (*collect)(bool force);
    if (loaded_malloc_find(&mimalloc_loaded, "mi_collect", &collect))
        collect(true);
}

size_t
mimalloc_trim(void)
{
    return loaded_malloc_trim(purge);
}

/* Its release build counts what it has mapped and nothing else. */
void
mimalloc_read_counters(struct allocator_counters *counters)
{
    void (*read_process)(size_t * elapsed_ms, size_t * user_ms,
        size_t * system_ms, size_t * resident, size_t * peak_resident,
        size_t * mapped, size_t * peak_mapped, size_t * page_faults);
    *counters = (struct allocator_counters){0};
    size_t unused;
    if (loaded_malloc_find(&mimalloc_loaded, "mi_process_info", &read_process))
        read_process(&unused, &unused, &unused, &unused, &unused,
            &counters->bytes_mapped, &unused, &unused);
}
