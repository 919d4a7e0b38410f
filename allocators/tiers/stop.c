#include "allocators/tiers/stop.h"

#include "allocators/tiers/size_class.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

/* There is nobody left to tell when a write fails. */
static _Noreturn void
stop_with(const char *sentence, int length)
{
    ssize_t written = write(STDERR_FILENO, sentence, (size_t)length);
    (void)written;
    abort();
}

void
stop_on_pointer(const void *pointer, const char *predicate)
{
    char sentence[160];
    int length = snprintf(sentence, sizeof sentence,
        "allocators: pointer %p %s.\n", pointer, predicate);
    stop_with(sentence, length);
}

void
stop_on_block(const void *block, unsigned size_class, const char *predicate)
{
    char sentence[160];
    int length = snprintf(sentence, sizeof sentence,
        "allocators: pointer %p %s (size class %u, %u bytes).\n", block,
        predicate, size_class, (unsigned)size_class_block_bytes[size_class]);
    stop_with(sentence, length);
}
