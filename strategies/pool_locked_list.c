#include "strategies/pool_locked_list.h"

struct pool_list pool_locked_list_shared = POOL_LIST_INITIALIZER;
