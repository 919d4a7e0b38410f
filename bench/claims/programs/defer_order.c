/* The first sample of 2.1, in C. */
#include "allocators/thread_cache.h"
#include "strategies/runtime/defer.h"

#include <stdio.h>

static void
print_line(void *text)
{
    puts(text);
}

static void
example(void)
{
    DEFER_FUNCTION(&thread_cache_allocator);
    DEFER_OPEN(print_line, print_line);
    defer_open(0, "first");
    defer_open(1, "second");
}

int
main(void)
{
    example();
    return 0;
}
