#include "bench/resources/lock.h"

#include <errno.h>
#include <stdlib.h>

struct lock *lock_array;
size_t lock_count;
__thread struct lock_walk lock_walk;
unsigned lock_prepared;

bool
lock_prepare(size_t size, size_t count, unsigned threads)
{
    (void)size;
    (void)threads;
    lock_array =
        aligned_alloc(_Alignof(struct lock), count * sizeof *lock_array);
    if (!lock_array)
        return false;
    lock_count = count;
    lock_prepared++;
    for (size_t i = 0; i < count; i++)
        lock_array[i] = (struct lock){.mutex = PTHREAD_MUTEX_INITIALIZER};
    return true;
}

bool
lock_start_over(void)
{
    if (lock_walk.held && lock_walk.prepared == lock_prepared) {
        errno = EDEADLK;
        return false;
    }
    lock_walk = (struct lock_walk){0, 0, lock_prepared};
    return true;
}

void
lock_finish(void)
{
    for (size_t i = 0; i < lock_count; i++)
        pthread_mutex_destroy(&lock_array[i].mutex);
    free(lock_array);
    lock_array = NULL;
    lock_count = 0;
}
