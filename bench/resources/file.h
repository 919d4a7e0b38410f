/* A real file: opened, read whole, closed. The handle is the descriptor plus
 * one, so that descriptor 0 is not NULL. */
#ifndef BENCH_RESOURCES_FILE_H
#define BENCH_RESOURCES_FILE_H

#include "strategies/resource.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdint.h>
#include <unistd.h>

enum { FILE_PIECE = 4096 /* bytes read at a time */ };

/* The path of the file that prepare has written. */
extern char file_path[PATH_MAX];

/* Writes one file of `size` bytes into a temporary folder. */
bool
file_prepare(size_t size, size_t count, unsigned threads);
void
file_finish(void);

static inline int
file_descriptor(void *handle)
{
    return (int)((intptr_t)handle - 1);
}

static inline void *
file_acquire(const struct allocator *allocator, size_t size)
{
    (void)allocator;
    (void)size;
    int descriptor = open(file_path, O_RDONLY | O_CLOEXEC);
    return descriptor < 0 ? NULL : (void *)((intptr_t)descriptor + 1);
}

/* Reads `size` bytes. False with errno, EIO when the file is shorter. */
static inline bool
file_use(const struct allocator *allocator, void *handle, size_t size)
{
    (void)allocator;
    char piece[FILE_PIECE];
    for (size_t done = 0; done < size;) {
        ssize_t length = read(file_descriptor(handle), piece, sizeof piece);
        if (length <= 0) {
            errno = length < 0 ? errno : EIO;
            return false;
        }
        done += (size_t)length;
    }
    return true;
}

static inline void
file_release(const struct allocator *allocator, void *handle)
{
    (void)allocator;
    close(file_descriptor(handle));
}

static inline bool
file_reset(void *handle)
{
    return lseek(file_descriptor(handle), 0, SEEK_SET) == 0;
}

static const struct resource file_resource = {
    .name = "file",
    .summary = "a real file; use reads it whole",
    .sizes = {4096},
    .telling_size = 4096,
    .prepare = file_prepare,
    .finish = file_finish,
    .acquire = file_acquire,
    .use = file_use,
    .release = file_release,
    .reset = file_reset,
};

#endif
