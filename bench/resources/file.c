#include "bench/resources/file.h"

#include "bench/resources/temporary_folder.h"

#include <stdio.h>

char file_path[PATH_MAX];
static struct temporary_folder file_folder;

/* Writes `size` bytes to a new file. False and errno on failure. */
static bool
file_write(const char *path, size_t size)
{
    FILE *stream = fopen(path, "wbe");
    if (!stream)
        return false;
    bool written = true;
    for (size_t i = 0; i < size && written; i++)
        written = putc('a' + (int)(i % 26), stream) != EOF;
    return fclose(stream) == 0 && written;
}

bool
file_prepare(size_t size, size_t count, unsigned threads)
{
    (void)count;
    (void)threads;
    if (!temporary_folder_make(&file_folder))
        return false;
    if (temporary_folder_file(&file_folder, "data", file_path) &&
        file_write(file_path, size))
        return true;
    int reason = errno;
    file_finish();
    errno = reason;
    return false;
}

void
file_finish(void)
{
    temporary_folder_remove(&file_folder);
}
