/* How much stack and heap n deferred calls of one function take, for each kind
 * of record, and what happens where there is no more of it. Each line of CSV
 * was run, in a process of its own. */
#include "allocators/system.h"
#include "bench/studies/stack/high_water.h"
#include "strategies/runtime/defer.h"
#include "strategies/runtime/defer_segmented.h"

#include <alloca.h>
#include <malloc.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

/* In memory that parent and child share. */
static struct seen {
    struct high_water used;
    volatile size_t registered, released;
    volatile bool overflowed;
    volatile bool ran;
} * seen;

static void
count_release(void *argument)
{
    (void)argument;
    seen->released++;
}

static __attribute__((noinline)) void
heap_records(size_t count)
{
    DEFER_FUNCTION(&system_allocator);
    for (size_t i = 0; i < count; i++) {
        if (!defer_loop(count_release, NULL))
            return;
        seen->registered++;
    }
}

/* Not for loops, as its header says: a function that does it all the same. */
static __attribute__((noinline)) void
stack_records(size_t count)
{
    DEFER_FUNCTION(&system_allocator);
    for (size_t i = 0; i < count; i++) {
        // cppcheck-suppress allocaCalled
        struct defer_record *record = alloca(sizeof *record);
        defer_once(record, count_release, NULL);
        seen->registered++;
    }
}

static __attribute__((noinline)) void
segmented_records(size_t count)
{
    DEFER_SEGMENTED(calls, &system_allocator);
    for (size_t i = 0; i < count; i++) {
        if (!defer_segmented_register(&calls, count_release, NULL))
            return;
        seen->registered++;
    }
}

enum {
    STACK_BYTES = 8 << 20,       /* as Linux gives a process */
    SMALL_STACK_BYTES = 64 << 10 /* as some programs give their threads */
};

static const struct kind {
    const char *name;
    void (*run)(size_t count);
    bool on_heap;
} kinds[] = {
    {"heap_records", heap_records, true},
    {"stack_records", stack_records, false},
    {"segmented_records", segmented_records, true},
};

struct trial {
    const struct kind *kind;
    size_t count;
    size_t stack_limit;  /* bytes */
    size_t memory_limit; /* bytes beyond what the process has; 0: none */
};

static void
run_trial(void *argument)
{
    const struct trial *trial = argument;
    trial->kind->run(trial->count);
}

static void
note_overflow(size_t stack_bytes)
{
    seen->used.stack_bytes = stack_bytes;
    seen->overflowed = true;
    _exit(0);
}

/* Bytes of address space of this process, from /proc/self/statm. */
static size_t
address_space(void)
{
    FILE *file = fopen("/proc/self/statm", "re");
    if (!file)
        return 0;
    char text[128];
    const char *pages = fgets(text, sizeof text, file);
    fclose(file);
    return pages ? strtoul(pages, NULL, 10) * (size_t)sysconf(_SC_PAGESIZE) : 0;
}

static void
child_run(struct trial *trial)
{
    if (trial->memory_limit) {
        rlim_t most =
            address_space() + trial->stack_limit + trial->memory_limit;
        setrlimit(RLIMIT_AS, &(struct rlimit){most, most});
    }
    /* Else a thread's malloc maps more than the limit at once, and then a page
     * for each block. */
    mallopt(M_ARENA_MAX, 1);
    high_water_on_overflow(note_overflow);
    seen->ran =
        high_water_run(&seen->used, trial->stack_limit, run_trial, trial);
    _exit(0);
}

static const char *
result_of(const struct trial *trial, int status)
{
    if (seen->overflowed)
        return "stack overflow";
    if (!WIFEXITED(status) || !seen->ran)
        return "crashed";
    return seen->registered < trial->count ? "refused" : "finished";
}

static const char *
detail_of(const char *result)
{
    if (strcmp(result, "stack overflow") == 0)
        return "SIGSEGV at the guard page";
    return strcmp(result, "refused") == 0 ? "no memory: errno was set" : "";
}

static void
print_trial(struct trial trial)
{
    memset(seen, 0, sizeof *seen);
    fflush(stdout);
    int status = -1;
    pid_t child = fork();
    if (child == 0)
        child_run(&trial);
    if (child > 0)
        waitpid(child, &status, 0);
    const char *result = result_of(&trial, status);
    printf("%s,%zu,%zu,%zu,%s,%zu,%zu,%zu,%zu,%s\n", trial.kind->name,
        trial.count, trial.stack_limit, trial.memory_limit, result,
        seen->registered, seen->released, seen->used.stack_bytes,
        seen->used.heap_bytes, detail_of(result));
}

static void
print_kind(const struct kind *kind)
{
    static const size_t counts[] = {
        0, 1, 5, 8, 9, 64, 1000, 10000, 100000, 1000000};
    for (size_t i = 0; i < sizeof counts / sizeof *counts; i++)
        print_trial((struct trial){kind, counts[i], STACK_BYTES, 0});
    print_trial((struct trial){kind, 10000, SMALL_STACK_BYTES, 0});
    if (kind->on_heap)
        print_trial(
            (struct trial){kind, 10000000, STACK_BYTES, (size_t)32 << 20});
}

int
main(void)
{
    seen = mmap(NULL, sizeof *seen, PROT_READ | PROT_WRITE,
        MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (seen == MAP_FAILED) {
        perror("stack-of-defers: no shared memory");
        return 1;
    }
    puts("mechanism,deferred,stack_limit_bytes,memory_limit_bytes,result,"
         "registered,released,stack_bytes,heap_bytes,detail");
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        print_kind(&kinds[i]);
    return fflush(stdout) == EOF;
}
