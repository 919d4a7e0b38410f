/* The middle of what was timed within a round. */
#ifndef BENCH_CLAIMS_EXPERIMENTS_MEDIANS_H
#define BENCH_CLAIMS_EXPERIMENTS_MEDIANS_H

#include <stddef.h>
#include <stdlib.h>

static inline int
medians_compare(const void *left, const void *right)
{
    double a = *(const double *)left;
    double b = *(const double *)right;
    return (a > b) - (a < b);
}

/* Of at least one value; puts them in order. */
static inline double
median_of(double *values, size_t count)
{
    qsort(values, count, sizeof *values, medians_compare);
    if (count % 2)
        return values[count / 2];
    return (values[count / 2 - 1] + values[count / 2]) / 2;
}

/* The least of at least one value. */
static inline double
least_of(const double *values, size_t count)
{
    double least = values[0];
    for (size_t i = 1; i < count; i++)
        if (values[i] < least)
            least = values[i];
    return least;
}

/* The mean of at least one value without the tenth at either end; puts them in
 * order. For single calls: a clock that ticks every 10 ns has coarse medians.
 */
static inline double
middle_mean_of(double *values, size_t count)
{
    size_t cut = count / 10;
    double sum = 0;
    qsort(values, count, sizeof *values, medians_compare);
    for (size_t i = cut; i < count - cut; i++)
        sum += values[i];
    return sum / (double)(count - 2 * cut);
}

#endif
