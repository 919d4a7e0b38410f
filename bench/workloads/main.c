/* Runs one workload on the malloc that the process has, and prints one line of
 * CSV. */
#include "bench/workloads/measure.h"
#include "bench/workloads/nearest.h"
#include "bench/workloads/registry.h"

#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MILLISECONDS_DEFAULT = 200, MILLISECONDS_MOST = 3600000 };

static const char usage[] =
    "usage: cleanup-workloads NAME [MILLISECONDS]\n"
    "       cleanup-workloads --list\n"
    "       cleanup-workloads --header\n"
    "Runs the workload for about so long (200 ms) on the malloc that is "
    "loaded\n"
    "(LD_PRELOAD), and prints one line of CSV; --header prints the names of "
    "its\n"
    "columns. Times and faults are per operation. Idle workloads run once.\n";

static const char header[] = "workload,kind,operations,ns_best,ns_median,user_"
                             "ns,system_ns,faults,peak_kib,"
                             "growth_kib,end_kib\n";

#define GROUP_ENTRY(name) name##_workloads,
static const struct workload *const groups[] = {
    FOR_EACH_WORKLOAD_GROUP(GROUP_ENTRY)};
enum { GROUPS = sizeof groups / sizeof groups[0] };

static const char *const kinds[] = {"shape", "program", "idle"};

/* The one with the fewest typing errors; of equals the first. */
static const struct workload *
workload_nearest(const char *name)
{
    const struct workload *nearest = groups[0];
    for (unsigned i = 0; i < GROUPS; i++)
        for (const struct workload *one = groups[i]; one->name; one++)
            if (typing_errors(name, one->name) <
                typing_errors(name, nearest->name))
                nearest = one;
    return nearest;
}

static int
name_refuse(const char *name, const struct workload *nearest)
{
    fprintf(stderr, "cleanup-workloads: there is no workload \"%s\"; ", name);
    if (typing_errors(name, nearest->name) <= typing_errors_allowed(name))
        fprintf(stderr, "did you mean %s?\n", nearest->name);
    else
        fprintf(stderr, "cleanup-workloads --list names them\n");
    return 2;
}

static int
list_print(void)
{
    for (unsigned i = 0; i < GROUPS; i++)
        for (const struct workload *one = groups[i]; one->name; one++)
            printf("%-24s %-8s %s\n", one->name, kinds[one->kind], one->line);
    return 0;
}

static bool
milliseconds_read(const char *text, unsigned long *milliseconds)
{
    char *end;
    errno = 0;
    *milliseconds = strtoul(text, &end, 10);
    return errno == 0 && *end == '\0' && text[0] >= '0' && text[0] <= '9' &&
           *milliseconds > 0 && *milliseconds <= MILLISECONDS_MOST;
}

static int
run_print(const struct workload *workload, unsigned long milliseconds)
{
    struct measured measured =
        workload_measure(workload, milliseconds * 1000000);
    printf("%s,%s,%zu,%.3f,%.3f,%.3f,%.3f,%.6f,%lu,%lu,%lu\n", workload->name,
        kinds[workload->kind], measured.operations, measured.ns_best,
        measured.ns_median, measured.user_ns, measured.system_ns,
        measured.faults, measured.peak_kib, measured.growth_kib,
        measured.end_kib);
    return 0;
}

int
main(int argc, char **argv)
{
    unsigned long milliseconds = MILLISECONDS_DEFAULT;
    if (argc == 2 && strcmp(argv[1], "--help") == 0)
        return fputs(usage, stdout) == EOF;
    if (argc == 2 && strcmp(argv[1], "--header") == 0)
        return fputs(header, stdout) == EOF;
    if (argc == 2 && strcmp(argv[1], "--list") == 0)
        return list_print();
    if (argc < 2 || argc > 3 ||
        (argc == 3 && !milliseconds_read(argv[2], &milliseconds)))
        return fputs(usage, stderr), 2;
    const struct workload *workload = workload_nearest(argv[1]);
    return strcmp(workload->name, argv[1]) == 0
               ? run_print(workload, milliseconds)
               : name_refuse(argv[1], workload);
}
