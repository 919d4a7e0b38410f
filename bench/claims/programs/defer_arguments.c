/* The second sample of 2.1, in C: a copy of the variable is what Go evaluates
 * when the call is deferred, its address is what a closure sees. */
#include "allocators/thread_cache.h"
#include "strategies/runtime/defer.h"

#include <stdio.h>

static void
print_number(void *number)
{
    printf("%d\n", *(int *)number);
}

static void
print_variable(void *variable)
{
    printf("in a closure %d\n", *(int *)variable);
}

static void
defer_with_value(void)
{
    int i = 10;
    DEFER_FUNCTION(&thread_cache_allocator);
    if (!defer_loop_copy(print_number, i))
        return;
    i = 20;
    DEFER_SHARE(&i); /* so that the compiler does set it */
}

static void
defer_with_closure(void)
{
    int i = 10;
    struct defer_record record;
    DEFER_FUNCTION(&thread_cache_allocator);
    defer_once(&record, print_variable, &i);
    i = 20;
}

int
main(void)
{
    defer_with_value();
    defer_with_closure();
    return 0;
}
