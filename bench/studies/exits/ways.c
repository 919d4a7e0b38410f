/* The ways out that a function below the scope takes, and what is counted. */
#include "bench/studies/exits/ways.h"

#include <limits.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <unistd.h>

struct exits_seen *exits_seen;
jmp_buf exits_above;

void
exits_let_go(void *resource)
{
    (void)resource;
    exits_seen->released++;
}

void
exits_change(struct exits_struct *changed)
{
    changed->value += EXITS_CLEANUP_ADDS;
    exits_seen->released++;
}

long
exits_value(void)
{
    return EXITS_VALUE_AT_RETURN;
}

/* Where a block is put so that the compiler cannot leave its malloc out. */
static void *volatile taken;

/* Lets no more memory be mapped, then takes what there is, in blocks from
 * large to small, until the smallest malloc has none left. The blocks stay. */
static void
use_up_memory(void)
{
    const struct rlimit none = {1, 1};
    setrlimit(RLIMIT_AS, &none);
    for (size_t size = 1 << 20; size > 0; size /= 2)
        do
            taken = malloc(size);
        while (taken);
}

void *
exits_take(enum exits_way way)
{
    static char resource;
    exits_seen->armed = true;
    if (way == EXITS_NO_MEMORY_TO_ARM)
        use_up_memory();
    return &resource;
}

/* Until the stack ends: frames are too large for any to reach INT_MAX. */
static int
overflow_stack(int depth)
{
    volatile char frame[4096];
    frame[0] = (char)depth;
    return depth == INT_MAX ? 0 : overflow_stack(depth + 1) + frame[0];
}

static bool
has_memory(void)
{
    taken = malloc(1);
    return taken != NULL;
}

static void
wait_for_cancel(void)
{
    pthread_cancel(pthread_self());
    pthread_testcancel();
}

bool
exits_work(enum exits_way way)
{
    switch (way) {
    case EXITS_PANIC:
        exits_panic();
        break;
    case EXITS_EXCEPTION:
        exits_throw();
        break;
    case EXITS_LONGJMP:
        longjmp(exits_above, 1);
    case EXITS_PTHREAD_EXIT:
        pthread_exit(NULL);
    case EXITS_PTHREAD_CANCEL:
        wait_for_cancel();
        break;
    case EXITS_EXIT:
        exit(EXITS_STATUS);
    case EXITS_IMMEDIATE_EXIT:
        _Exit(EXITS_STATUS);
    case EXITS_ABORT:
        abort();
    case EXITS_SIGNAL:
        raise(SIGTERM);
        break;
    case EXITS_STACK_OVERFLOW:
        overflow_stack(0);
        break;
    case EXITS_OUT_OF_MEMORY:
        use_up_memory();
        return has_memory();
    default:
        break;
    }
    return true;
}

/* Where the scope is left upwards, the function that it is left to. */

static void
under_setjmp(const struct exits_mechanism *mechanism)
{
    if (setjmp(exits_above) == 0)
        mechanism->scope(EXITS_LONGJMP);
}

struct threaded {
    const struct exits_mechanism *mechanism;
    enum exits_way way;
};

static void *
thread_run(void *argument)
{
    const struct threaded *threaded = argument;
    threaded->mechanism->scope(threaded->way);
    return NULL;
}

static void
in_thread(const struct exits_mechanism *mechanism, enum exits_way way)
{
    struct threaded threaded = {mechanism, way};
    pthread_t thread;
    if (pthread_create(&thread, NULL, thread_run, &threaded) == 0)
        pthread_join(thread, NULL);
}

static void
with_struct(const struct exits_mechanism *mechanism)
{
    exits_seen->armed = true;
    exits_seen->value = mechanism->give_struct().value;
}

void
exits_leave(const struct exits_mechanism *mechanism, enum exits_way way)
{
    switch (way) {
    case EXITS_PANIC:
        exits_seen->reached = exits_under_recover(mechanism->scope, way);
        return;
    case EXITS_EXCEPTION:
    case EXITS_OUT_OF_MEMORY:
        exits_under_catch(mechanism->scope, way);
        break;
    case EXITS_LONGJMP:
        under_setjmp(mechanism);
        break;
    case EXITS_PTHREAD_EXIT:
    case EXITS_PTHREAD_CANCEL:
        in_thread(mechanism, way);
        break;
    case EXITS_STRUCT_RETURNED:
        with_struct(mechanism);
        break;
    default:
        mechanism->scope(way);
    }
    exits_seen->reached = true;
}
