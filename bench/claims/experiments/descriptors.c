/* How many files a loop opens before the limit on descriptors stops it, by what
 * closes them. Each is a process of its own, which sets its limit. */
#include "allocators/thread_cache.h"
#include "bench/claims/experiments/experiments.h"
#include "bench/claims/experiments/short_text.h"
#include "strategies/runtime/defer.h"
#include "strategies/runtime/pool.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

/* Tried beyond the limit, so that a loop that leaks must meet it. */
enum { BEYOND = 64 };

/* What a child counts, in memory that its parent shares. */
struct opener {
    rlim_t limit; /* that holds */
    int wanted;   /* opens */
    int opens;
    int held;
    int peak;
    int failure; /* errno, or 0 */
};

static struct opener *opener;

static int
open_one(void)
{
    int file = open("/proc/self/exe", O_RDONLY | O_CLOEXEC);
    if (file < 0) {
        opener->failure = errno;
        return file;
    }
    opener->held++;
    if (opener->peak < opener->held)
        opener->peak = opener->held;
    return file;
}

static void
close_one(void *file)
{
    close((int)(intptr_t)file);
    opener->held--;
}

static void
open_and_defer(void)
{
    DEFER_FUNCTION(&thread_cache_allocator);
    while (opener->opens < opener->wanted) {
        int file = open_one();
        if (file < 0 || !defer_loop(close_one, (void *)(intptr_t)file))
            return;
        opener->opens++;
    }
}

static bool
open_in_scope(void)
{
    DEFER_FUNCTION_OF(bool, opened, &thread_cache_allocator);
    DEFER_OPEN(close_one);
    int file = open_one();
    if (file < 0)
        DEFER_OPEN_RETURN(false);
    defer_open(0, (void *)(intptr_t)file);
    opener->opens++;
    DEFER_OPEN_RETURN(true);
}

static void
open_scoped(void)
{
    while (opener->opens < opener->wanted)
        if (!open_in_scope())
            return;
}

static void
open_and_close(void)
{
    while (opener->opens < opener->wanted) {
        int file = open_one();
        if (file < 0)
            return;
        opener->opens++;
        close_one((void *)(intptr_t)file);
    }
}

/* 0 is a descriptor, and no object of a pool: they are kept one higher. */
static void *
create_file(void *context)
{
    (void)context;
    return (void *)((intptr_t)open_one() + 1);
}

static void
discard_file(void *context, void *file)
{
    (void)context;
    close_one((char *)file - 1);
}

static struct pool files =
    POOL_INITIALIZER(.create = create_file, .discard = discard_file);

static void
open_from_pool(void)
{
    while (opener->opens < opener->wanted) {
        void *file = pool_get(&files);
        if (!file)
            return;
        opener->opens++;
        if (!pool_put(&files, file))
            discard_file(NULL, file);
    }
}

/* Both limits, or the soft one as high as the hard one lets it. */
static void
set_limit(rlim_t limit)
{
    struct rlimit both = {limit, limit};
    if (setrlimit(RLIMIT_NOFILE, &both) != 0) {
        getrlimit(RLIMIT_NOFILE, &both);
        both.rlim_cur = limit < both.rlim_max ? limit : both.rlim_max;
        setrlimit(RLIMIT_NOFILE, &both);
    }
    opener->limit = both.rlim_cur;
    opener->wanted = (int)both.rlim_cur + BEYOND;
}

/* False when the child could not be started, or crashed. */
static bool
count_in_child(rlim_t limit, void (*strategy)(void))
{
    memset(opener, 0, sizeof *opener);
    pid_t child = fork();
    if (child == 0) {
        set_limit(limit);
        strategy();
        _exit(0);
    }
    int status = -1;
    return child > 0 && waitpid(child, &status, 0) == child && status == 0;
}

static void
print_opener(struct printer *printer, const char *setting)
{
    print_value(
        printer, setting, "limit", "descriptors", (double)opener->limit);
    print_value(printer, setting, "wanted", "uses", opener->wanted);
    print_value(printer, setting, "uses", "uses", opener->opens);
    print_value(printer, setting, "held_peak", "files", opener->peak);
    if (opener->failure)
        print_text(printer, setting, "failure", strerror(opener->failure));
}

static int
descriptors_run(struct printer *printer)
{
    static const rlim_t limits[] = {64, 256, 1024, 4096, 65536};
    static const struct {
        const char *name;
        void (*run)(void);
    } strategies[] = {{"loop_defer", open_and_defer},
        {"scoped_defer", open_scoped}, {"explicit_close", open_and_close},
        {"object_pool", open_from_pool}};
    opener = mmap(NULL, sizeof *opener, PROT_READ | PROT_WRITE,
        MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (opener == MAP_FAILED)
        return 1;
    for (size_t i = 0; i < sizeof limits / sizeof *limits; i++)
        for (size_t j = 0; j < sizeof strategies / sizeof *strategies; j++)
            if (count_in_child(limits[i], strategies[j].run))
                print_opener(
                    printer, short_text("%s limit=%ju", strategies[j].name,
                                 (uintmax_t)limits[i])
                                 .bytes);
    return 0;
}

EXPERIMENT(
    descriptors, 1, "files opened until the limit stops it", descriptors_run)
