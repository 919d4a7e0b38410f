#include "bench/claims/experiments/visit_objects.h"

#include "allocators/thread_cache.h"
#include "strategies/runtime/pool.h"

#include <stdint.h>
#include <stdlib.h>

static void *
create_object(void *context)
{
    (void)context;
    return thread_cache_allocate(VISIT_OBJECT_BYTES);
}

static void
discard_object(void *context, void *object)
{
    (void)context;
    thread_cache_release(object);
}

static struct pool objects =
    POOL_INITIALIZER(.create = create_object, .discard = discard_object);

static void *
take_pooled(void)
{
    return pool_get(&objects);
}

static void
give_pooled(void *object)
{
    if (!pool_put(&objects, object))
        discard_object(NULL, object);
}

static void *
take_allocated(void)
{
    return create_object(NULL);
}

static void
give_allocated(void *object)
{
    discard_object(NULL, object);
}

/* Bytes between two collections, and as much for what is in use. */
enum { COLLECTED_BYTES = 4 << 20, IN_USE_BYTES = 2 << 20 };

/* Memory is used in a circle. */
static void *
take_collected(void)
{
    static char heap[COLLECTED_BYTES + IN_USE_BYTES];
    static size_t next;
    char *object = heap + next;
    next = (next + VISIT_OBJECT_BYTES) % sizeof heap;
    return object;
}

static void
give_collected(void *object)
{
    (void)object;
}

const struct visits visit_ways[VISIT_WAYS] = {
    {"pooled", take_pooled, give_pooled},
    {"allocated", take_allocated, give_allocated},
    {"collected", take_collected, give_collected},
};

static void
visit(void *object)
{
    volatile uint64_t *words = (volatile uint64_t *)object;
    const size_t count = VISIT_OBJECT_BYTES / sizeof *words;
    for (size_t i = 0; i < count; i++)
        words[i] = i;
    for (size_t i = 0; i < count; i++)
        (void)words[i];
}

static void
visit_together(const struct visits *way, size_t in_use)
{
    void *held[VISIT_MOST_IN_USE];
    for (size_t i = 0; i < in_use; i++) {
        held[i] = way->take();
        if (!held[i])
            abort();
        visit(held[i]);
    }
    for (size_t i = 0; i < in_use; i++)
        way->give(held[i]);
}

void
visit_objects(const struct visits *way, size_t in_use, size_t count)
{
    for (size_t done = 0; done < count; done += in_use)
        visit_together(way, in_use);
}
