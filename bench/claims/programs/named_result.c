/* The sample of 2.2, in C, and the same without a name and after a recover. */
#include "allocators/thread_cache.h"
#include "strategies/runtime/defer.h"
#include "strategies/runtime/panic.h"

#include <stdio.h>

static void
set_to_20(void *number)
{
    *(int *)number = 20;
}

static void
recover_and_set_to_20(void *number)
{
    panic_recover();
    *(int *)number = 20;
}

static int
example(void)
{
    struct defer_record record;
    DEFER_FUNCTION_OF(int, result, &thread_cache_allocator);
    result = 10;
    defer_once(&record, set_to_20, &result);
    DEFER_RETURN(result);
}

static int
anonymous(void)
{
    int result = 10;
    struct defer_record record;
    DEFER_FUNCTION_OF(int, returned, &thread_cache_allocator);
    defer_once(&record, set_to_20, &result);
    DEFER_RETURN(result);
}

static int
anonymous_after_recover(void)
{
    int result = 10;
    struct defer_record record;
    DEFER_FUNCTION_OF(int, returned, &thread_cache_allocator);
    defer_once(&record, recover_and_set_to_20, &result);
    panic_number(result);
}

int
main(void)
{
    printf("named %d\n", example());
    printf("anonymous %d\n", anonymous());
    printf("anonymous after a recover %d\n", anonymous_after_recover());
    return 0;
}
