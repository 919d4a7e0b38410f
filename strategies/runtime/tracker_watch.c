/* Reports by the clock, by a signal and at exit. Each watch has a thread that
 * sleeps until its event counter (eventfd) or its clock wakes it. The handler
 * of the signal only adds to the counters of those who wait for it, which a
 * handler may do. A slot keeps its counter for ever: a handler that comes late
 * writes to nobody, and never to a file that took the number. */
#include "strategies/runtime/tracker_internal.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/eventfd.h>
#include <unistd.h>

struct slot {
    _Atomic int events; /* plus one, so that 0 means: none yet */
    atomic_bool on_signal;
    atomic_bool stopping;
    struct tracker *tracker; /* NULL: free */
    struct tracker_watch watch;
    pthread_t thread;
    int failure; /* errno of the last failed report; the thread's own */
};

/* The lock guards slots but for what is atomic or the thread's, and the rest.
 */
static pthread_mutex_t watches_lock = PTHREAD_MUTEX_INITIALIZER;
static struct slot slots[TRACKER_WATCHES];
static unsigned waiting_for_signal;
static struct sigaction action_before;
static bool ends_with_process;

static void
wake(struct slot *slot)
{
    const uint64_t once = 1;
    int events = atomic_load_explicit(&slot->events, memory_order_relaxed) - 1;
    ssize_t ignored = write(events, &once, sizeof once);
    (void)ignored; /* a full counter wakes as well */
}

static void
on_signal(int number)
{
    (void)number;
    int reason = errno;
    for (size_t i = 0; i < TRACKER_WATCHES; i++)
        if (atomic_load_explicit(&slots[i].on_signal, memory_order_relaxed))
            wake(&slots[i]);
    errno = reason;
}

static void
report_now(struct slot *slot)
{
    const struct tracker_watch *watch = &slot->watch;
    bool written = watch->path
                       ? tracker_write_file(slot->tracker, watch->format,
                             watch->older_than_ms, watch->path)
                       : tracker_write(slot->tracker, watch->format,
                             watch->older_than_ms, stderr);
    slot->failure = written ? 0 : errno;
}

/* Waits for an event or the interval. */
static void
sleep_until_woken(int events, unsigned interval_ms)
{
    struct pollfd wanted = {.fd = events, .events = POLLIN};
    uint64_t count;
    if (poll(&wanted, 1, interval_ms ? (int)interval_ms : -1) > 0) {
        ssize_t ignored = read(events, &count, sizeof count);
        (void)ignored;
    }
}

static void *
watch_run(void *argument)
{
    struct slot *slot = argument;
    int events = atomic_load_explicit(&slot->events, memory_order_relaxed) - 1;
    tracker_inside = true;
    for (;;) {
        sleep_until_woken(events, slot->watch.interval_ms);
        if (atomic_load_explicit(&slot->stopping, memory_order_acquire))
            return NULL;
        report_now(slot);
    }
}

/* The rest runs under the lock. */

static struct slot *
slot_of(const struct tracker *tracker)
{
    for (size_t i = 0; i < TRACKER_WATCHES; i++)
        if (slots[i].tracker == tracker)
            return &slots[i];
    return NULL;
}

static void
signal_wanted(void)
{
    struct sigaction action = {.sa_handler = on_signal, .sa_flags = SA_RESTART};
    if (waiting_for_signal++ == 0)
        sigaction(SIGUSR2, &action, &action_before);
}

static void
signal_unwanted(void)
{
    if (--waiting_for_signal == 0)
        sigaction(SIGUSR2, &action_before, NULL);
}

/* The thread takes no signals: they are for the program's own. Nor is what it
 * is made of tracked. */
static int
thread_start(struct slot *slot)
{
    sigset_t all, before;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    bool inside_before = tracker_inside;
    tracker_inside = true;
    int code = pthread_create(&slot->thread, NULL, watch_run, slot);
    tracker_inside = inside_before;
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    return code;
}

/* An errno, or 0. */
static int
slot_begin(struct slot *slot, struct tracker *tracker,
    const struct tracker_watch *watch)
{
    if (atomic_load_explicit(&slot->events, memory_order_relaxed) == 0) {
        int events = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
        if (events < 0)
            return errno;
        atomic_store_explicit(&slot->events, events + 1, memory_order_relaxed);
    }
    slot->watch = *watch;
    slot->failure = 0;
    slot->tracker = tracker;
    atomic_store_explicit(&slot->stopping, false, memory_order_relaxed);
    int code = thread_start(slot);
    if (code) {
        slot->tracker = NULL;
        return code;
    }
    if (watch->on_sigusr2) {
        atomic_store_explicit(&slot->on_signal, true, memory_order_relaxed);
        signal_wanted();
    }
    return 0;
}

static void
slot_end(struct slot *slot)
{
    atomic_store_explicit(&slot->on_signal, false, memory_order_relaxed);
    atomic_store_explicit(&slot->stopping, true, memory_order_release);
    wake(slot);
    pthread_join(slot->thread, NULL);
}

/* The signal's handler stays, and does nothing: a signal that comes while the
 * last report is written must not end the process instead. */
static void
end_with_process(void)
{
    pthread_mutex_lock(&watches_lock);
    for (size_t i = 0; i < TRACKER_WATCHES; i++) {
        if (!slots[i].tracker)
            continue;
        slot_end(&slots[i]);
        if (slots[i].watch.at_exit)
            report_now(&slots[i]);
        slots[i].tracker = NULL;
    }
    pthread_mutex_unlock(&watches_lock);
}

static int
watch_begin(struct tracker *tracker, const struct tracker_watch *watch)
{
    if (slot_of(tracker))
        return EALREADY;
    struct slot *slot = slot_of(NULL);
    if (!slot)
        return EAGAIN;
    if (!ends_with_process)
        ends_with_process = atexit(end_with_process) == 0;
    return ends_with_process ? slot_begin(slot, tracker, watch) : ENOMEM;
}

bool
tracker_watch_start(struct tracker *tracker, const struct tracker_watch *watch)
{
    pthread_mutex_lock(&watches_lock);
    int code = watch_begin(tracker, watch);
    pthread_mutex_unlock(&watches_lock);
    errno = code ? code : errno;
    return code == 0;
}

int
tracker_watch_stop(struct tracker *tracker)
{
    int failure = 0;
    pthread_mutex_lock(&watches_lock);
    struct slot *slot = slot_of(tracker);
    if (slot) {
        if (slot->watch.on_sigusr2)
            signal_unwanted();
        slot_end(slot);
        failure = slot->failure;
        slot->tracker = NULL;
    }
    pthread_mutex_unlock(&watches_lock);
    return failure;
}
