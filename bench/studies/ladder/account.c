/* The counted half of the ladder. Prints what each rung takes of the stack and
 * of the heap, as CSV; or, as `ladder-account CALLS`, calls each rung that
 * often and prints nothing, for callgrind to count its instructions. */
#include "bench/studies/ladder/ladder.h"
#include "bench/studies/stack/high_water.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

/* The linker puts both ends into one section. */
#define FOR_EACH_RUNG(at)                                                      \
    for (const struct ladder_rung *const *at = ladder_rungs_begin;             \
         at < ladder_rungs_end; at++)

void *volatile ladder_released;

/* The largest rung takes some 2 KiB. */
enum { ACCOUNT_STACK_BYTES = 256 << 10 };

static void
run_once(void *argument)
{
    const struct ladder_rung *rung = argument;
    rung->run();
}

/* What the caller's own frames take of a painted stack: to be subtracted. */
static void
run_nothing(void *argument)
{
    (void)argument;
}

/* Prints the line of one rung, in a process of its own, so that no record lies
 * idle from another rung. */
static bool
account(const struct ladder_rung *rung)
{
    struct high_water nothing = {0}, seen = {0};
    fflush(stdout);
    pid_t child = fork();
    if (child == 0) {
        if (!high_water_run(&nothing, ACCOUNT_STACK_BYTES, run_nothing, NULL) ||
            !high_water_run(&seen, ACCOUNT_STACK_BYTES, run_once, (void *)rung))
            _exit(1);
        printf("%s,%zu,%zu\n", rung->symbol,
            seen.stack_bytes - nothing.stack_bytes, seen.heap_bytes);
        _exit(fflush(stdout) == EOF);
    }
    int status = -1;
    return child > 0 && waitpid(child, &status, 0) == child && status == 0;
}

static bool
account_all(void)
{
    puts("symbol,stack_bytes,heap_bytes");
    // cppcheck-suppress comparePointers
    FOR_EACH_RUNG(at)
    if (!account(*at))
        return false;
    return fflush(stdout) == 0;
}

static void
call_each(unsigned long calls)
{
    // cppcheck-suppress comparePointers
    FOR_EACH_RUNG(at)
    for (unsigned long i = 0; i < calls; i++)
        (*at)->run();
}

int
main(int argc, char **argv)
{
    if (argc > 1) {
        call_each(strtoul(argv[1], NULL, 10));
        return 0;
    }
    if (account_all())
        return 0;
    perror("ladder-account");
    return 1;
}
