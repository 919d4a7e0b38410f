#include "strategies/pool_bounded.h"

struct pool pool_bounded_shared = POOL_INITIALIZER(.name = "pool_bounded",
    .discard = object_pool_discard, .bound = POOL_BOUNDED_SLOTS);
