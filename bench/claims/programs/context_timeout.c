/* The sample of 4.3, in C. What a context is to Go are here a deadline, which
 * the work waits by, and a clean-up of it that is deferred. */
#include "allocators/thread_cache.h"
#include "strategies/runtime/defer.h"

#include <poll.h>
#include <stdio.h>
#include <sys/timerfd.h>
#include <time.h>
#include <unistd.h>

/* Work of ten seconds that looks at its deadline. False: it was stopped. */
static bool
fetch_data(int deadline)
{
    struct pollfd passed = {.fd = deadline, .events = POLLIN};
    return poll(&passed, 1, 10000) == 0;
}

static void
close_deadline(void *deadline)
{
    close((int)(intptr_t)deadline);
}

static double
milliseconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec * 1e3 + (double)now.tv_nsec / 1e6;
}

static void
call(void)
{
    double begin = milliseconds();
    DEFER_FUNCTION(&thread_cache_allocator);
    DEFER_OPEN(close_deadline);
    const struct itimerspec timeout = {.it_value.tv_nsec = 100 * 1000 * 1000};
    int deadline = timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC);
    if (deadline < 0)
        return;
    defer_open(0, (void *)(intptr_t)deadline);
    timerfd_settime(deadline, 0, &timeout, NULL);

    bool fetched = fetch_data(deadline);
    printf("result \"%s\", error \"%s\"\n", fetched ? "data" : "",
        fetched ? "" : "context deadline exceeded");
    double took = milliseconds() - begin;
    printf("not before 100 ms %s\n", took >= 100 ? "true" : "false");
    printf("within a second %s\n", took < 1000 ? "true" : "false");
}

int
main(void)
{
    call();
    return 0;
}
