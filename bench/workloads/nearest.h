/* What a mistyped name was meant to be. */
#ifndef BENCH_WORKLOADS_NEAREST_H
#define BENCH_WORKLOADS_NEAREST_H

/* How many letters must be added, dropped or changed to make `known` of
 * `typed`; 0 when it begins with that. Many for names of 64 letters. */
unsigned
typing_errors(const char *typed, const char *known);

/* How many are still a slip in a name of that length. */
unsigned
typing_errors_allowed(const char *typed);

#endif
