/* The sample of 3.1, in C. */
#include "allocators/thread_cache.h"
#include "strategies/runtime/defer.h"

#include <stdio.h>

static void
print_number(void *number)
{
    printf("%d\n", (int)(intptr_t)number);
}

static void
slow_func(void)
{
    DEFER_FUNCTION(&thread_cache_allocator);
    for (int i = 0; i < 10000; i++)
        if (!defer_loop(print_number, (void *)(intptr_t)i))
            return;
}

int
main(void)
{
    slow_func();
    return 0;
}
