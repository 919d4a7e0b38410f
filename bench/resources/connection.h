/* A connection to a real SQLite database, checked out of a bounded set with a
 * deadline, as services do: who holds too many makes the others wait. */
#ifndef BENCH_RESOURCES_CONNECTION_H
#define BENCH_RESOURCES_CONNECTION_H

#include "strategies/resource.h"

/* Writes a database into a temporary folder. Connections are opened when they
 * are first needed and stay open until finish. */
bool
connection_prepare(size_t size, size_t count, unsigned threads);
void
connection_finish(void);

/* NULL with errno: ETIMEDOUT when none came free by the deadline. */
void *
connection_acquire(const struct allocator *allocator, size_t size);

/* Runs one prepared query by key and checks the row of `size` bytes. */
bool
connection_use(const struct allocator *allocator, void *handle, size_t size);

void
connection_release(const struct allocator *allocator, void *handle);
bool
connection_reset(void *handle);
const char *
connection_explain(int reason);

static const struct resource connection_resource = {
    .name = "connection",
    .summary = "one of 64 connections to SQLite; use runs a prepared query",
    .sizes = {64},
    .telling_size = 64,
    .prepare = connection_prepare,
    .finish = connection_finish,
    .acquire = connection_acquire,
    .use = connection_use,
    .release = connection_release,
    .reset = connection_reset,
    .explain = connection_explain,
};

#endif
