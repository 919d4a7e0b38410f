/* Both samples of 3.2, in C. */
#include "allocators/thread_cache.h"
#include "bench/claims/programs/open_files.h"
#include "strategies/runtime/defer.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

enum { FILES = 100 };

static void
close_file(void *file)
{
    close((int)(intptr_t)file);
}

/* Opens it or, as log.Fatal does, ends the process. */
static int
open_or_exit(const char *name)
{
    int file = open(name, O_RDONLY | O_CLOEXEC);
    if (file < 0) {
        perror(name);
        exit(1);
    }
    return file;
}

static void
defer_in_loop(const char *const *files)
{
    DEFER_FUNCTION(&thread_cache_allocator);
    for (size_t i = 0; i < FILES; i++) {
        int file = open_or_exit(files[i]);
        if (!defer_loop(close_file, (void *)(intptr_t)file))
            return;
    }
    printf("defer in the loop: open at the end of the loop %d\n", open_files());
}

static void
process_file(const char *name)
{
    DEFER_FUNCTION(&thread_cache_allocator);
    DEFER_OPEN(close_file);
    int file = open_or_exit(name);
    defer_open(0, (void *)(intptr_t)file);
}

static void
one_function_each(const char *const *files)
{
    for (size_t i = 0; i < FILES; i++)
        process_file(files[i]);
    printf("a function each: open at the end of the loop %d\n", open_files());
}

/* 100 times a file that is there, in a folder of its own. */
int
main(void)
{
    char folder[PATH_MAX];
    if (!open_files_enter_folder(folder))
        return 1;
    int made = open("file.txt", O_CREAT | O_WRONLY | O_CLOEXEC, 0600);
    if (made < 0 || close(made) != 0)
        return 1;
    const char *files[FILES];
    for (size_t i = 0; i < FILES; i++)
        files[i] = "file.txt";
    defer_in_loop(files);
    printf("after its return %d\n", open_files());
    one_function_each(files);
    printf("after its return %d\n", open_files());
    return unlink("file.txt") != 0 || rmdir(folder) != 0;
}
