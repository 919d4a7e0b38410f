/* Faults that the processor finds, turned into panics where they happen: the
 * handler panics itself, so that what stands in the faulting function runs. */
#include "strategies/runtime/panic.h"

#include <signal.h>
#include <stddef.h>
#include <stdint.h>

enum { FIRST_PAGE = 4096 }; /* bytes: Go takes an access there for a nil */

/* The fault is not ours: it happens again, now as the system treats it. */
static void
give_up(int number)
{
    signal(number, SIG_DFL);
}

static void
panic_from(int number, siginfo_t *fault, void *context)
{
    (void)context;
    if (number == SIGFPE && fault->si_code == FPE_INTDIV)
        panic_error("runtime error: integer divide by zero");
    if (number == SIGSEGV && fault->si_code > 0 &&
        (uintptr_t)fault->si_addr < FIRST_PAGE)
        panic_error("runtime error: invalid memory address or nil pointer "
                    "dereference");
    give_up(number);
}

bool
panic_on_faults(void)
{
    struct sigaction action = {
        .sa_sigaction = panic_from, .sa_flags = SA_SIGINFO | SA_NODEFER};
    sigemptyset(&action.sa_mask);
    return sigaction(SIGFPE, &action, NULL) == 0 &&
           sigaction(SIGSEGV, &action, NULL) == 0;
}
