#include "strategies/runtime/pool_list.h"

#include <stdlib.h>

enum { POOL_LIST_FIRST = 16 /* objects */ };

bool
pool_list_grow(struct pool_list *list)
{
    size_t capacity = list->capacity ? list->capacity * 2 : POOL_LIST_FIRST;
    void **objects =
        reallocarray(list->objects, capacity, sizeof *list->objects);
    if (!objects)
        return false;
    list->objects = objects;
    list->capacity = capacity;
    return true;
}

void
pool_list_drain(struct pool_list *list, void (*discard)(void *object))
{
    void *object;
    while ((object = pool_list_take(list)) != NULL)
        discard(object);
    pthread_mutex_lock(&list->lock);
    if (list->count == 0) {
        free(list->objects);
        list->objects = NULL;
        list->capacity = 0;
    }
    pthread_mutex_unlock(&list->lock);
}
