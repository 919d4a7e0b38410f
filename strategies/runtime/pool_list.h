/* The pool that everybody writes first: one list, one lock. It grows as it
 * must and lets nothing go by itself. */
#ifndef STRATEGIES_RUNTIME_POOL_LIST_H
#define STRATEGIES_RUNTIME_POOL_LIST_H

#include <pthread.h>
#include <stdbool.h>
#include <stddef.h>

struct pool_list {
    pthread_mutex_t lock; /* guards all below */
    void **objects;
    size_t count;
    size_t capacity;
};

#define POOL_LIST_INITIALIZER                                                  \
    {                                                                          \
        .lock = PTHREAD_MUTEX_INITIALIZER                                      \
    }

/* Makes room for more, under the lock. False and errno = ENOMEM. */
bool
pool_list_grow(struct pool_list *list);

/* The object put last, now the caller's, or NULL when there is none. */
static inline void *
pool_list_take(struct pool_list *list)
{
    pthread_mutex_lock(&list->lock);
    void *object = list->count ? list->objects[--list->count] : NULL;
    pthread_mutex_unlock(&list->lock);
    return object;
}

/* Hands `object` to the list. False and errno = ENOMEM when there is no memory
 * for it: the object is still the caller's. */
static inline bool
pool_list_put(struct pool_list *list, void *object)
{
    pthread_mutex_lock(&list->lock);
    bool room = list->count < list->capacity || pool_list_grow(list);
    if (room)
        list->objects[list->count++] = object;
    pthread_mutex_unlock(&list->lock);
    return room;
}

/* Calls discard(object) for each, outside the lock, and frees the list's
 * memory. The list may be used again. */
void
pool_list_drain(struct pool_list *list, void (*discard)(void *object));

#endif
