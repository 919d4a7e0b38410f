#include "bench/workloads/nearest.h"

#include <limits.h>
#include <string.h>

enum { LONGEST_NAME = 64 };

static unsigned
least(unsigned a, unsigned b)
{
    return a < b ? a : b;
}

/* Levenshtein, Binary codes capable of correcting deletions, insertions, and
 * reversals (1966), row by row: row[j] is the distance of the letters so far to
 * the first j of `known`. */
unsigned
typing_errors(const char *typed, const char *known)
{
    size_t length = strlen(known);
    if (strncmp(typed, known, strlen(typed)) == 0)
        return 0;
    if (length >= LONGEST_NAME)
        return UINT_MAX;
    unsigned row[LONGEST_NAME];
    for (unsigned j = 0; j <= length; j++)
        row[j] = j;
    for (; *typed; typed++) {
        unsigned before = row[0]++;
        for (size_t j = 1; j <= length; j++) {
            unsigned changed = before + (*typed != known[j - 1]);
            before = row[j];
            row[j] = least(changed, 1 + least(row[j], row[j - 1]));
        }
    }
    return row[length];
}

unsigned
typing_errors_allowed(const char *typed)
{
    return 1 + (unsigned)strlen(typed) / 3;
}
