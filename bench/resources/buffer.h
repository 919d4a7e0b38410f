/* A byte buffer that grows as it is appended to, like Go's bytes.Buffer: its
 * head and its bytes both come from the allocator. */
#ifndef BENCH_RESOURCES_BUFFER_H
#define BENCH_RESOURCES_BUFFER_H

#include "strategies/resource.h"

#include <string.h>

enum {
    BUFFER_FIRST_CAPACITY = 64, /* bytes, as bytes.Buffer starts */
    BUFFER_PIECE = 32           /* bytes appended at a time */
};

struct buffer {
    char *bytes;
    size_t length;
    size_t capacity;
};

static const char buffer_piece[BUFFER_PIECE] =
    "0123456789abcdef0123456789ABCDE";

static inline void *
buffer_acquire(const struct allocator *allocator, size_t size)
{
    (void)size;
    struct buffer *buffer =
        (struct buffer *)allocator->allocate(sizeof *buffer);
    if (buffer)
        *buffer = (struct buffer){NULL, 0, 0};
    return buffer;
}

/* Makes room for one more piece by doubling. False and errno on failure; the
 * buffer stays as it was. */
static inline bool
buffer_grow(const struct allocator *allocator, struct buffer *buffer)
{
    size_t capacity =
        buffer->capacity ? 2 * buffer->capacity : BUFFER_FIRST_CAPACITY;
    char *bytes = (char *)allocator->resize(buffer->bytes, capacity);
    if (!bytes)
        return false;
    buffer->bytes = bytes;
    buffer->capacity = capacity;
    return true;
}

static inline bool
buffer_append(
    const struct allocator *allocator, struct buffer *buffer, size_t length)
{
    if (buffer->capacity - buffer->length < BUFFER_PIECE &&
        !buffer_grow(allocator, buffer))
        return false;
    memcpy(buffer->bytes + buffer->length, buffer_piece, length);
    buffer->length += length;
    return true;
}

/* Reads the bytes back; false unless they are what was appended. */
static inline bool
buffer_check(const struct buffer *buffer)
{
    for (size_t at = 0; at < buffer->length; at += BUFFER_PIECE) {
        size_t left = buffer->length - at;
        size_t length = left < BUFFER_PIECE ? left : BUFFER_PIECE;
        if (memcmp(buffer->bytes + at, buffer_piece, length) != 0)
            return false;
    }
    return true;
}

static inline bool
buffer_use(const struct allocator *allocator, void *handle, size_t size)
{
    struct buffer *buffer = (struct buffer *)handle;
    while (buffer->length < size) {
        size_t left = size - buffer->length;
        size_t length = left < BUFFER_PIECE ? left : BUFFER_PIECE;
        if (!buffer_append(allocator, buffer, length))
            return false;
    }
    return buffer_check(buffer);
}

static inline void
buffer_release(const struct allocator *allocator, void *handle)
{
    struct buffer *buffer = (struct buffer *)handle;
    allocator->release(buffer->bytes);
    allocator->release(buffer);
}

/* Empties it and keeps its capacity, as bytes.Buffer.Reset does. */
static inline bool
buffer_reset(void *handle)
{
    ((struct buffer *)handle)->length = 0;
    return true;
}

static const struct resource buffer_resource = {
    .name = "buffer",
    .summary = "a byte buffer; use appends up to its size and reads it back",
    .sizes = {256, 4096, 65536},
    .telling_size = 4096,
    .acquire = buffer_acquire,
    .use = buffer_use,
    .release = buffer_release,
    .reset = buffer_reset,
};

#endif
