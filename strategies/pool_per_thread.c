#include "strategies/pool_per_thread.h"

struct pool pool_per_thread_shared = POOL_INITIALIZER(.name = "pool_per_thread",
    .discard = object_pool_discard, .without_thieves = true);
