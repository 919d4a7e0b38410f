/* What the tests of the pool share: objects that are numbers, a discard that
 * counts, and a guest's thread. */
#ifndef TESTS_STRATEGIES_POOL_SUPPORT_H
#define TESTS_STRATEGIES_POOL_SUPPORT_H

#include "strategies/runtime/pool.h"
#include "strategies/runtime/pool_epoch.h"

#include <linux/membarrier.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cmocka.h>

#include "another_thread.h"

enum { NUMBERS = 100000 };
static _Atomic unsigned discarded;
static _Atomic unsigned discards_of[NUMBERS];

static inline void *
object(uintptr_t number)
{
    return (void *)number;
}

static inline void
count_discard(void *context, void *number)
{
    (void)context;
    discarded++;
    discards_of[(uintptr_t)number]++;
}

static inline void
forget_discards(void)
{
    discarded = 0;
    memset((void *)discards_of, 0, sizeof discards_of);
}

/* Without it a pool leaves the private slots of other threads alone. */
static inline bool
membarrier_is_there(void)
{
    long commands = syscall(SYS_membarrier, MEMBARRIER_CMD_QUERY, 0, 0);
    return commands > 0 && (commands & MEMBARRIER_CMD_PRIVATE_EXPEDITED);
}

/* A thread that does `work` and then stays until told to go on. */
struct guest {
    pthread_t thread;
    pthread_barrier_t meeting;
    void (*work)(void);
    void (*farewell)(void);
};

static inline void *
guest_run(void *argument)
{
    struct guest *guest = argument;
    guest->work();
    pthread_barrier_wait(&guest->meeting);
    pthread_barrier_wait(&guest->meeting);
    if (guest->farewell)
        guest->farewell();
    return NULL;
}

/* Returns when its work is done and it waits. */
static inline void
guest_arrive(struct guest *guest, void (*work)(void), void (*farewell)(void))
{
    guest->work = work;
    guest->farewell = farewell;
    pthread_barrier_init(&guest->meeting, NULL, 2);
    assert_int_equal(pthread_create(&guest->thread, NULL, guest_run, guest), 0);
    pthread_barrier_wait(&guest->meeting);
}

static inline void
guest_leave(struct guest *guest)
{
    pthread_barrier_wait(&guest->meeting);
    pthread_join(guest->thread, NULL);
    pthread_barrier_destroy(&guest->meeting);
}

#endif
