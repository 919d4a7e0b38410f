/* Prints the exit matrix of one compiler and its flags as rows of CSV. Each
 * row was run, in a process of its own.
 *   exits-COMPILER [--header] [MECHANISM [WAY]] */
#include "bench/studies/exits/ways.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

enum { EXITS_LONGEST_S = 10 };

#define EXITS_POINTER(name) &exits_##name,
static const struct exits_mechanism *const mechanisms[] = {
    EXITS_FOR_EACH(EXITS_POINTER)};
enum { MECHANISMS = sizeof mechanisms / sizeof *mechanisms };

/* How the process of a case is meant to end. */
struct ending {
    const char *name;
    int signal; /* that ends it, or 0 */
    int status; /* else */
};

static const struct ending endings[EXITS_WAYS] = {
    [EXITS_FALL_THROUGH] = {.name = "fall_through"},
    [EXITS_RETURN] = {.name = "return"},
    [EXITS_BREAK] = {.name = "break"},
    [EXITS_GOTO] = {.name = "goto"},
    [EXITS_PANIC] = {.name = "panic"},
    [EXITS_EXCEPTION] = {.name = "exception"},
    [EXITS_LONGJMP] = {.name = "longjmp"},
    [EXITS_PTHREAD_EXIT] = {.name = "pthread_exit"},
    [EXITS_PTHREAD_CANCEL] = {.name = "pthread_cancel"},
    [EXITS_EXIT] = {.name = "exit", .status = EXITS_STATUS},
    [EXITS_IMMEDIATE_EXIT] = {.name = "_Exit", .status = EXITS_STATUS},
    [EXITS_ABORT] = {.name = "abort", .signal = SIGABRT},
    [EXITS_SIGNAL] = {.name = "signal", .signal = SIGTERM},
    [EXITS_STACK_OVERFLOW] = {.name = "stack_overflow", .signal = SIGSEGV},
    [EXITS_OUT_OF_MEMORY] = {.name = "out_of_memory"},
    [EXITS_NO_MEMORY_TO_ARM] = {.name = "no_memory_to_arm"},
    [EXITS_STRUCT_RETURNED] = {.name = "struct_returned"},
};

struct verdict {
    const char *result;
    char detail[160];
};

/* The child: what it would say, and leave, of its own end is not wanted. */
static _Noreturn void
child_run(const struct exits_mechanism *mechanism, enum exits_way way)
{
    const struct rlimit none = {0, 0};
    setrlimit(RLIMIT_CORE, &none);
    if (!freopen("/dev/null", "w", stderr))
        _exit(1);
    alarm(EXITS_LONGEST_S);
    exits_leave(mechanism, way);
    _exit(0);
}

/* Runs the case in a child; returns how it ended, as waitpid says it. */
static int
status_of(const struct exits_mechanism *mechanism, enum exits_way way)
{
    memset(exits_seen, 0, sizeof *exits_seen);
    fflush(stdout);
    pid_t child = fork();
    if (child == 0)
        child_run(mechanism, way);
    int status = -1;
    if (child > 0)
        waitpid(child, &status, 0);
    return status;
}

static bool
ended_as_meant(enum exits_way way, int status)
{
    const struct ending *meant = &endings[way];
    if (meant->signal)
        return WIFSIGNALED(status) && WTERMSIG(status) == meant->signal;
    return WIFEXITED(status) && WEXITSTATUS(status) == meant->status;
}

static const char *
end_of_process(int status, char *text, size_t size)
{
    if (WIFSIGNALED(status))
        snprintf(text, size, "ended by SIG%s", sigabbrev_np(WTERMSIG(status)));
    else
        snprintf(text, size, "ended with status %d", WEXITSTATUS(status));
    return text;
}

static struct verdict
judge_struct(void)
{
    bool right = exits_seen->value == EXITS_VALUE_AT_RETURN;
    struct verdict verdict = {.result = right ? "right" : "wrong"};
    snprintf(verdict.detail, sizeof verdict.detail,
        "returned %ld; the value at the return was %d", exits_seen->value,
        EXITS_VALUE_AT_RETURN);
    return verdict;
}

static struct verdict
judge(enum exits_way way, int status)
{
    int released = exits_seen->released;
    char end[40];
    struct verdict verdict = {.result = released == 0   ? "skipped"
                                        : released == 1 ? "ran"
                                                        : "ran twice"};
    end_of_process(status, end, sizeof end);
    if (!exits_seen->armed || !ended_as_meant(way, status)) {
        verdict.result = "crashed";
        snprintf(verdict.detail, sizeof verdict.detail,
            "the process %s after %d releases", end, released);
        return verdict;
    }
    if (way == EXITS_STRUCT_RETURNED)
        return judge_struct();
    snprintf(verdict.detail, sizeof verdict.detail, "%d of 1 released; %s",
        released, exits_seen->reached ? "the caller went on" : "the process ");
    if (!exits_seen->reached)
        strncat(verdict.detail, end,
            sizeof verdict.detail - strlen(verdict.detail) - 1);
    return verdict;
}

/* Why the case makes no sense, or NULL. */
static const char *
not_applicable(const struct exits_mechanism *mechanism, enum exits_way way)
{
    if (!mechanism->scope)
        return mechanism->why_not;
    if (way == EXITS_STRUCT_RETURNED && !mechanism->give_struct)
        return mechanism->why_no_struct;
    return NULL;
}

static void
print_row(const struct exits_mechanism *mechanism, enum exits_way way)
{
    const char *reason = not_applicable(mechanism, way);
    struct verdict verdict = {.result = "not applicable"};
    if (reason)
        snprintf(verdict.detail, sizeof verdict.detail, "%s", reason);
    else
        verdict = judge(way, status_of(mechanism, way));
    printf("%s,\"%s\",%s,%s,%s,\"%s\"\n", EXITS_COMPILER, EXITS_FLAGS,
        mechanism->name, endings[way].name, verdict.result, verdict.detail);
}

/* Prints the rows of these names (NULL: all); returns how many. */
static int
print_rows(const char *mechanism, const char *way)
{
    int rows = 0;
    for (int m = 0; m < MECHANISMS; m++)
        for (int w = 0; w < EXITS_WAYS; w++) {
            if ((mechanism && strcmp(mechanism, mechanisms[m]->name) != 0) ||
                (way && strcmp(way, endings[w].name) != 0))
                continue;
            print_row(mechanisms[m], (enum exits_way)w);
            rows++;
        }
    return rows;
}

int
main(int argc, char **argv)
{
    if (argc > 1 && strcmp(argv[1], "--header") == 0) {
        puts("compiler,flags,mechanism,way_out,result,detail");
        argc--;
        argv++;
    }
    exits_seen = mmap(NULL, sizeof *exits_seen, PROT_READ | PROT_WRITE,
        MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (exits_seen == MAP_FAILED) {
        perror("exits: no shared memory");
        return 1;
    }
    if (print_rows(argc > 1 ? argv[1] : NULL, argc > 2 ? argv[2] : NULL))
        return fflush(stdout) == EOF;
    fputs("exits: no such mechanism or way out\n", stderr);
    return 2;
}
