#include "strategies/object_pool.h"

struct pool object_pool_shared = POOL_INITIALIZER;
