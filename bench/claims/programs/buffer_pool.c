/* The sample of 4.2, in C. The reset stands with the user, as it does there,
 * and not with the pool. */
#include "strategies/runtime/pool.h"

#include <stdio.h>
#include <stdlib.h>

struct buffer {
    char text[32];
};

static void *
make_buffer(void *context)
{
    (void)context;
    return calloc(1, sizeof(struct buffer));
}

static void
free_buffer(void *context, void *buffer)
{
    (void)context;
    free(buffer);
}

static struct pool buffers =
    POOL_INITIALIZER(.create = make_buffer, .discard = free_buffer);

/* The address of the buffer that was used; NULL when it is no more. */
static const void *
use(const char *text)
{
    struct buffer *buffer = pool_get(&buffers);
    if (!buffer)
        return NULL;
    printf("before the reset \"%s\"\n", buffer->text);
    buffer->text[0] = '\0';
    printf("after the reset \"%s\"\n", buffer->text);
    snprintf(buffer->text, sizeof buffer->text, "%s", text);
    if (pool_put(&buffers, buffer))
        return buffer;
    free_buffer(NULL, buffer);
    return NULL;
}

int
main(void)
{
    const void *first = use("of the first user");
    const void *second = use("of the second user");
    printf("the same buffer twice %s\n", first == second ? "true" : "false");
    pool_drain(&buffers);
    return 0;
}
