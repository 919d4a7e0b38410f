#include "allocators/peers/loaded_malloc.h"

#include "allocators/aligned_by_posix.h"
#include "allocators/under_sanitizer.h"

#include <dlfcn.h>
#include <link.h>
#include <pthread.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

/* What to do about the linker's complaint. */
static void
explain(struct loaded_malloc *loaded, const char *complaint)
{
    if (strstr(complaint, "static TLS"))
        snprintf(loaded->reason, sizeof loaded->reason,
            "needs more thread-local storage: start the program with "
            "GLIBC_TUNABLES=" LOADED_MALLOC_TUNABLE
            "=" LOADED_MALLOC_TUNABLE_VALUE);
    else
        snprintf(loaded->reason, sizeof loaded->reason,
            "cannot be loaded: apt-get install %s (%s)", loaded->package,
            complaint);
}

bool
loaded_malloc_find(
    const struct loaded_malloc *loaded, const char *name, void *function)
{
    void *address = dlsym(loaded->handle, name);
    memcpy(function, &address, sizeof address);
    return address != NULL;
}

static bool
find_all(struct loaded_malloc *loaded)
{
    return loaded_malloc_find(loaded, "malloc", &loaded->allocate) &&
           loaded_malloc_find(loaded, "free", &loaded->release) &&
           loaded_malloc_find(
               loaded, "posix_memalign", &loaded->allocate_aligned) &&
           loaded_malloc_find(loaded, "calloc", &loaded->allocate_zeroed) &&
           loaded_malloc_find(loaded, "realloc", &loaded->resize) &&
           loaded_malloc_find(
               loaded, "malloc_usable_size", &loaded->usable_size);
}

/* The name that it was loaded by is a link to the version that is installed. */
static void
read_path(struct loaded_malloc *loaded)
{
    struct link_map *map;
    if (dlinfo(loaded->handle, RTLD_DI_LINKMAP, &map) != 0)
        return;
    char *path = realpath(map->l_name, NULL);
    if (path && strlen(path) < sizeof loaded->path)
        snprintf(loaded->path, sizeof loaded->path, "%s", path);
    free(path);
}

/* A sanitizer knows only what comes from its own malloc. */
static void
load(struct loaded_malloc *loaded)
{
    loaded->tried = true;
    if (UNDER_SANITIZER) {
        snprintf(loaded->reason, sizeof loaded->reason,
            "needs a build without sanitizers");
        return;
    }
    /* Local: the names malloc and free of everybody else stay as they are. */
    loaded->handle = dlopen(loaded->library, RTLD_NOW | RTLD_LOCAL);
    if (!loaded->handle || !find_all(loaded)) {
        explain(loaded, dlerror());
        return;
    }
    read_path(loaded);
    loaded->read_version(loaded->version, sizeof loaded->version);
}

const char *
loaded_malloc_missing(struct loaded_malloc *loaded)
{
    pthread_mutex_lock(&lock);
    if (!loaded->tried)
        load(loaded);
    pthread_mutex_unlock(&lock);
    return loaded->reason[0] ? loaded->reason : NULL;
}

struct allocator_library
loaded_malloc_library(const struct loaded_malloc *loaded)
{
    return (struct allocator_library){
        .path = loaded->path[0] ? loaded->path : NULL,
        .version = loaded->version[0] ? loaded->version : NULL,
    };
}

void *
loaded_malloc_allocate_aligned(
    const struct loaded_malloc *loaded, size_t alignment, size_t size)
{
    void *block = aligned_by_posix(loaded->allocate_aligned, alignment, size);
    if (!block || (uintptr_t)block % alignment == 0)
        return block;
    loaded->release(block);
    return aligned_by_posix(loaded->allocate_aligned, alignment, size + 1);
}

/* The second number of /proc/self/statm, in bytes; 0 where that is not to be
 * had. */
static size_t
resident_bytes(void)
{
    char line[128] = "";
    FILE *statm = fopen("/proc/self/statm", "re");
    if (!statm)
        return 0;
    const char *read = fgets(line, sizeof line, statm);
    fclose(statm);
    char *rest = line;
    strtoul(line, &rest, 10);
    return read ? strtoul(rest, NULL, 10) * (size_t)sysconf(_SC_PAGESIZE) : 0;
}

size_t
loaded_malloc_trim(void (*purge)(void))
{
    size_t before = resident_bytes();
    purge();
    size_t after = resident_bytes();
    return before > after ? before - after : 0;
}
