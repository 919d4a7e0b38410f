/* What a pool does for the processor's caches, counted by valgrind's model of
 * them: one program a setting, less what a program without visits misses. */
#include "bench/claims/experiments/experiments.h"
#include "bench/claims/experiments/short_text.h"
#include "bench/claims/experiments/visit_objects.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>

enum { VISITS = 8192 };

static const size_t in_use[] = {16, 2048};

/* Tells the program under valgrind what to visit: "WAY IN_USE VISITS". */
static const char variable[] = "CLEANUP_CLAIMS_VISITS";

/* 32 KiB and 1 MiB, 64 bytes a line, whatever this machine has. */
static const char valgrind[] =
    "valgrind --tool=cachegrind --cache-sim=yes --I1=32768,8,64 "
    "--D1=32768,8,64 --LL=1048576,16,64 --cachegrind-out-file=/dev/stdout";

struct misses {
    double first_level;
    double last_level;
    bool counted;
};

/* Adds up the columns of data misses. Both are lists of words. */
static struct misses
sum_columns(char *events, char *summary)
{
    struct misses misses = {0};
    char *in_events, *in_summary;
    char *event = strtok_r(events, " \n", &in_events);
    char *value = strtok_r(summary, " \n", &in_summary);
    while (event && value) {
        double count = strtod(value, NULL);
        if (strcmp(event, "D1mr") == 0 || strcmp(event, "D1mw") == 0)
            misses.first_level += count;
        if (strcmp(event, "DLmr") == 0 || strcmp(event, "DLmw") == 0)
            misses.last_level += count;
        misses.counted = true;
        event = strtok_r(NULL, " \n", &in_events);
        value = strtok_r(NULL, " \n", &in_summary);
    }
    return misses;
}

static struct misses
read_misses(FILE *from)
{
    enum { LINE = 1024 };
    char line[LINE];
    char events[LINE] = "";
    char summary[LINE] = "";
    while (fgets(line, sizeof line, from)) {
        if (strncmp(line, "events: ", 8) == 0)
            memcpy(events, line + 8, sizeof line - 8);
        if (strncmp(line, "summary: ", 9) == 0)
            memcpy(summary, line + 9, sizeof line - 9);
    }
    return sum_columns(events, summary);
}

/* The exit status of a shell that runs the visits under valgrind; -1 when it
 * counted nothing. */
static int
count_misses(
    const char *way, size_t at_once, size_t visits, struct misses *misses)
{
    char command[8192];
    char program[4096];
    if (!path_of_program(program, sizeof program, "cleanup-claims"))
        return -1;
    snprintf(command, sizeof command,
        "%s='%s %zu %zu' %s '%s' pool_cache_misses 2>/dev/null", variable, way,
        at_once, visits, valgrind, program);
    FILE *from = popen(command, "re");
    if (!from)
        return -1;
    *misses = read_misses(from);
    int status = pclose(from);
    if (!WIFEXITED(status))
        return -1;
    return WEXITSTATUS(status) == 0 && !misses->counted ? -1
                                                        : WEXITSTATUS(status);
}

static void
visit_as_told(const char *told)
{
    size_t length = strcspn(told, " ");
    char *behind;
    size_t at_once = strtoul(told + length, &behind, 10);
    size_t visits = strtoul(behind, NULL, 10);
    for (int i = 0; i < VISIT_WAYS; i++)
        if (strncmp(visit_ways[i].name, told, length) == 0)
            visit_objects(&visit_ways[i], at_once, visits);
}

static void
print_misses(struct printer *printer, const char *way, size_t at_once,
    const struct misses *idle)
{
    struct short_text setting = short_text("%s in_use=%zu", way, at_once);
    struct misses misses;
    if (count_misses(way, at_once, VISITS, &misses) != 0)
        return;
    print_value(printer, setting.bytes, "first_level", "misses per object",
        (misses.first_level - idle->first_level) / VISITS);
    print_value(printer, setting.bytes, "last_level", "misses per object",
        (misses.last_level - idle->last_level) / VISITS);
}

static void
print_why_not(struct printer *printer, int status)
{
    const int not_found = 127; /* POSIX's shell, of a command */
    print_text(printer, "", "why_not",
        status == not_found ? "no valgrind here: apt-get install valgrind"
                            : "valgrind could not run the program");
}

static int
pool_cache_misses_run(struct printer *printer)
{
    const char *told = getenv(variable);
    if (told) {
        visit_as_told(told);
        return 0;
    }
    struct misses idle;
    int status = count_misses("pooled", 1, 0, &idle);
    if (status != 0) {
        print_why_not(printer, status);
        return 0;
    }
    for (size_t i = 0; i < sizeof in_use / sizeof *in_use; i++)
        for (int way = 0; way < VISIT_WAYS; way++)
            print_misses(printer, visit_ways[way].name, in_use[i], &idle);
    return 0;
}

EXPERIMENT(pool_cache_misses, 1,
    "simulated cache misses of a visit to a pooled object and others",
    pool_cache_misses_run)
