#include "allocators/tiers/block_calls.h"

SLOW_PATH size_t
block_usable_size_without_class(const void *block)
{
    unsigned size_class = page_map_block_class(block);
    return size_class > 0 ? size_class_block_bytes[size_class]
                          : large_usable_size(block);
}
