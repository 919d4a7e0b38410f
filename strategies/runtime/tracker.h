/* Who holds what: a tracker is told of every resource that is acquired and
 * released, and says what is still held, where that was created, how large it
 * is and how old. A resource is anything with a handle of one word.
 *
 *     static struct tracker *files; // tracker_create(&settings) in main
 *
 *     struct file *file_open(const char *path)
 *     {
 *         struct file *file = really_open(path);
 *         tracker_acquired(files, file, sizeof *file, TRACKER_CALLER);
 *         return file;
 *     }
 *
 *     void file_close(struct file *file)
 *     {
 *         if (tracker_may_release(
 *                 tracker_released(files, file, TRACKER_CALLER)))
 *             really_close(file);
 *     }
 *
 * tracked.h wraps an allocator or a resource of this project whole.
 *
 * The place of creation is a stack of return addresses, kept once for all
 * resources that were created there (tracker_stack.h). Handles are spread over
 * 64 tables, each under a lock of its own; a stack is found without a lock.
 * All memory comes from the kernel directly (tracker_arena.h), so an allocator
 * can be tracked.
 *
 * A sample is one in `sample_every` handles, chosen by a hash of the handle
 * that each tracker seeds anew: what is held has an even chance to be in it, no
 * rhythm of the program can hide from it, and all lives of one handle are in it
 * or none, so that mistakes are told as surely as without. Reports multiply
 * what they saw, and say so.
 *
 * Of a handle that was released before, the tracker knows as long as no 64
 * others of the same table were released since; later it is a stranger.
 *
 * A child of fork must leave the trackers of its parent alone.
 *
 * Compile tracker*.c with it, with -fexceptions; with -DTRACKER_LIBDW and -ldw
 * reports name functions and lines. */
#ifndef STRATEGIES_RUNTIME_TRACKER_H
#define STRATEGIES_RUNTIME_TRACKER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#ifdef __cplusplus
extern "C" {
#endif

enum {
    TRACKER_DEPTH_DEFAULT = 32, /* frames */
    TRACKER_DEPTH_MOST = 128
};

struct tracker_settings {
    const char *name;      /* what is tracked, in reports; it must outlive */
    unsigned depth;        /* frames kept of a stack; 0: the default */
    unsigned sample_every; /* 0 and 1: all are tracked */
    bool release_stacks;   /* also keep who released; costs a second stack */
};

/* A tracker of its own, or NULL and errno. The caller destroys it. */
struct tracker *
tracker_create(const struct tracker_settings *settings);

/* Ends its watch and gives its memory back. Nobody may use it meanwhile. */
void
tracker_destroy(struct tracker *tracker);

/* The place that called the function in which this is written. That function
 * should not be inlined, or the place is one further out. */
#define TRACKER_CALLER __builtin_frame_address(0)

/* `handle` is held from now on; NULL is ignored. The same handle may be held
 * several times, and is then to be released as often. */
void
tracker_acquired(
    struct tracker *tracker, void *handle, size_t size, const void *caller);

enum tracker_answer {
    TRACKER_WAS_HELD,
    TRACKER_UNTRACKED,      /* not in the sample, or NULL */
    TRACKER_RELEASED_TWICE, /* it was released before, and not acquired since */
    TRACKER_STRANGER        /* it was never acquired */
};

/* `handle` is about to be released: to be called before anybody else can get
 * the same. Mistakes are kept for the reports. */
enum tracker_answer
tracker_released(struct tracker *tracker, void *handle, const void *caller);

static inline bool
tracker_may_release(enum tracker_answer answer)
{
    return answer <= TRACKER_UNTRACKED;
}

/* Sums since the tracker was created; of a sample, estimates. A read while
 * others work is a moment's picture. */
struct tracker_totals {
    unsigned sample_every;
    uint64_t acquired;
    uint64_t released;
    uint64_t held;
    uint64_t held_bytes;
    uint64_t held_seen; /* in the sample: what `held` is multiplied from */
    uint64_t double_releases;
    uint64_t stranger_releases;
    uint64_t dropped;      /* not tracked, for want of memory */
    uint64_t memory_bytes; /* that the tracker itself has taken */
};

void
tracker_read_totals(struct tracker *tracker, struct tracker_totals *totals);

/* Reports. */

struct tracker_stack; /* see tracker_stack.h */

/* What is held from one place of creation; of a sample, estimates. */
struct tracker_group {
    const struct tracker_stack *created_by;
    uint64_t held;
    uint64_t held_bytes;
    uint64_t oldest_ns; /* age, to a tick of the kernel (4 ms) */
    uint64_t newest_ns;
};

/* Mistakes of one kind at one place. */
struct tracker_mistake {
    enum tracker_answer kind; /* released twice, or a stranger */
    uint64_t count;
    const void *handle;                      /* the first one's */
    const struct tracker_stack *at;          /* who released wrongly */
    const struct tracker_stack *created_by;  /* NULL: unknown */
    const struct tracker_stack *released_by; /* before; NULL: not kept */
};

enum { TRACKER_MISTAKE_PLACES = 64 /* that are told apart */ };

struct tracker_report {
    const char *name;
    struct tracker_totals totals;
    struct tracker_group *groups; /* largest first: bytes, then resources */
    size_t groups_count;
    size_t groups_bytes; /* of memory */
    struct tracker_mistake mistakes[TRACKER_MISTAKE_PLACES];
    size_t mistakes_count;
};

/* Looks at everything that has been held for `older_than_ms` at least. The
 * totals count everything. False and errno without memory. The stacks live as
 * long as the tracker; tracker_report_free gives back the rest. */
bool
tracker_scan(struct tracker *tracker, unsigned older_than_ms,
    struct tracker_report *report);
void
tracker_report_free(struct tracker_report *report);

enum tracker_format {
    TRACKER_TEXT,
    TRACKER_JSON,
    TRACKER_PROMETHEUS /* the exposition format, the largest 100 places */
};

/* Scans and writes a report with names of functions and lines. False and errno
 * when it could not be written whole. */
bool
tracker_write(struct tracker *tracker, enum tracker_format format,
    unsigned older_than_ms, FILE *out);

/* The same into a file, which is replaced whole or not at all. */
bool
tracker_write_file(struct tracker *tracker, enum tracker_format format,
    unsigned older_than_ms, const char *path);

struct tracker_watch {
    const char *path; /* of the file to be replaced; NULL: standard error */
    enum tracker_format format;
    unsigned older_than_ms;
    unsigned interval_ms; /* a report each; 0: none by the clock */
    bool on_sigusr2;      /* a report whenever the process gets the signal */
    bool at_exit;         /* a report when the process exits */
};

enum { TRACKER_WATCHES = 16 /* trackers that are watched at once */ };

/* Has a thread of its own write reports. False and errno: EAGAIN when too many
 * trackers are watched, EALREADY when this one is. `path` must outlive it. */
bool
tracker_watch_start(struct tracker *tracker, const struct tracker_watch *watch);

/* Ends it. Returns the errno of the last report that could not be written, or
 * 0; so too when there was no watch. */
int
tracker_watch_stop(struct tracker *tracker);

#ifdef __cplusplus
}
#endif

#endif
