#include "bench/resources/connection.h"

#include "bench/resources/connection_settings.h"
#include "bench/resources/temporary_folder.h"

#include <errno.h>
#include <pthread.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

enum { CONNECTION_ROWS = 1000 /* in the database */ };

struct connection {
    sqlite3 *database;
    sqlite3_stmt *query;
    int next_key; /* of the row to ask for */
    struct connection *next_idle;
};

static unsigned limit = CONNECTION_LIMIT_DEFAULT;
static unsigned deadline_ms = CONNECTION_DEADLINE_DEFAULT;

static struct temporary_folder folder;
static char database_path[PATH_MAX];

static pthread_mutex_t idle_lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t idle_changed;
/* Guarded by idle_lock: */
static struct connection *connections; /* `limit` of them */
static unsigned opened; /* the first so many are in use or idle */
static struct connection *idle;

void
connection_configure(unsigned new_limit, unsigned new_deadline_ms)
{
    limit = new_limit;
    deadline_ms = new_deadline_ms;
}

unsigned
connection_limit(void)
{
    return limit;
}

unsigned
connection_deadline_ms(void)
{
    return deadline_ms;
}

/* Translates SQLite's answer into errno. */
static bool
answered(int code)
{
    if (code == SQLITE_OK)
        return true;
    switch (code & 0xff) {
    case SQLITE_NOMEM:
        errno = ENOMEM;
        break;
    case SQLITE_CANTOPEN:
        errno = EMFILE;
        break;
    case SQLITE_FULL:
        errno = ENOSPC;
        break;
    default:
        errno = EIO;
    }
    return false;
}

/* Creates the table with CONNECTION_ROWS rows of `size` bytes. */
static bool
database_fill(sqlite3 *database, size_t size)
{
    char *statements = sqlite3_mprintf(
        "PRAGMA synchronous=OFF; PRAGMA journal_mode=OFF; BEGIN;"
        "CREATE TABLE item(key INTEGER PRIMARY KEY, value BLOB);"
        "WITH RECURSIVE n(i) AS (VALUES(0) UNION ALL SELECT i+1 FROM n"
        " WHERE i+1 < %d) INSERT INTO item SELECT i, zeroblob(%lld) FROM n;"
        "COMMIT;",
        (int)CONNECTION_ROWS, (long long)size);
    if (!statements)
        return answered(SQLITE_NOMEM);
    int code = sqlite3_exec(database, statements, NULL, NULL, NULL);
    sqlite3_free(statements);
    return answered(code);
}

static bool
database_create(size_t size)
{
    sqlite3 *database;
    bool created = answered(sqlite3_open(database_path, &database)) &&
                   database_fill(database, size);
    sqlite3_close(database);
    return created;
}

static bool
idle_begin(void)
{
    connections = calloc(limit, sizeof *connections);
    if (!connections)
        return false;
    pthread_condattr_t attributes;
    pthread_condattr_init(&attributes);
    pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
    pthread_cond_init(&idle_changed, &attributes);
    pthread_condattr_destroy(&attributes);
    opened = 0;
    idle = NULL;
    return true;
}

bool
connection_prepare(size_t size, size_t count, unsigned threads)
{
    (void)count;
    (void)threads;
    if (!temporary_folder_make(&folder))
        return false;
    if (temporary_folder_file(&folder, "database", database_path) &&
        database_create(size) && idle_begin())
        return true;
    int reason = errno;
    temporary_folder_remove(&folder);
    errno = reason;
    return false;
}

static void
connection_close(struct connection *connection)
{
    sqlite3_finalize(connection->query);
    sqlite3_close(connection->database);
    *connection = (struct connection){0};
}

void
connection_finish(void)
{
    while (opened)
        connection_close(&connections[--opened]);
    free(connections);
    connections = NULL;
    pthread_cond_destroy(&idle_changed);
    temporary_folder_remove(&folder);
}

/* NOMUTEX: a connection is used by one thread at a time, its holder. */
static bool
connection_open(struct connection *connection)
{
    if (answered(sqlite3_open_v2(database_path, &connection->database,
            SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX, NULL)) &&
        answered(sqlite3_prepare_v3(connection->database,
            "SELECT value FROM item WHERE key = ?", -1,
            SQLITE_PREPARE_PERSISTENT, &connection->query, NULL)))
        return true;
    int reason = errno;
    connection_close(connection);
    errno = reason;
    return false;
}

static struct timespec
deadline_from_now(void)
{
    struct timespec at;
    clock_gettime(CLOCK_MONOTONIC, &at);
    at.tv_sec += deadline_ms / 1000;
    at.tv_nsec += deadline_ms % 1000 * 1000000L;
    if (at.tv_nsec >= 1000000000L) {
        at.tv_nsec -= 1000000000L;
        at.tv_sec++;
    }
    return at;
}

/* Waits under idle_lock for an idle connection. False when none came. */
static bool
idle_wait(void)
{
    struct timespec at = deadline_from_now();
    int code = 0;
    while (!idle && code == 0)
        code = pthread_cond_timedwait(&idle_changed, &idle_lock, &at);
    if (!idle)
        errno = code;
    return idle != NULL;
}

/* Under idle_lock: opens one more while the limit allows. */
static struct connection *
connection_open_next(void)
{
    struct connection *connection = &connections[opened];
    if (!connection_open(connection))
        return NULL;
    opened++;
    return connection;
}

static struct connection *
idle_take(void)
{
    struct connection *connection = idle;
    idle = connection->next_idle;
    return connection;
}

void *
connection_acquire(const struct allocator *allocator, size_t size)
{
    (void)allocator;
    (void)size;
    struct connection *connection = NULL;
    pthread_mutex_lock(&idle_lock);
    if (idle || (opened == limit && idle_wait()))
        connection = idle_take();
    else if (opened < limit)
        connection = connection_open_next();
    pthread_mutex_unlock(&idle_lock);
    return connection;
}

bool
connection_use(const struct allocator *allocator, void *handle, size_t size)
{
    (void)allocator;
    struct connection *connection = handle;
    sqlite3_bind_int(connection->query, 1, connection->next_key);
    connection->next_key = (connection->next_key + 1) % CONNECTION_ROWS;
    bool found = sqlite3_step(connection->query) == SQLITE_ROW &&
                 (size_t)sqlite3_column_bytes(connection->query, 0) == size;
    sqlite3_reset(connection->query);
    if (!found)
        errno = EIO;
    return found;
}

void
connection_release(const struct allocator *allocator, void *handle)
{
    (void)allocator;
    struct connection *connection = handle;
    pthread_mutex_lock(&idle_lock);
    connection->next_idle = idle;
    idle = connection;
    pthread_cond_signal(&idle_changed);
    pthread_mutex_unlock(&idle_lock);
}

bool
connection_reset(void *handle)
{
    struct connection *connection = handle;
    return answered(sqlite3_clear_bindings(connection->query));
}

const char *
connection_explain(int reason)
{
    static char timed_out[64];
    if (reason != ETIMEDOUT)
        return NULL;
    snprintf(
        timed_out, sizeof timed_out, "%u ms without a connection", deadline_ms);
    return timed_out;
}
