/* Runs one cell once and ends: what hyperfine times as a whole process. */
#include "bench/cell.h"

#include <errno.h>
#include <getopt.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { ONCE_COUNT_DEFAULT = 10000 };

struct once {
    const char *strategy;
    const char *allocator;
    const char *resource;
    unsigned long size; /* bytes; 0: the resource's telling size */
    unsigned long count;
};

static const char once_usage[] =
    "usage: cleanup-once [--strategy NAME] [--allocator NAME]\n"
    "                    [--resource NAME] [--size BYTES] [--count N]\n"
    "Takes N resources once and ends (default: 10,000 of memory, by\n"
    "explicit_close on thread_cache). For timing whole processes; the names\n"
    "are those of `cleanup-bench list`.\n";

static const struct option once_options[] = {
    {"strategy", required_argument, NULL, 's'},
    {"allocator", required_argument, NULL, 'a'},
    {"resource", required_argument, NULL, 'r'},
    {"size", required_argument, NULL, 'z'},
    {"count", required_argument, NULL, 'n'},
    {"help", no_argument, NULL, 'h'},
    {NULL, 0, NULL, 0},
};

/* The whole of `text` as a number above 0. False when it is none. */
static bool
number_read(const char *text, unsigned long *number)
{
    char *end;
    errno = 0;
    *number = strtoul(text, &end, 10);
    return errno == 0 && *end == '\0' && *number > 0 && text[0] != '-';
}

static bool
option_take(struct once *once, int option)
{
    switch (option) {
    case 's':
        once->strategy = optarg;
        return true;
    case 'a':
        once->allocator = optarg;
        return true;
    case 'r':
        once->resource = optarg;
        return true;
    case 'z':
        return number_read(optarg, &once->size);
    case 'n':
        return number_read(optarg, &once->count);
    default:
        return false;
    }
}

static int
once_run(const struct once *once, const struct cell_code *code)
{
    const struct resource *resource = code->resource;
    size_t size = once->size ? once->size : resource->telling_size;
    if (resource->prepare && !resource->prepare(size, once->count, 1)) {
        fprintf(stderr, "cleanup-once: cannot prepare %s: %s\n", resource->name,
            strerror(errno));
        return 1;
    }
    size_t done = code->run(size, once->count);
    int reason = errno;
    code->settle();
    if (resource->finish)
        resource->finish();
    if (done == once->count)
        return 0;
    fprintf(stderr, "cleanup-once: %s stopped after %zu of %lu: %s\n",
        resource->name, done, once->count, strerror(reason));
    return 1;
}

int
main(int argc, char **argv)
{
    struct once once = {
        "explicit_close", "thread_cache", "memory", 0, ONCE_COUNT_DEFAULT};
    for (int option;
         (option = getopt_long(argc, argv, "", once_options, NULL)) != -1;) {
        if (option == 'h')
            return fputs(once_usage, stdout) == EOF;
        if (!option_take(&once, option))
            return fputs(once_usage, stderr), 2;
    }
    const struct cell_code *code =
        cell_code_find(once.strategy, once.allocator, once.resource);
    const char *missing = code ? allocator_missing(code->allocator) : NULL;
    if (missing)
        return fprintf(
                   stderr, "cleanup-once: %s %s\n", once.allocator, missing),
               1;
    if (code && optind == argc)
        return once_run(&once, code);
    fprintf(stderr, "cleanup-once: no cell %s/%s/%s\n%s", once.strategy,
        once.allocator, once.resource, once_usage);
    return 2;
}
