#include "bench/claims/experiments/experiments.h"

#include "bench/claims/experiments/printer.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

/* In the order of their names. */
static struct experiment *first;

void
experiment_register(struct experiment *experiment)
{
    struct experiment **place = &first;
    while (*place && strcmp((*place)->name, experiment->name) < 0)
        place = &(*place)->next;
    experiment->next = *place;
    *place = experiment;
}

const struct experiment *
experiment_first(void)
{
    return first;
}

const struct experiment *
experiment_named(const char *name)
{
    const struct experiment *each = first;
    while (each && strcmp(each->name, name) != 0)
        each = each->next;
    return each;
}

/* As RFC 4180 has it: in quotes where it must be. */
static void
print_field(FILE *to, const char *text)
{
    if (!strpbrk(text, ",\"\r\n")) {
        fputs(text, to);
        return;
    }
    fputc('"', to);
    for (; *text; text++) {
        if (*text == '"')
            fputc('"', to);
        fputc(*text, to);
    }
    fputc('"', to);
}

/* experiment,runtime,setting,metric,unit,round, */
static void
print_identity(const struct printer *printer, const char *setting,
    const char *metric, const char *unit)
{
    fprintf(printer->to, "%s,c,", printer->experiment);
    print_field(printer->to, setting);
    fputc(',', printer->to);
    print_field(printer->to, metric);
    fputc(',', printer->to);
    print_field(printer->to, unit);
    fprintf(printer->to, ",%u,", printer->round);
}

unsigned
printer_round(const struct printer *printer)
{
    return printer->round;
}

void
print_value(struct printer *printer, const char *setting, const char *metric,
    const char *unit, double value)
{
    print_identity(printer, setting, metric, unit);
    fprintf(printer->to, "%.17g,\n", value);
}

void
print_text(struct printer *printer, const char *setting, const char *metric,
    const char *text)
{
    print_identity(printer, setting, metric, "");
    fputc(',', printer->to);
    print_field(printer->to, text);
    fputc('\n', printer->to);
}

enum { OUTPUT_BYTES_MOST = 1 << 20 };

bool
print_output(struct printer *printer, const char *setting, const char *metric,
    const char *command)
{
    static char output[OUTPUT_BYTES_MOST];
    fflush(printer->to);
    FILE *from = popen(command, "re");
    if (!from)
        return false;
    const size_t length = fread(output, 1, sizeof output - 1, from);
    output[length] = '\0';
    const int status = pclose(from);
    print_text(printer, setting, metric, output);
    return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

bool
path_of_program(char *path, size_t size, const char *name)
{
    char own[PATH_MAX];
    const ssize_t length = readlink("/proc/self/exe", own, sizeof own - 1);
    if (length < 0)
        return false;
    own[length] = '\0';
    *strrchr(own, '/') = '\0';
    const int needed = snprintf(path, size, "%s/%s", own, name);
    return needed > 0 && (size_t)needed < size;
}

double
clock_ns(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return 1e9 * (double)now.tv_sec + (double)now.tv_nsec;
}
