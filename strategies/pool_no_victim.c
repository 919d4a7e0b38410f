#include "strategies/pool_no_victim.h"

struct pool pool_no_victim_shared = POOL_INITIALIZER(.name = "pool_no_victim",
    .discard = object_pool_discard, .without_victims = true);
