#include "bench/studies/ladder/pools.h"

#include "strategies/runtime/pool.h"
#include "strategies/runtime/pool_list.h"

#include <stdlib.h>

enum { OBJECT_BYTES = 64 };

static void *
create(void *context)
{
    (void)context;
    return calloc(1, OBJECT_BYTES);
}

static void
discard(void *context, void *object)
{
    (void)context;
    free(object);
}

static struct pool pool =
    POOL_INITIALIZER(.create = create, .discard = discard);
static struct pool_list list = POOL_LIST_INITIALIZER;

static void
use(void *object)
{
    *(volatile char *)object = 1;
}

void
pools_use_object_pool(uint64_t calls)
{
    for (; calls > 0; calls--) {
        void *object = pool_get(&pool);
        if (!object)
            abort();
        use(object);
        if (!pool_put(&pool, object))
            discard(NULL, object);
    }
}

void
pools_use_locked_list(uint64_t calls)
{
    for (; calls > 0; calls--) {
        void *object = pool_list_take(&list);
        if (!object && !(object = create(NULL)))
            abort();
        use(object);
        if (!pool_list_put(&list, object))
            discard(NULL, object);
    }
}
