/* Experiments on claims, in C. One file here holds one experiment or a few that
 * belong together; each registers itself, so that a new one is one new file:
 *
 *     static int
 *     queue_run(struct printer *printer)
 *     {
 *         print_value(printer, "size=64", "time", "ns/pair", pair_ns(64));
 *         return 0;
 *     }
 *
 *     EXPERIMENT(queue, 20, "what a queue costs by size", queue_run)
 *
 * A run calls it once a round, in a process of its own each time. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

/* Where an experiment writes what it measured: lines of evidence.csv. */
struct printer;

/* The round that is printed, from 0. */
unsigned
printer_round(const struct printer *printer);

/* One figure. `setting` says what varied ("" when nothing did). */
void
print_value(struct printer *printer, const char *setting, const char *metric,
    const char *unit, double value);

/* One text, such as what a program printed. It may have several lines. */
void
print_text(struct printer *printer, const char *setting, const char *metric,
    const char *text);

/* What `command` printed on its standard output, as print_text. The shell runs
 * it. False when it could not be run or failed. */
bool
print_output(struct printer *printer, const char *setting, const char *metric,
    const char *command);

/* Writes the path of the program `name` of this build into `path`. False when
 * it does not fit. */
bool
path_of_program(char *path, size_t size, const char *name);

/* Nanoseconds of a clock that only goes forward. */
double
clock_ns(void);

struct experiment {
    const char *name;
    const char *what; /* it measures, in a few words */
    unsigned rounds;  /* of a default run: 1 when every round says the same */
    int (*run)(struct printer *printer); /* 0, or an exit status */
    struct experiment *next;
};

/* For EXPERIMENT. */
void
experiment_register(struct experiment *experiment);

#define EXPERIMENT(experiment_name, its_rounds, its_what, its_run)             \
    static __attribute__((constructor)) void experiment_name##_registers(void) \
    {                                                                          \
        static struct experiment registered = {                                \
            #experiment_name, its_what, its_rounds, its_run, NULL};            \
        experiment_register(&registered);                                      \
    }
