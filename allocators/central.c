#include "allocators/central.h"

#include "allocators/tiers/collector_bits.h"

SLOW_PATH void
central_release_without_class(void *block)
{
    unsigned size_class = collector_bits_give_up(block);
    if (size_class == 0) {
        large_release(block);
        return;
    }
    decay_tick();
    central_list_give_block(size_class, block);
}
