/* Statistics for who runs a program on the tiers. With TIERS_STATISTICS=1 in
 * the environment a process writes them at its exit to the standard error
 * stream, with TIERS_STATISTICS=FILE as CSV into FILE.PID. Nothing here
 * allocates: vsnprintf does not for whole numbers and short names. */
#include "allocators/preload/entry.h"
#include "allocators/preload/tiers.h"
#include "allocators/tiers/collector_bits.h"
#include "allocators/tiers/page_heap.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/auxv.h>
#include <unistd.h>

static_assert((int)TIERS_COUNT == (int)ALLOCATOR_TIERS &&
                  (int)TIERS_HEAP == (int)ALLOCATOR_TIER_HEAP &&
                  (int)TIERS_CENTRAL == (int)ALLOCATOR_TIER_CENTRAL,
    "the tiers are told by the same numbers inside and outside");
static_assert(ALLOCATOR_CLASSES == SIZE_CLASS_COUNT &&
                  (int)ALLOCATOR_CLASSES <= TIERS_CLASSES_MOST,
    "there is room for every class");

/* Reading. */

static void
add_calls(struct tiers_calls *sum, const struct tiers_calls *more)
{
    sum->mallocs += more->mallocs;
    sum->frees += more->frees;
}

static void
sort_calls(struct tiers_statistics *statistics,
    const struct allocator_counters *counters)
{
    struct tiers_calls all = {0};
    statistics->classes = ALLOCATOR_CLASSES;
    for (unsigned i = 0; i < ALLOCATOR_CLASSES; i++) {
        struct tiers_class *class = &statistics->by_class[i];
        class->block_bytes = size_class_block_bytes[i];
        for (int tier = 0; tier < TIERS_COUNT; tier++) {
            class->by_tier[tier] = (struct tiers_calls){
                counters->allocations[tier][i], counters->frees[tier][i]};
            add_calls(&statistics->by_tier[tier], &class->by_tier[tier]);
            add_calls(&all, &class->by_tier[tier]);
        }
    }
    statistics->mallocs = all.mallocs;
    statistics->frees = all.frees;
    statistics->live_blocks = all.mallocs - all.frees;
}

ENTRY_POINT void
tiers_read_statistics(struct tiers_statistics *statistics)
{
    struct allocator_counters counters;
    thread_cache_read_counters(&counters);
    struct page_heap_counters pages = page_heap_read_counters();
    memset(statistics, 0, sizeof *statistics);
    statistics->mapped_bytes = pages.mapped_bytes +
                               thread_cache_metadata_bytes() +
                               collector_bits_mapped_bytes();
    statistics->in_use_bytes = pages.used_bytes;
    statistics->idle_bytes = pages.arena_bytes - pages.used_bytes;
    statistics->released_bytes = pages.returned_bytes;
    statistics->metadata_bytes = statistics->mapped_bytes - pages.arena_bytes;
    statistics->allocated_bytes = counters.bytes_in_use;
    statistics->locks_taken = counters.locks_taken;
    statistics->locks_waited = counters.locks_waited;
    sort_calls(statistics, &counters);
}

/* Writing. */

struct report {
    int file;
    size_t length;
    char bytes[4096];
};

enum { LINE_BYTES = 256 }; /* most that one call of `say` adds */

static void
send_out(struct report *report)
{
    const char *rest = report->bytes;
    while (report->length > 0) {
        ssize_t written = write(report->file, rest, report->length);
        if (written < 0 && errno != EINTR)
            break;
        if (written > 0) {
            rest += written;
            report->length -= (size_t)written;
        }
    }
    report->length = 0;
}

__attribute__((format(printf, 2, 3))) static void
say(struct report *report, const char *format, ...)
{
    if (report->length > sizeof report->bytes - LINE_BYTES)
        send_out(report);
    va_list arguments;
    va_start(arguments, format);
    // NOLINTNEXTLINE(clang-analyzer-valist.Uninitialized): it is initialized.
    int length = vsnprintf(
        report->bytes + report->length, LINE_BYTES, format, arguments);
    va_end(arguments);
    if (length > 0)
        report->length += length < LINE_BYTES ? (size_t)length : LINE_BYTES - 1;
}

static const char *const tier_names[TIERS_COUNT] = {
    "thread_cache", "central", "heap"};

struct total {
    const char *name;
    const char *meaning;
    uint64_t value;
};

enum { TOTALS = 11 };

static void
list_totals(
    const struct tiers_statistics *statistics, struct total totals[TOTALS])
{
    const struct total all[TOTALS] = {
        {"mapped_bytes", "bytes mapped", statistics->mapped_bytes},
        {"in_use_bytes", "bytes of pages in use", statistics->in_use_bytes},
        {"idle_bytes", "bytes of idle pages", statistics->idle_bytes},
        {"released_bytes", "of them released", statistics->released_bytes},
        {"metadata_bytes", "bytes of structures", statistics->metadata_bytes},
        {"allocated_bytes", "bytes allocated", statistics->allocated_bytes},
        {"mallocs", "mallocs", statistics->mallocs},
        {"frees", "frees", statistics->frees},
        {"live_blocks", "live blocks", statistics->live_blocks},
        {"locks_taken", "locks taken", statistics->locks_taken},
        {"locks_waited", "of them waited for", statistics->locks_waited},
    };
    memcpy(totals, all, sizeof all);
}

static void
write_csv_calls(
    struct report *report, const struct tiers_class *class, int tier)
{
    const struct tiers_calls *calls = &class->by_tier[tier];
    if (calls->mallocs > 0)
        say(report, "mallocs,%s,%zu,%ju\n", tier_names[tier],
            class->block_bytes, (uintmax_t)calls->mallocs);
    if (calls->frees > 0)
        say(report, "frees,%s,%zu,%ju\n", tier_names[tier], class->block_bytes,
            (uintmax_t)calls->frees);
}

static void
write_csv(struct report *report, const struct tiers_statistics *statistics)
{
    struct total totals[TOTALS];
    list_totals(statistics, totals);
    say(report, "measure,tier,block_bytes,value\n");
    for (size_t i = 0; i < TOTALS; i++)
        say(report, "%s,,,%ju\n", totals[i].name, (uintmax_t)totals[i].value);
    for (size_t i = 0; i < statistics->classes; i++)
        for (int tier = 0; tier < TIERS_COUNT; tier++)
            write_csv_calls(report, &statistics->by_class[i], tier);
}

static void
write_row(struct report *report, const struct tiers_class *class)
{
    struct tiers_calls all = {0};
    for (int tier = 0; tier < TIERS_COUNT; tier++)
        add_calls(&all, &class->by_tier[tier]);
    if (all.mallocs == 0)
        return;
    if (class->block_bytes > 0)
        say(report, "  %12zu", class->block_bytes);
    else
        say(report, "  %12s", "larger");
    for (int tier = 0; tier < TIERS_COUNT; tier++)
        say(report, " %14ju", (uintmax_t) class->by_tier[tier].mallocs);
    say(report, " %14ju %14ju\n", (uintmax_t)all.frees,
        (uintmax_t)(all.mallocs - all.frees));
}

static void
write_text(struct report *report, const struct tiers_statistics *statistics)
{
    struct total totals[TOTALS];
    list_totals(statistics, totals);
    say(report, "libtiers.so: process %d at its exit\n", (int)getpid());
    for (size_t i = 0; i < TOTALS; i++)
        say(report, "  %-22s %14ju\n", totals[i].meaning,
            (uintmax_t)totals[i].value);
    say(report, "  %12s %14s %14s %14s %14s %14s\n", "block bytes",
        "by thread cache", "by central", "by heap", "frees", "live");
    for (size_t i = 0; i < statistics->classes; i++)
        write_row(report, &statistics->by_class[i]);
}

/* At exit. */

/* What the environment asked for when the process began: programs change it
 * later, and close the standard error stream before destructors run. */
static struct wish {
    bool text;
    int text_file; /* a duplicate of the standard error stream */
    char csv[PATH_MAX];
} wish;

/* Beyond what programs count on to be free. */
enum { HIGH_DESCRIPTOR = 200 };

static const char variable[] = "TIERS_STATISTICS=";

static void
keep_standard_error(void)
{
    int kept = fcntl(STDERR_FILENO, F_DUPFD_CLOEXEC, HIGH_DESCRIPTOR);
    wish.text_file = kept < 0 ? STDERR_FILENO : kept;
}

static void
make_wish(const char *value)
{
    wish.text = strcmp(value, "1") == 0;
    if (wish.text)
        keep_standard_error();
    else if (strcmp(value, "0") != 0 && strlen(value) < sizeof wish.csv)
        memcpy(wish.csv, value, strlen(value) + 1);
}

/* This runs before libc's own constructors: getenv has no environment yet. Who
 * runs with the rights of another user must not choose files for it. */
__attribute__((constructor)) static void
read_environment(int count, char **arguments, char **environment)
{
    (void)count;
    (void)arguments;
    if (getauxval(AT_SECURE))
        return;
    for (; *environment; environment++)
        if (strncmp(*environment, variable, sizeof variable - 1) == 0)
            make_wish(*environment + sizeof variable - 1);
}

static int
open_csv(void)
{
    char name[PATH_MAX + 16];
    snprintf(name, sizeof name, "%s.%d", wish.csv, (int)getpid());
    return open(name, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
}

static void
complain(int error)
{
    struct report report = {.file = STDERR_FILENO};
    say(&report, "libtiers.so: no statistics in %.180s.%d: %s.\n", wish.csv,
        (int)getpid(), strerrordesc_np(error));
    send_out(&report);
}

static void
write_all(int file,
    void (*write_one)(struct report *, const struct tiers_statistics *))
{
    struct tiers_statistics statistics;
    struct report report = {.file = file};
    tiers_read_statistics(&statistics);
    write_one(&report, &statistics);
    send_out(&report);
    close(file);
}

__attribute__((destructor)) static void
tell_at_exit(void)
{
    if (wish.text)
        write_all(wish.text_file, write_text);
    if (!wish.csv[0])
        return;
    int file = open_csv();
    if (file >= 0)
        write_all(file, write_csv);
    else
        complain(errno);
}
