/* Names for addresses of code, by libdw where the build has it. Slow: for
 * reports only. Without libdw, and where a program was stripped, there are the
 * module and the offset in it. */
#ifndef STRATEGIES_RUNTIME_TRACKER_SYMBOLS_H
#define STRATEGIES_RUNTIME_TRACKER_SYMBOLS_H

#include <stdbool.h>
#include <stdint.h>

struct tracker_symbol {
    const char *function; /* NULL: unknown */
    const char *file;     /* NULL: unknown */
    int line;
    const char *module; /* the file name of a program or library, or NULL */
    uintptr_t offset;   /* of the address in it */
};

/* Looks at what is loaded now. Others wait until it is closed. The names it
 * gives live as long. Without memory there are modules only. */
void
tracker_symbols_open(void);
void
tracker_symbols_close(void);

/* What is at the call that returns to `address`. */
struct tracker_symbol
tracker_symbols_find(const void *address);

/* Whether this build has libdw. */
bool
tracker_symbols_have_lines(void);

#endif
