#include "allocators/tiers/stop.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

_Noreturn void
stop_on_pointer(const void *pointer, const char *predicate)
{
    char sentence[160];
    int length = snprintf(sentence, sizeof sentence,
        "allocators: pointer %p %s.\n", pointer, predicate);
    ssize_t written = write(STDERR_FILENO, sentence, (size_t)length);
    (void)written; /* there is nobody left to tell */
    abort();
}
