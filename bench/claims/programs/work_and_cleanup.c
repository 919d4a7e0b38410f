/* The sample of 2.3, in C. */
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
    DEFER_OPEN(print_line);
    defer_open(0, "cleanup");
    puts("work");
}

int
main(void)
{
    example();
    return 0;
}
