#include "allocators/tiers/background.h"

#include "allocators/tiers/decay.h"
#include "allocators/tiers/hints.h"
#include "allocators/tiers/page_heap.h"

#include <errno.h>
#include <linux/futex.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

/* 32 MiB in use or idle make a heap large; 8 MiB are worth waking up for. In
 * pages. */
#define LARGE_HEAP ((size_t)4096)
#define MUCH_IDLE ((size_t)1024)

/* It works on until little was idle for so long. */
#define QUIET_SECONDS 4

static const size_t stack_bytes = 64 * 1024;

enum {
    FORBIDDEN,
    ALLOWED,
    WANTED,
    STARTED,
};

static _Atomic int state = FORBIDDEN;

/* A futex: 1 while the thread has work. */
static _Atomic uint32_t alarm_rung;

static bool
change_state(int from, int to)
{
    return atomic_compare_exchange_strong(&state, &from, to);
}

/* Looked at by slow paths: ordered with nothing. */
static bool
state_is(int wanted)
{
    return atomic_load_explicit(&state, memory_order_relaxed) == wanted;
}

static bool
much_is_idle(void)
{
    return page_heap_idle_pages() >= MUCH_IDLE;
}

static void
wait_for_alarm(void)
{
    while (atomic_load(&alarm_rung) == 0)
        syscall(SYS_futex, &alarm_rung, FUTEX_WAIT_PRIVATE, 0, NULL, NULL, 0);
}

static void
sleep_a_second(void)
{
    nanosleep(&(struct timespec){.tv_sec = 1}, NULL);
}

static void
return_what_is_idle(void)
{
    for (int quiet = 0; quiet < QUIET_SECONDS;) {
        sleep_a_second();
        decay_look();
        quiet = much_is_idle() ? 0 : quiet + 1;
    }
}

static void *
work(void *nothing)
{
    for (;;) {
        wait_for_alarm();
        return_what_is_idle();
        atomic_store(&alarm_rung, 0);
        background_wake();
    }
    return nothing;
}

/* Signals are for the program's own threads. */
static bool
create_thread(void)
{
    sigset_t all, before;
    pthread_attr_t attributes;
    pthread_t thread;
    if (pthread_attr_init(&attributes) != 0)
        return false;
    pthread_attr_setdetachstate(&attributes, PTHREAD_CREATE_DETACHED);
    pthread_attr_setstacksize(&attributes, stack_bytes);
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    bool created = pthread_create(&thread, &attributes, work, NULL) == 0;
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    pthread_attr_destroy(&attributes);
    return created;
}

/* A child of fork has the memory, but no such thread. */
static void
begin_again(void)
{
    change_state(STARTED, WANTED);
    atomic_store(&alarm_rung, 0);
}

void
background_allow(void)
{
    if (change_state(FORBIDDEN, ALLOWED))
        pthread_atfork(NULL, NULL, begin_again);
}

void
background_consider(void)
{
    if (state_is(ALLOWED) && page_heap_resident_peak() >= LARGE_HEAP)
        change_state(ALLOWED, WANTED);
}

static SLOW_PATH void
start(void)
{
    int error = errno;
    if (change_state(WANTED, STARTED) && !create_thread())
        change_state(STARTED, ALLOWED);
    errno = error;
}

void
background_start_if_wanted(void)
{
    if (rarely(state_is(WANTED)))
        start();
}

static SLOW_PATH void
ring_alarm(void)
{
    int error = errno;
    if (atomic_exchange(&alarm_rung, 1) == 0)
        syscall(SYS_futex, &alarm_rung, FUTEX_WAKE_PRIVATE, 1, NULL, NULL, 0);
    errno = error;
}

void
background_wake(void)
{
    if (state_is(STARTED) && rarely(much_is_idle()) &&
        atomic_load_explicit(&alarm_rung, memory_order_relaxed) == 0)
        ring_alarm();
}
