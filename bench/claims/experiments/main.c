/* Runs one round of one experiment in C, and prints it as lines of
 * evidence.csv: experiment,runtime,setting,metric,unit,round,value,text. */
#include "bench/claims/experiments/printer.h"

#include <stdlib.h>
#include <string.h>

static const char usage[] =
    "usage: cleanup-claims EXPERIMENT [ROUND]   one round of it\n"
    "       cleanup-claims --list               name,rounds,what of each\n";

static int
list(void)
{
    const struct experiment *each = experiment_first();
    for (; each; each = each->next)
        printf("%s,%u,%s\n", each->name, each->rounds, each->what);
    return fflush(stdout) == EOF;
}

/* How many characters the names have in common at their beginning. */
static size_t
common_beginning(const char *one, const char *other)
{
    size_t length = 0;
    while (one[length] && one[length] == other[length])
        length++;
    return length;
}

static int
explain_unknown(const char *name)
{
    const struct experiment *nearest = NULL;
    size_t most = 0;
    for (const struct experiment *each = experiment_first(); each;
         each = each->next) {
        const size_t common = common_beginning(name, each->name);
        if (common > most) {
            most = common;
            nearest = each;
        }
    }
    fprintf(stderr, "cleanup-claims: there is no experiment \"%s\"; ", name);
    if (nearest)
        fprintf(stderr, "did you mean %s?\n", nearest->name);
    else
        fputs("--list names them\n", stderr);
    return 2;
}

/* False unless the whole text is one number. */
static bool
read_round(const char *text, unsigned *round)
{
    char *end;
    const unsigned long number = strtoul(text, &end, 10);
    *round = (unsigned)number;
    return *text >= '0' && *text <= '9' && *end == '\0' && number <= 1000000;
}

int
main(int count, char **arguments)
{
    struct printer printer = {stdout, NULL, 0};
    if (count == 2 && strcmp(arguments[1], "--list") == 0)
        return list();
    if (count == 2 && strcmp(arguments[1], "--help") == 0)
        return fputs(usage, stdout) == EOF;
    if (count < 2 || count > 3 ||
        (count == 3 && !read_round(arguments[2], &printer.round))) {
        fputs(usage, stderr);
        return 2;
    }
    const struct experiment *wanted = experiment_named(arguments[1]);
    if (!wanted)
        return explain_unknown(arguments[1]);
    printer.experiment = wanted->name;
    const int status = wanted->run(&printer);
    return fflush(stdout) == EOF ? 1 : status;
}
