#include "bench/studies/stack/high_water.h"

#include "bench/studies/stack/heap_gauge.h"

#include <pthread.h>
#include <signal.h>
#include <sys/mman.h>
#include <unistd.h>

enum {
    PAINT = 0xa5,
    OWN_FRAMES_BYTES = 256, /* those of runner_run and paint */
    SIGNAL_STACK_BYTES = 64 << 10
};

struct runner {
    struct high_water *seen;
    void (*run)(void *argument);
    void *argument;
    unsigned char *stack; /* its lowest byte */
};

/* Of the run under way, for the signal handler. */
static unsigned char *guard, *start;
static size_t guard_bytes;
static void (*on_overflow)(size_t stack_bytes);

void
high_water_on_overflow(void (*overflowed)(size_t stack_bytes))
{
    on_overflow = overflowed;
}

static void
segment_violated(int number, siginfo_t *information, void *context)
{
    (void)context;
    unsigned char *at = information->si_addr;
    if (at >= guard && at < guard + guard_bytes)
        on_overflow((size_t)(start - guard - guard_bytes));
    signal(number, SIG_DFL);
    raise(number);
}

/* Signals of this thread run elsewhere: its own stack may have ended. */
static void
catch_overflow(void)
{
    static char signal_stack[SIGNAL_STACK_BYTES];
    const stack_t elsewhere = {
        .ss_sp = signal_stack, .ss_size = sizeof signal_stack};
    struct sigaction action = {.sa_flags = SA_SIGINFO | SA_ONSTACK};
    action.sa_sigaction = segment_violated;
    sigaltstack(&elsewhere, NULL);
    sigaction(SIGSEGV, &action, NULL);
}

static size_t
deepest(const unsigned char *stack, const unsigned char *from)
{
    const unsigned char *lowest = stack;
    while (lowest < from && *lowest == PAINT)
        lowest++;
    return (size_t)(from - lowest);
}

/* By hand: a function called to do it would lie on what it paints. */
static void
paint(volatile unsigned char *from, const unsigned char *to)
{
    while (from < to)
        *from++ = PAINT;
}

static void *
runner_run(void *argument)
{
    struct runner *runner = argument;
    start = __builtin_frame_address(0);
    if (on_overflow)
        catch_overflow();
    paint(runner->stack, start - OWN_FRAMES_BYTES);
    heap_gauge_begin();
    runner->run(runner->argument);
    runner->seen->heap_bytes = heap_gauge_peak();
    runner->seen->stack_bytes = deepest(runner->stack, start);
    return NULL;
}

/* The stack's lowest byte, above a guard page; NULL when it cannot be had. */
static unsigned char *
stack_map(size_t bytes)
{
    guard_bytes = (size_t)sysconf(_SC_PAGESIZE);
    guard = mmap(NULL, guard_bytes + bytes, PROT_READ | PROT_WRITE,
        MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (guard == MAP_FAILED)
        return NULL;
    mprotect(guard, guard_bytes, PROT_NONE);
    return guard + guard_bytes;
}

bool
high_water_run(struct high_water *seen, size_t bytes,
    void (*run)(void *argument), void *argument)
{
    struct runner runner = {seen, run, argument, stack_map(bytes)};
    if (!runner.stack)
        return false;
    pthread_attr_t attributes;
    pthread_t thread;
    pthread_attr_init(&attributes);
    pthread_attr_setstack(&attributes, runner.stack, bytes);
    bool ran = pthread_create(&thread, &attributes, runner_run, &runner) == 0;
    pthread_attr_destroy(&attributes);
    if (ran)
        pthread_join(thread, NULL);
    munmap(guard, guard_bytes + bytes);
    return ran;
}
