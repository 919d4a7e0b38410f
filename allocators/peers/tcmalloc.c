#include "allocators/peers/tcmalloc.h"

#include <stdio.h>

static void
read_version(char *version, size_t bytes);

struct loaded_malloc tcmalloc_loaded = {
    .library = "libtcmalloc_minimal.so.4",
    .package = "libtcmalloc-minimal4",
    .read_version = read_version,
};

static void
read_version(char *version, size_t bytes)
{
    const char *(*told)(int *major, int *minor, const char **patch);
    if (loaded_malloc_find(&tcmalloc_loaded, "tc_version", &told))
        snprintf(version, bytes, "%s", told(NULL, NULL, NULL));
}

static void
call(const char *name)
{
    void (*function)(void);
    if (loaded_malloc_find(&tcmalloc_loaded, name, &function))
        function();
}

/* An idle thread's cache goes to the central lists. */
static void
purge(void)
{
    call("MallocExtension_MarkThreadIdle");
    call("MallocExtension_ReleaseFreeMemory");
}

size_t
tcmalloc_trim(void)
{
    return loaded_malloc_trim(purge);
}

static size_t
property(const char *name)
{
    int (*read_property)(const char *property, size_t *value);
    size_t value = 0;
    if (loaded_malloc_find(&tcmalloc_loaded,
            "MallocExtension_GetNumericProperty", &read_property))
        read_property(name, &value);
    return value;
}

void
tcmalloc_read_counters(struct allocator_counters *counters)
{
    *counters = (struct allocator_counters){
        .bytes_in_use = property("generic.current_allocated_bytes"),
        .bytes_mapped = property("generic.heap_size"),
        .bytes_returned = property("tcmalloc.pageheap_unmapped_bytes"),
    };
}
