/* What the tests of the preloaded library share. Each program runs with
 * LD_PRELOAD, or is linked with the library. */
#ifndef TESTS_PRELOAD_PRELOADED_H
#define TESTS_PRELOAD_PRELOADED_H

/* cmocka wants these before it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <dlfcn.h>
#include <errno.h>
#include <malloc.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

/* Hides a size or a block from the compiler, which would warn of what the tests
 * do, or leave it out. */
static inline size_t
hidden_size(size_t size)
{
    __asm__ volatile("" : "+r"(size));
    return size;
}

static inline void *
hidden_block(void *block)
{
    __asm__ volatile("" : "+r"(block));
    return block;
}

/* Does the symbol come from the library under test? */
static inline bool
is_ours(const char *symbol)
{
    Dl_info found;
    void *address = dlsym(RTLD_DEFAULT, symbol);
    return address && dladdr(address, &found) &&
           strstr(found.dli_fname, "/libtiers");
}

static inline void
the_library_is_in_place(void **state)
{
    (void)state;
    assert_true(is_ours("malloc"));
}

/* Runs `work` in a child of fork, which has 60 seconds; true when it ended with
 * 0. */
static inline bool
succeeds_in_child(int (*work)(void))
{
    pid_t child = fork();
    if (child == 0) {
        alarm(60);
        _exit(work());
    }
    int status = -1;
    return child > 0 && waitpid(child, &status, 0) == child &&
           WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

#endif
