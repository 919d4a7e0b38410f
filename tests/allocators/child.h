/* Work in a child of fork, so that it may die or spoil its own limits. */
#ifndef TESTS_ALLOCATORS_CHILD_H
#define TESTS_ALLOCATORS_CHILD_H

/* cmocka wants these before it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

struct child_end {
    int status;        /* as waitpid gives it */
    char message[512]; /* the start of what it wrote to standard error */
};

static inline void
read_message(int from, struct child_end *end)
{
    size_t length = 0;
    char rest[512];
    for (;;) {
        size_t room = sizeof end->message - 1 - length;
        ssize_t got = room > 0 ? read(from, end->message + length, room)
                               : read(from, rest, sizeof rest);
        if (got <= 0)
            break;
        length += room > 0 ? (size_t)got : 0;
    }
    end->message[length] = '\0';
}

/* cmocka catches them to go on with the next test. */
static inline void
restore_signals(void)
{
    const int caught[] = {SIGABRT, SIGBUS, SIGFPE, SIGILL, SIGSEGV, SIGSYS};
    for (size_t i = 0; i < sizeof caught / sizeof *caught; i++)
        signal(caught[i], SIG_DFL);
}

/* Runs `work` in a child, whose exit code is what `work` returns. */
static inline struct child_end
run_in_child(int (*work)(void *), void *argument)
{
    int ends[2];
    assert_int_equal(pipe(ends), 0);
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        restore_signals(); /* the next test is the parent's */
        alarm(120);        /* a lock that stayed closed would hang */
        dup2(ends[1], STDERR_FILENO);
        close(ends[0]);
        _exit(work(argument));
    }
    struct child_end end = {0};
    close(ends[1]);
    read_message(ends[0], &end);
    close(ends[0]);
    waitpid(child, &end.status, 0);
    return end;
}

#endif
