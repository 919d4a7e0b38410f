/* Nobody in the program watches: malloc, free and open as they are. */
#ifndef BENCH_CLAIMS_LEAKS_UNWATCHED_H
#define BENCH_CLAIMS_LEAKS_UNWATCHED_H

#include <fcntl.h>
#include <stdlib.h>

enum { WAY_ALL, WAYS, WAY_FIRST_WATCHED = WAY_ALL };

static inline const char *
way_name(unsigned way)
{
    (void)way;
    return "";
}

static inline void
watch_begin(unsigned way)
{
    (void)way;
}

static inline void
watch_end(void)
{
}

/* Variables, so that no compiler and no analyser sees what is done with them
 * here: the program does wrong on purpose. */
static void *(*volatile allocate)(size_t size) = malloc;
static void (*volatile give_back)(void *block) = free;

static __attribute__((noinline)) void *
create(size_t size)
{
    return allocate(size);
}

static __attribute__((noinline)) void
destroy(void *block)
{
    give_back(block);
}

static __attribute__((noinline)) void
create_file(size_t size)
{
    (void)size;
    open("/dev/null", O_RDONLY | O_CLOEXEC);
}

/* What tells of these is outside of the program. */

static inline void
time_captures(const char *setting)
{
    (void)setting;
}

static inline void
watch_report(
    const char *way, const char *kind, unsigned places, unsigned per_place)
{
    (void)way;
    (void)kind;
    (void)places;
    (void)per_place;
}

static inline void
watch_report_mistakes(const char *kind, unsigned planted)
{
    (void)kind;
    (void)planted;
}

static inline size_t
place_bytes(unsigned place)
{
    return 100 + 10 * (size_t)place;
}

#endif
