#include "bench/workloads/memory_use.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* /proc/self/status: see proc(5). Not getrusage, whose peak is that of the
 * program that started this one, when that was larger. */
static unsigned long
status_number(const char *field)
{
    char status[4096];
    int file = open("/proc/self/status", O_RDONLY | O_CLOEXEC);
    if (file < 0)
        return 0;
    ssize_t length = read(file, status, sizeof status - 1);
    close(file);
    if (length < 0)
        return 0;
    status[length] = '\0';
    const char *found = strstr(status, field);
    return found ? strtoul(found + strlen(field), NULL, 10) : 0;
}

unsigned long
memory_resident_kib(void)
{
    return status_number("\nVmRSS:");
}

unsigned long
memory_peak_kib(void)
{
    return status_number("\nVmHWM:");
}
