#include "allocators/system.h"

static size_t
mapped_bytes(void)
{
    struct mallinfo2 info = mallinfo2();
    return info.arena + info.hblkhd;
}

size_t
system_trim(void)
{
    size_t before = mapped_bytes();
    malloc_trim(0);
    size_t after = mapped_bytes();
    return before > after ? before - after : 0;
}

void
system_read_counters(struct allocator_counters *counters)
{
    struct mallinfo2 info = mallinfo2();
    *counters = (struct allocator_counters){
        .bytes_in_use = info.uordblks + info.hblkhd,
        .bytes_mapped = info.arena + info.hblkhd,
    };
}
