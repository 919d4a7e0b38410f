/* Keeps a note of every object that lies in a pool: slow, under one lock. */
#include "strategies/runtime/pool.h"

#ifdef POOL_CHECKS

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#if defined(__has_feature)
#if __has_feature(address_sanitizer)
#define POOL_CHECKS_READS
#endif
#elif defined(__SANITIZE_ADDRESS__)
#define POOL_CHECKS_READS
#endif

#ifdef POOL_CHECKS_READS
#include <sanitizer/asan_interface.h>
#define FORBID(object, size) ASAN_POISON_MEMORY_REGION(object, size)
#define ALLOW(object, size) ASAN_UNPOISON_MEMORY_REGION(object, size)
#else
#define FORBID(object, size) ((void)(object), (void)(size))
#define ALLOW(object, size) ((void)(object), (void)(size))
#endif

enum { NOTE_CHAINS = 1024 };

struct note {
    const struct pool *pool;
    const void *object;
    uint64_t sum; /* of its bytes when it was put */
    struct note *next;
};

static pthread_mutex_t notes_lock = PTHREAD_MUTEX_INITIALIZER;
static struct note *notes[NOTE_CHAINS]; /* guarded by notes_lock */

static _Noreturn void
stop(const struct pool *pool, const void *object, const char *predicate)
{
    dprintf(STDERR_FILENO, "pool %s: object %p %s.\n",
        pool->name ? pool->name : "without a name", object, predicate);
    abort();
}

/* Fowler, Noll and Vo, FNV-1a, 64 bits. */
static uint64_t
sum_of(const void *object, size_t size)
{
    const unsigned char *bytes = object;
    uint64_t sum = 14695981039346656037u;
    for (size_t i = 0; i < size; i++)
        sum = (sum ^ bytes[i]) * 1099511628211u;
    return sum;
}

/* Where the note of this object is, or would be. */
static struct note **
note_find(const struct pool *pool, const void *object)
{
    uint64_t sum = sum_of(&object, sizeof object);
    struct note **link = &notes[sum % NOTE_CHAINS];
    while (*link && ((*link)->object != object || (*link)->pool != pool))
        link = &(*link)->next;
    return link;
}

void
pool_check_enter(const struct pool *pool, void *object)
{
    if (!pool_is_object(object))
        stop(pool, object, "is no object");
    pthread_mutex_lock(&notes_lock);
    struct note **link = note_find(pool, object);
    if (*link)
        stop(pool, object, "was put twice");
    struct note *note = malloc(sizeof *note);
    if (note) {
        *note = (struct note){
            pool, object, sum_of(object, pool->object_size), *link};
        *link = note;
        FORBID(object, pool->object_size);
    }
    pthread_mutex_unlock(&notes_lock);
}

void
pool_check_leave(const struct pool *pool, void *object)
{
    if (!object)
        return;
    pthread_mutex_lock(&notes_lock);
    struct note **link = note_find(pool, object);
    struct note *note = *link;
    if (note) {
        ALLOW(object, pool->object_size);
        if (note->sum != sum_of(object, pool->object_size))
            stop(pool, object, "was written to after it was put");
        *link = note->next;
        free(note);
    }
    pthread_mutex_unlock(&notes_lock);
}

#endif
