/* The malloc of another project as an allocator, loaded with dlopen when it is
 * first asked for, so that several stand in one process and in the same rounds.
 *
 * A call goes through one pointer in memory. That is what a call through the
 * dynamic linker's table costs, by which a program reaches these libraries when
 * it is linked with them or they are preloaded. */
#ifndef ALLOCATORS_PEERS_LOADED_MALLOC_H
#define ALLOCATORS_PEERS_LOADED_MALLOC_H

#include "allocators/allocator.h"

#include <stdbool.h>
#include <stddef.h>

/* With this in GLIBC_TUNABLES a process has room for the thread-local storage
 * of jemalloc, 2,632 bytes, which has to lie at a fixed place in each thread;
 * else glibc keeps 512 bytes for what is loaded later. */
#define LOADED_MALLOC_TUNABLE "glibc.rtld.optional_static_tls"
#define LOADED_MALLOC_TUNABLE_VALUE "16384"

struct loaded_malloc {
    /* The library's functions; NULL until loaded_malloc_missing said NULL. */
    void *(*allocate)(size_t size);
    void (*release)(void *block);
    int (*allocate_aligned)(void **block, size_t alignment, size_t size);
    void *(*allocate_zeroed)(size_t count, size_t size);
    void *(*resize)(void *block, size_t size);
    size_t (*usable_size)(void *block);

    const char *library; /* such as "libjemalloc.so.2" */
    const char *package; /* Debian's, which has it */
    /* Asks the library for its version, in `bytes` of text at most. Called
     * once, when it has been loaded. */
    void (*read_version)(char *version, size_t bytes);

    /* The rest belongs to loaded_malloc.c, and is guarded by its lock. */
    void *handle;
    bool tried;
    char reason[320]; /* why it is missing; empty: it is not */
    char path[256];   /* of the file; empty: not known */
    char version[64]; /* empty: not known */
};

/* See `missing` in allocator.h. The library stays loaded to the end. */
const char *
loaded_malloc_missing(struct loaded_malloc *loaded);

/* See `library` in allocator.h. */
struct allocator_library
loaded_malloc_library(const struct loaded_malloc *loaded);

/* See `allocate_aligned` in allocator.h. mimalloc 2.0.9 misaligns some blocks
 * (posix_memalign of 256 bytes at 256 gave 0x5f926030580); such a one is given
 * back, and one that is a byte larger is asked for. */
void *
loaded_malloc_allocate_aligned(
    const struct loaded_malloc *loaded, size_t alignment, size_t size);

/* Sets the function pointer at `function` to the library's `name`. False, and
 * NULL there, when it has none. */
bool
loaded_malloc_find(
    const struct loaded_malloc *loaded, const char *name, void *function);

/* Calls `purge`; the bytes by which the process's resident memory shrank. */
size_t
loaded_malloc_trim(void (*purge)(void));

/* Defines NAME_allocator from NAME_loaded, NAME_trim and NAME_read_counters,
 * which NAME.c has. */
#define LOADED_MALLOC_ALLOCATOR(NAME, SUMMARY)                                 \
    extern struct loaded_malloc NAME##_loaded;                                 \
                                                                               \
    size_t NAME##_trim(void);                                                  \
    void NAME##_read_counters(struct allocator_counters *counters);            \
                                                                               \
    static inline const char *NAME##_missing(void)                             \
    {                                                                          \
        return loaded_malloc_missing(&NAME##_loaded);                          \
    }                                                                          \
    static inline struct allocator_library NAME##_library(void)                \
    {                                                                          \
        return loaded_malloc_library(&NAME##_loaded);                          \
    }                                                                          \
    static inline void *NAME##_allocate(size_t size)                           \
    {                                                                          \
        return NAME##_loaded.allocate(size);                                   \
    }                                                                          \
    static inline void *NAME##_allocate_aligned(size_t alignment, size_t size) \
    {                                                                          \
        return loaded_malloc_allocate_aligned(                                 \
            &NAME##_loaded, alignment, size);                                  \
    }                                                                          \
    static inline void *NAME##_allocate_zeroed(size_t count, size_t size)      \
    {                                                                          \
        return NAME##_loaded.allocate_zeroed(count, size);                     \
    }                                                                          \
    /* realloc to 0 bytes would release the block. */                          \
    static inline void *NAME##_resize(void *block, size_t size)                \
    {                                                                          \
        return NAME##_loaded.resize(block, size > 0 ? size : 1);               \
    }                                                                          \
    static inline void NAME##_release(void *block)                             \
    {                                                                          \
        NAME##_loaded.release(block);                                          \
    }                                                                          \
    static inline size_t NAME##_usable_size(const void *block)                 \
    {                                                                          \
        return NAME##_loaded.usable_size((void *)block);                       \
    }                                                                          \
    static const struct allocator NAME##_allocator = {                         \
        .name = #NAME,                                                         \
        .summary = SUMMARY,                                                    \
        .peer = true,                                                          \
        .missing = NAME##_missing,                                             \
        .library = NAME##_library,                                             \
        .allocate = NAME##_allocate,                                           \
        .allocate_aligned = NAME##_allocate_aligned,                           \
        .allocate_zeroed = NAME##_allocate_zeroed,                             \
        .resize = NAME##_resize,                                               \
        .release = NAME##_release,                                             \
        .usable_size = NAME##_usable_size,                                     \
        .trim = NAME##_trim,                                                   \
        .read_counters = NAME##_read_counters,                                 \
    };

#endif
