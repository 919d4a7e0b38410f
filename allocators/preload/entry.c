#include "allocators/preload/entry.h"

#include "allocators/tiers/background.h"

__attribute__((constructor)) static void
allow_background(void)
{
    background_allow();
}

SLOW_PATH void *
entry_allocate_early(size_t size)
{
    thread_cache_pass_by();
    return thread_cache_allocate(size);
}

SLOW_PATH void
entry_release_early(void *block)
{
    thread_cache_pass_by();
    thread_cache_release(block);
}
