/* Both samples of 2.4, in C. */
#include "allocators/thread_cache.h"
#include "bench/claims/programs/open_files.h"
#include "strategies/runtime/defer.h"

#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

enum { FILES = 10000 };

struct file_name {
    char text[24];
};

static struct file_name
name_of(int i)
{
    struct file_name name;
    snprintf(name.text, sizeof name.text, "file%d.txt", i);
    return name;
}

static void
close_file(void *file)
{
    close((int)(intptr_t)file);
}

static void
defer_in_loop(void)
{
    DEFER_FUNCTION(&thread_cache_allocator);
    for (int i = 0; i < FILES; i++) {
        int file = open(name_of(i).text, O_RDONLY | O_CLOEXEC);
        if (!defer_loop(close_file, (void *)(intptr_t)file))
            return;
    }
    printf("defer in the loop: open at the end of the loop %d\n", open_files());
}

static void
open_and_close(int i)
{
    DEFER_FUNCTION(&thread_cache_allocator);
    DEFER_OPEN(close_file);
    int file = open(name_of(i).text, O_RDONLY | O_CLOEXEC);
    if (file < 0)
        return;
    defer_open(0, (void *)(intptr_t)file);
}

static void
defer_in_function(void)
{
    for (int i = 0; i < FILES; i++)
        open_and_close(i);
    printf("in a function literal: open at the end of the loop %d\n",
        open_files());
}

static void
use_files(void)
{
    int before = open_files();
    defer_in_loop();
    printf("after its return %d\n", open_files() - before);
    defer_in_function();
    printf("after its return %d\n", open_files() - before);
}

static bool
make_files(void)
{
    for (int i = 0; i < FILES; i++) {
        int file = open(name_of(i).text, O_CREAT | O_WRONLY | O_CLOEXEC, 0600);
        if (file < 0 || close(file) != 0)
            return false;
    }
    return true;
}

int
main(void)
{
    char folder[PATH_MAX];
    open_files_raise_limit();
    if (!open_files_enter_folder(folder))
        return 1;
    bool made = make_files();
    if (made)
        use_files();
    for (int i = 0; i < FILES; i++)
        unlink(name_of(i).text);
    return rmdir(folder) != 0 || !made;
}
