/* What the next user of a pooled buffer reads, with and without a reset. */
#include "allocators/thread_cache.h"
#include "bench/claims/experiments/experiments.h"
#include "strategies/runtime/pool.h"

#include <string.h>

enum { TRIALS = 100, CAPACITY = 64 /* bytes */ };

/* A buffer whose text is as long as it says. */
struct message {
    size_t length;
    char bytes[CAPACITY];
};

static const char secret[] = "the first user's password";

static void *
create_message(void *context)
{
    (void)context;
    return thread_cache_allocate_zeroed(1, sizeof(struct message));
}

static void
discard_message(void *context, void *message)
{
    (void)context;
    thread_cache_release(message);
}

static bool
empty_message(void *context, void *object)
{
    (void)context;
    ((struct message *)object)->length = 0;
    return true;
}

static bool
clear_message(void *context, void *object)
{
    (void)context;
    *(struct message *)object = (struct message){0};
    return true;
}

static struct pool kept =
    POOL_INITIALIZER(.create = create_message, .discard = discard_message);
static struct pool emptied = POOL_INITIALIZER(.create = create_message,
    .discard = discard_message, .reset = empty_message);
static struct pool cleared = POOL_INITIALIZER(.create = create_message,
    .discard = discard_message, .reset = clear_message);

static void
write_secret(struct pool *pool)
{
    struct message *message = (struct message *)pool_get(pool);
    message->length = sizeof secret - 1;
    memcpy(message->bytes, secret, sizeof secret);
    if (!pool_put(pool, message))
        discard_message(NULL, message);
}

/* What the next user finds: as text, and in the bytes beyond it. */
struct found {
    int as_text;
    int as_bytes;
    char text[CAPACITY];
};

static void
read_next(struct pool *pool, struct found *found)
{
    struct message *message = (struct message *)pool_get(pool);
    found->as_text += message->length > 0;
    found->as_bytes += memcmp(message->bytes, secret, sizeof secret) == 0;
    memcpy(found->text, message->bytes, message->length);
    found->text[message->length] = '\0';
    message->length = 0;
    if (!pool_put(pool, message))
        discard_message(NULL, message);
}

static void
try_pool(struct printer *printer, const char *setting, struct pool *pool)
{
    struct found found = {0};
    for (int i = 0; i < TRIALS; i++) {
        write_secret(pool);
        read_next(pool, &found);
    }
    pool_drain(pool);
    print_value(printer, setting, "old_text", "of 100 reads",
        100.0 * found.as_text / TRIALS);
    print_value(printer, setting, "old_bytes", "of 100 reads",
        100.0 * found.as_bytes / TRIALS);
    print_text(printer, setting, "next_user_reads", found.text);
}

static int
pool_reset_run(struct printer *printer)
{
    try_pool(printer, "no reset", &kept);
    try_pool(printer, "emptied", &emptied);
    try_pool(printer, "cleared", &cleared);
    return 0;
}

EXPERIMENT(pool_reset, 1, "what the next user of a pooled buffer reads",
    pool_reset_run)
