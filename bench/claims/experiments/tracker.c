/* What it costs to know who holds what, and which leaks are found: the tracker
 * beside LeakSanitizer and heaptrack, all watching the same program
 * (bench/claims/leaks). */
#include "bench/claims/experiments/experiments.h"
#include "bench/claims/experiments/short_text.h"

#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define HEAPTRACK "/usr/lib/heaptrack"

/* The variable that tells heaptrack where to record, and LeakSanitizer how many
 * frames to keep: as many as heaptrack does. */
enum watcher { BY_NOBODY, BY_TRACKER, BY_LEAK_SANITIZER, BY_HEAPTRACK };

struct tool {
    const char *name;
    const char *program;
    enum watcher watcher;
    const char *missing; /* what to say where it is not here */
};

static const struct tool none = {"none", "claims-leaks", BY_NOBODY, ""};
static const struct tool none_again = {
    "none again", "claims-leaks", BY_NOBODY, ""};
static const struct tool tracker = {
    "tracker", "claims-leaks-tracked", BY_TRACKER, ""};
static const struct tool leak_sanitizer = {"leak_sanitizer",
    "claims-leaks-sanitized", BY_LEAK_SANITIZER,
    "this build's compiler lacks it"};
static const struct tool heaptrack = {
    "heaptrack", "claims-leaks", BY_HEAPTRACK, "apt-get install heaptrack"};

/* What heaptrack records; empty: there is no file. */
static char recorded[PATH_MAX];

/* A program that has ended: what it printed, on either stream. */
enum { PRINTED_MOST = 1 << 18 };
static struct {
    char printed[PRINTED_MOST];
    int status; /* as waitpid has it */
} ended;

static struct short_text
setting_of(const struct tool *tool, const char *more)
{
    return short_text("tool=%s%s%s", tool->name, *more ? " " : "", more);
}

static bool
is_here(struct printer *printer, const struct tool *tool)
{
    char path[PATH_MAX];
    bool here = path_of_program(path, sizeof path, tool->program) &&
                access(path, X_OK) == 0 &&
                (tool->watcher != BY_HEAPTRACK ||
                    access(HEAPTRACK "/libheaptrack_preload.so", R_OK) == 0);
    if (!here)
        print_text(
            printer, setting_of(tool, "").bytes, "missing", tool->missing);
    return here;
}

static void
set_environment(enum watcher watcher)
{
    if (watcher == BY_LEAK_SANITIZER)
        setenv("LSAN_OPTIONS", "malloc_context_size=64", 1);
    if (watcher != BY_HEAPTRACK)
        return;
    setenv("LD_PRELOAD", HEAPTRACK "/libheaptrack_preload.so", 1);
    setenv("DUMP_HEAPTRACK_OUTPUT", recorded, 1);
}

/* Reads until the end; what does not fit is cut. */
static void
read_all(int from)
{
    size_t length = 0;
    ssize_t got = 1;
    while (got > 0 && length < PRINTED_MOST - 1) {
        got = read(from, ended.printed + length, PRINTED_MOST - 1 - length);
        length += got > 0 ? (size_t)got : 0;
    }
    ended.printed[length] = '\0';
}

/* Runs the program to its end, `ended`. With a file as its input it is one that
 * writes what it reads in another form, which nobody wants. False when it could
 * not be started. */
static bool
run_program(const char *path, const char *argument, const char *input,
    enum watcher watcher)
{
    int ends[2];
    if (pipe2(ends, O_CLOEXEC) != 0)
        return false;
    fflush(stdout);
    pid_t child = fork();
    if (child == 0) {
        int from = input ? open(input, O_RDONLY) : STDIN_FILENO;
        dup2(from, STDIN_FILENO);
        int to = input ? open("/dev/null", O_WRONLY) : ends[1];
        dup2(to, STDOUT_FILENO);
        dup2(ends[1], STDERR_FILENO);
        set_environment(watcher);
        execl(path, path, argument, (char *)NULL);
        _exit(127);
    }
    close(ends[1]);
    if (child > 0)
        read_all(ends[0]);
    close(ends[0]);
    return child > 0 && waitpid(child, &ended.status, 0) == child;
}

/* heaptrack writes over what is there, and leaves what is behind it. */
static bool
run_under(const struct tool *tool, const char *argument)
{
    char path[PATH_MAX];
    return (tool->watcher != BY_HEAPTRACK || truncate(recorded, 0) == 0) &&
           path_of_program(path, sizeof path, tool->program) &&
           run_program(path, argument, NULL, tool->watcher);
}

/* Prints what the program measured: lines of SETTING,METRIC,UNIT,VALUE. */
static void
print_lines(struct printer *printer, const struct tool *tool)
{
    char *rest = ended.printed;
    for (char *line; (line = strsep(&rest, "\n"));) {
        line += strspn(line, " ");
        char *setting = strsep(&line, ",");
        char *metric = strsep(&line, ",");
        char *unit = strsep(&line, ",");
        if (line)
            print_value(printer, setting_of(tool, setting).bytes, metric, unit,
                strtod(line, NULL));
    }
}

static void
run_and_print(
    struct printer *printer, const struct tool *tool, const char *argument)
{
    if (run_under(tool, argument))
        print_lines(printer, tool);
}

/* The number that stands behind the words in what was printed; 0 where they do
 * not. */
static double
number_behind(const char *words)
{
    const char *at = strstr(ended.printed, words);
    return at ? strtod(at + strlen(words), NULL) : 0;
}

/* Of all leaks that the tool told of in its own way. */
static double
count_told(const struct tool *tool)
{
    if (tool->watcher == BY_LEAK_SANITIZER) {
        const char *summary = strstr(ended.printed, "SUMMARY: LeakSanitizer:");
        const char *count = summary ? strstr(summary, " leaked in ") : NULL;
        return count ? strtod(count + strlen(" leaked in "), NULL) : 0;
    }
    if (!run_program(HEAPTRACK "/libexec/heaptrack_interpret", NULL, recorded,
            BY_NOBODY))
        return 0;
    return number_behind("leaked allocations:");
}

static double
told(const struct tool *tool, const char *kind)
{
    return run_under(tool, kind) ? count_told(tool) : 0;
}

static const char *const leak_kinds[] = {"lost", "reachable", "files"};
enum { LEAK_KINDS = sizeof leak_kinds / sizeof *leak_kinds };
static const char *const wrong_kinds[] = {"twice", "reused", "strangers"};
enum { WRONG_KINDS = sizeof wrong_kinds / sizeof *wrong_kinds };

/* Beyond what it tells of where nothing was planted: the C library's own. */
static void
print_told(struct printer *printer, const struct tool *tool)
{
    double nothing = told(tool, "nothing");
    for (size_t i = 0; i < LEAK_KINDS; i++)
        print_value(printer, setting_of(tool, "").bytes,
            short_text("reported_%s", leak_kinds[i]).bytes, "leaks",
            told(tool, leak_kinds[i]) - nothing);
}

/* Nobody counts wrong releases: the first ends the program, or none does. */
static void
print_endings(struct printer *printer, const struct tool *tool)
{
    for (size_t i = 0; i < WRONG_KINDS; i++)
        if (run_under(tool, wrong_kinds[i]))
            print_value(printer, setting_of(tool, "").bytes,
                short_text("stopped_%s", wrong_kinds[i]).bytes, "programs",
                ended.status != 0);
}

static void
make_recorded(void)
{
    const char *folder = getenv("TMPDIR");
    snprintf(recorded, sizeof recorded, "%s/heaptrack.XXXXXX",
        folder ? folder : "/tmp");
    int file = mkstemp(recorded);
    if (file >= 0)
        close(file);
}

static int
tracker_run(struct printer *printer)
{
    const struct tool *const tools[] = {
        &none, &tracker, &leak_sanitizer, &heaptrack, &none_again};
    make_recorded();
    for (size_t i = 0; i < sizeof tools / sizeof *tools; i++)
        if (is_here(printer, tools[i]))
            run_and_print(printer, tools[i], "times");
    unlink(recorded);
    return 0;
}

EXPERIMENT(tracker, 20,
    "a create and a release under trackers, by depth of stack and sample",
    tracker_run)

static int
tracker_leaks_run(struct printer *printer)
{
    const struct tool *const others[] = {&none, &leak_sanitizer, &heaptrack};
    run_and_print(printer, &tracker, "hold");
    run_and_print(printer, &tracker, "nothing");
    for (size_t i = 0; i < LEAK_KINDS; i++)
        run_and_print(printer, &tracker, leak_kinds[i]);
    for (size_t i = 0; i < WRONG_KINDS; i++)
        run_and_print(printer, &tracker, wrong_kinds[i]);
    make_recorded();
    for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
        if (!is_here(printer, others[i]))
            continue;
        run_and_print(printer, others[i], "hold");
        print_endings(printer, others[i]);
        if (others[i]->watcher != BY_NOBODY)
            print_told(printer, others[i]);
    }
    unlink(recorded);
    return 0;
}

EXPERIMENT(tracker_leaks, 1,
    "planted leaks and wrong releases that trackers tell of", tracker_leaks_run)
