/* What the kernel says that this process has. */
#ifndef TESTS_ALLOCATORS_PROCESS_BYTES_H
#define TESTS_ALLOCATORS_PROCESS_BYTES_H

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

/* The n-th number of /proc/self/statm, from 0, in bytes. */
static inline size_t
process_bytes(int n)
{
    char line[256] = "";
    FILE *statm = fopen("/proc/self/statm", "r");
    if (!statm)
        abort();
    char *rest = fgets(line, sizeof line, statm);
    fclose(statm);
    for (; n > 0; n--)
        strtoul(rest, &rest, 10);
    return strtoul(rest, NULL, 10) * (size_t)sysconf(_SC_PAGESIZE);
}

static inline size_t
address_space_bytes(void)
{
    return process_bytes(0);
}

/* What the kernel keeps memory for. */
static inline size_t
resident_bytes(void)
{
    return process_bytes(1);
}

#endif
