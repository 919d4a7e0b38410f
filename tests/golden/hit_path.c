/* Calls each entry point again and again where a thread's cache answers, for
 * callgrind to count what one call executes. Linked with libtiers.so; the last
 * loop is the thread cache as cells have it, compiled in. */
#include "allocators/thread_cache.h"

#include <malloc.h>
#include <stdlib.h>

#define LOOP __attribute__((noinline)) static void

/* What C++ calls: operator new(size_t) and operator delete(void *). */
void *
operator_new(size_t size) __asm__("_Znwm");
void
operator_delete(void *block) __asm__("_ZdlPv");

LOOP
repeat_malloc(size_t count)
{
    for (size_t i = 0; i < count; i++)
        free(malloc(64));
}

LOOP
repeat_calloc(size_t count)
{
    for (size_t i = 0; i < count; i++)
        free(calloc(1, 64));
}

/* Both sizes fit a block of 112 bytes and use more than half of it. */
LOOP
repeat_realloc(size_t count)
{
    char *block = malloc(100);
    for (size_t i = 0; i < count; i++) {
        char *resized = realloc(block, 100 + i % 2 * 8);
        block = resized ? resized : block;
    }
    free(block);
}

LOOP
repeat_posix_memalign(size_t count)
{
    void *block = NULL;
    for (size_t i = 0; i < count; i++)
        if (posix_memalign(&block, 64, 128) == 0)
            free(block);
}

LOOP
repeat_operator_new(size_t count)
{
    for (size_t i = 0; i < count; i++)
        operator_delete(operator_new(64));
}

LOOP
repeat_compiled_in(size_t count)
{
    for (size_t i = 0; i < count; i++) {
        void *block = thread_cache_allocate(64);
        /* The compiler knows no more of the block than a cell's does. */
        __asm__ volatile("" : "+r"(block)::"memory");
        thread_cache_release(block);
    }
}

int
main(int arguments, char **argument)
{
    size_t count = arguments > 1 ? strtoul(argument[1], NULL, 10) : 0;
    repeat_malloc(count);
    repeat_calloc(count);
    repeat_realloc(count);
    repeat_posix_memalign(count);
    repeat_operator_new(count);
    repeat_compiled_in(count);
    return 0;
}
