/* What main knows of experiments and they need not know. */
#pragma once

#include "bench/claims/experiments/experiments.h"

#include <stdio.h>

struct printer {
    FILE *to;
    const char *experiment;
    unsigned round;
};

/* The first by name; each knows the next. */
const struct experiment *
experiment_first(void);

/* NULL when there is none of that name. */
const struct experiment *
experiment_named(const char *name);
