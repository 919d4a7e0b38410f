/* Probes before allocator and resource. A probed handle is a pointer to an
 * entry that keeps the real handle and when it was last used; entries are
 * never reused within a run, so that nothing here needs a lock. */
#include "bench/probe.h"

#include "bench/clock.h"

#include <errno.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>

enum {
    PROBE_STACK_BYTES = 1 << 20, /* of a thread, painted before it starts */
    PROBE_PAINT = 0xa5
};

/* A number that many threads move, and the highest it has been. Relaxed: the
 * threads are joined before anybody reads. */
struct gauge {
    _Atomic int64_t now;
    _Atomic int64_t peak;
};

struct probe_entry {
    void *handle;
    uint64_t last_use_ns; /* 0 once let go */
};

static struct probe {
    const struct allocator *allocator;
    const struct resource *resource;
    struct probe_entry *entries;
    _Atomic size_t entries_taken;
    size_t entries_capacity;
    struct gauge held, held_bytes, heap_bytes, record_bytes, records;
    _Atomic uint64_t allocations;
    _Atomic int failure; /* errno of the first failure */
    _Atomic uint64_t held_at_failure;
} probe;

/* What one thread saw; added up after it has ended. */
struct probe_thread {
    uint64_t hold_ns_sum, hold_ns_max, let_go;
    uint64_t burst, burst_peak;
    uint64_t burst_start_ns, burst_ns;
    bool inside_resource; /* who asks the allocator now */
};
static _Thread_local struct probe_thread here;

static void
gauge_move(struct gauge *gauge, int64_t by)
{
    int64_t now =
        by + atomic_fetch_add_explicit(&gauge->now, by, memory_order_relaxed);
    int64_t peak = atomic_load_explicit(&gauge->peak, memory_order_relaxed);
    while (now > peak &&
           !atomic_compare_exchange_weak_explicit(&gauge->peak, &peak, now,
               memory_order_relaxed, memory_order_relaxed)) {
    }
}

/* The allocator's probe: who asked, and for how much. */

static void
count_block(const void *block, int64_t sign)
{
    if (!block)
        return;
    int64_t bytes = sign * (int64_t)probe.allocator->usable_size(block);
    gauge_move(&probe.heap_bytes, bytes);
    if (here.inside_resource) {
        gauge_move(&probe.held_bytes, bytes);
        return;
    }
    gauge_move(&probe.record_bytes, bytes);
    gauge_move(&probe.records, sign);
}

static void *
count_allocation(void *block)
{
    atomic_fetch_add_explicit(&probe.allocations, 1, memory_order_relaxed);
    count_block(block, 1);
    return block;
}

static void *
probed_allocate(size_t size)
{
    return count_allocation(probe.allocator->allocate(size));
}

static void *
probed_allocate_aligned(size_t alignment, size_t size)
{
    return count_allocation(probe.allocator->allocate_aligned(alignment, size));
}

static void *
probed_allocate_zeroed(size_t count, size_t size)
{
    return count_allocation(probe.allocator->allocate_zeroed(count, size));
}

static void *
probed_resize(void *block, size_t size)
{
    count_block(block, -1);
    void *moved = probe.allocator->resize(block, size);
    count_block(moved ? moved : block, 1);
    atomic_fetch_add_explicit(&probe.allocations, 1, memory_order_relaxed);
    return moved;
}

static void
probed_release(void *block)
{
    count_block(block, -1);
    probe.allocator->release(block);
}

static size_t
probed_usable_size(const void *block)
{
    return probe.allocator->usable_size(block);
}

static size_t
probed_trim(void)
{
    return probe.allocator->trim();
}

static void
probed_read_counters(struct allocator_counters *counters)
{
    probe.allocator->read_counters(counters);
}

static const struct allocator probed_allocator = {
    .name = "probed",
    .summary = "counts who asks for how much",
    .allocate = probed_allocate,
    .allocate_aligned = probed_allocate_aligned,
    .allocate_zeroed = probed_allocate_zeroed,
    .resize = probed_resize,
    .release = probed_release,
    .usable_size = probed_usable_size,
    .trim = probed_trim,
    .read_counters = probed_read_counters,
};

/* The resource's probe: what is held, and when it was used and let go. */

static void
note_failure(int reason)
{
    int none = 0;
    if (atomic_compare_exchange_strong_explicit(&probe.failure, &none,
            reason ? reason : EIO, memory_order_relaxed, memory_order_relaxed))
        atomic_store_explicit(&probe.held_at_failure,
            (uint64_t)atomic_load_explicit(
                &probe.held.now, memory_order_relaxed),
            memory_order_relaxed);
}

/* A step that is no release ends a row of releases. */
static void
end_burst(void)
{
    here.burst = 0;
}

static void
extend_burst(uint64_t started_ns, uint64_t ended_ns)
{
    if (here.burst++ == 0)
        here.burst_start_ns = started_ns;
    if (here.burst > here.burst_peak)
        here.burst_peak = here.burst;
    if (ended_ns - here.burst_start_ns > here.burst_ns)
        here.burst_ns = ended_ns - here.burst_start_ns;
}

/* Notes that a resource used until `last_use_ns` is let go now. */
static void
note_let_go(struct probe_entry *entry, uint64_t started_ns)
{
    if (entry->last_use_ns == 0)
        return;
    uint64_t held_ns = started_ns - entry->last_use_ns;
    entry->last_use_ns = 0;
    here.hold_ns_sum += held_ns;
    if (held_ns > here.hold_ns_max)
        here.hold_ns_max = held_ns;
    here.let_go++;
    extend_burst(started_ns, now_ns());
}

static struct probe_entry *
entry_take(void *handle)
{
    size_t index = atomic_fetch_add_explicit(
        &probe.entries_taken, 1, memory_order_relaxed);
    if (index >= probe.entries_capacity)
        abort(); /* a strategy acquires at most `count` on each thread */
    struct probe_entry *entry = &probe.entries[index];
    *entry = (struct probe_entry){handle, now_ns()};
    return entry;
}

static void *
probed_acquire(const struct allocator *allocator, size_t size)
{
    end_burst();
    here.inside_resource = true;
    void *handle = probe.resource->acquire(allocator, size);
    int reason = errno;
    here.inside_resource = false;
    if (!handle) {
        note_failure(reason);
        errno = reason;
        return NULL;
    }
    gauge_move(&probe.held, 1);
    return entry_take(handle);
}

static bool
probed_use(const struct allocator *allocator, void *handle, size_t size)
{
    end_burst();
    struct probe_entry *entry = handle;
    here.inside_resource = true;
    bool used = probe.resource->use(allocator, entry->handle, size);
    int reason = errno;
    here.inside_resource = false;
    if (!used)
        note_failure(reason);
    entry->last_use_ns = now_ns();
    errno = reason;
    return used;
}

static void
probed_let_go(const struct allocator *allocator, void *handle)
{
    struct probe_entry *entry = handle;
    uint64_t started_ns = now_ns();
    here.inside_resource = true;
    probe.resource->release(allocator, entry->handle);
    here.inside_resource = false;
    gauge_move(&probe.held, -1);
    note_let_go(entry, started_ns);
}

static void
probed_park(void *handle)
{
    struct probe_entry *entry = handle;
    uint64_t started_ns = now_ns();
    if (probe.resource->park)
        probe.resource->park(entry->handle);
    note_let_go(entry, started_ns);
}

static bool
probed_reset(void *handle)
{
    end_burst();
    struct probe_entry *entry = handle;
    entry->last_use_ns = now_ns();
    return !probe.resource->reset || probe.resource->reset(entry->handle);
}

static const struct resource probed_resource = {
    .name = "probed",
    .summary = "counts what is held",
    .acquire = probed_acquire,
    .use = probed_use,
    .release = probed_let_go,
    .park = probed_park,
    .reset = probed_reset,
};

static void
probed_release_bound(void *handle)
{
    probed_let_go(&probed_allocator, handle);
}

/* One thread of the run, on a stack of its own. The gate's lock is held while
 * threads are being started, so that all begin together or not at all. */

struct gate {
    pthread_mutex_t lock;
    bool abandoned; /* guarded by lock */
};

/* Waits until the gate opens. False when the run was given up. */
static bool
gate_pass(struct gate *gate)
{
    pthread_mutex_lock(&gate->lock);
    bool abandoned = gate->abandoned;
    pthread_mutex_unlock(&gate->lock);
    return !abandoned;
}

struct probe_runner {
    const struct cell_code *code;
    struct work work;
    struct gate *gate;
    pthread_t thread;
    unsigned char *stack;
    size_t completed;
    uint64_t stack_bytes;
    uint64_t page_faults;
    struct probe_thread seen;
};

static uint64_t
page_faults_so_far(void)
{
    struct rusage usage;
    getrusage(RUSAGE_THREAD, &usage);
    return (uint64_t)usage.ru_minflt + (uint64_t)usage.ru_majflt;
}

/* Bytes of a painted stack that were written below `from`. */
static uint64_t
stack_depth(const unsigned char *stack, const unsigned char *from)
{
    const unsigned char *lowest = stack;
    while (lowest < from && *lowest == PROBE_PAINT)
        lowest++;
    return (uint64_t)(from - lowest);
}

static void *
runner_run(void *argument)
{
    struct probe_runner *runner = argument;
    here = (struct probe_thread){0};
    if (!gate_pass(runner->gate))
        return NULL;
    uint64_t faults = page_faults_so_far();
    const unsigned char *from = __builtin_frame_address(0);
    errno = 0;
    runner->completed = runner->code->strategy->run(&runner->work);
    if (runner->completed < runner->work.count)
        note_failure(errno);
    runner->page_faults = page_faults_so_far() - faults;
    runner->stack_bytes = stack_depth(runner->stack, from);
    runner->seen = here;
    return NULL;
}

static bool
runner_start(struct probe_runner *runner)
{
    void *stack = mmap(NULL, PROBE_STACK_BYTES, PROT_READ | PROT_WRITE,
        MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (stack == MAP_FAILED)
        return false;
    memset(stack, PROBE_PAINT, PROBE_STACK_BYTES);
    runner->stack = stack;
    pthread_attr_t attributes;
    pthread_attr_init(&attributes);
    pthread_attr_setstack(&attributes, stack, PROBE_STACK_BYTES);
    int code = pthread_create(&runner->thread, &attributes, runner_run, runner);
    pthread_attr_destroy(&attributes);
    if (code == 0)
        return true;
    munmap(stack, PROBE_STACK_BYTES);
    errno = code;
    return false;
}

static void
runner_join(struct probe_runner *runner)
{
    pthread_join(runner->thread, NULL);
    munmap(runner->stack, PROBE_STACK_BYTES);
}

static uint64_t
larger(uint64_t a, uint64_t b)
{
    return a > b ? a : b;
}

static void
add_runner(struct probe_result *result, const struct probe_runner *runner)
{
    const struct probe_thread *seen = &runner->seen;
    result->completed += runner->completed;
    result->failures += runner->completed < runner->work.count;
    result->page_faults += runner->page_faults;
    result->stack_bytes = larger(result->stack_bytes, runner->stack_bytes);
    result->hold_ns_sum += seen->hold_ns_sum;
    result->hold_ns_max = larger(result->hold_ns_max, seen->hold_ns_max);
    result->let_go += seen->let_go;
    result->burst_peak = larger(result->burst_peak, seen->burst_peak);
    result->burst_ns = larger(result->burst_ns, seen->burst_ns);
}

static uint64_t
peak_of(struct gauge *gauge)
{
    return (uint64_t)atomic_load_explicit(&gauge->peak, memory_order_relaxed);
}

static void
add_gauges(struct probe_result *result)
{
    result->held_peak = peak_of(&probe.held);
    result->held_bytes_peak = peak_of(&probe.held_bytes);
    result->heap_bytes_peak = peak_of(&probe.heap_bytes);
    result->record_bytes_peak = peak_of(&probe.record_bytes);
    result->records_peak = peak_of(&probe.records);
    result->allocations =
        atomic_load_explicit(&probe.allocations, memory_order_relaxed);
    result->failure =
        atomic_load_explicit(&probe.failure, memory_order_relaxed);
    result->held_at_failure =
        atomic_load_explicit(&probe.held_at_failure, memory_order_relaxed);
    result->left =
        (uint64_t)atomic_load_explicit(&probe.held.now, memory_order_relaxed);
}

/* Starts `threads` runners behind the gate and opens it. False and errno when
 * not all could start; then none has run. */
static bool
runners_start(struct probe_runner *runners, unsigned threads, unsigned *started)
{
    struct gate *gate = runners[0].gate;
    pthread_mutex_lock(&gate->lock);
    *started = 0;
    while (*started < threads && runner_start(&runners[*started]))
        ++*started;
    int reason = errno;
    gate->abandoned = *started < threads;
    pthread_mutex_unlock(&gate->lock);
    errno = reason;
    return *started == threads;
}

static bool
runners_run(
    struct probe_runner *runners, unsigned threads, struct probe_result *result)
{
    unsigned started;
    bool ran = runners_start(runners, threads, &started);
    int reason = errno;
    for (unsigned i = 0; i < started; i++)
        runner_join(&runners[i]);
    for (unsigned i = 0; ran && i < started; i++)
        add_runner(result, &runners[i]);
    errno = reason;
    return ran;
}

static bool
probe_begin(const struct cell_code *code, size_t count, unsigned threads)
{
    probe = (struct probe){.allocator = code->allocator,
        .resource = code->resource,
        .entries_capacity = count * threads};
    probe.entries = calloc(probe.entries_capacity, sizeof *probe.entries);
    return probe.entries != NULL;
}

bool
probe_run(const struct cell_code *code, size_t size, size_t count,
    unsigned threads, struct probe_result *result)
{
    *result = (struct probe_result){0};
    struct probe_runner *runners = calloc(threads, sizeof *runners);
    if (!runners || !probe_begin(code, count, threads)) {
        free(runners);
        return false;
    }
    struct gate gate = {.lock = PTHREAD_MUTEX_INITIALIZER};
    const struct work work = {
        &probed_allocator, &probed_resource, probed_release_bound, size, count};
    for (unsigned i = 0; i < threads; i++)
        runners[i] =
            (struct probe_runner){.code = code, .work = work, .gate = &gate};
    bool run = runners_run(runners, threads, result);
    if (code->strategy->settle)
        code->strategy->settle(&work);
    add_gauges(result);
    pthread_mutex_destroy(&gate.lock);
    free(runners);
    free(probe.entries);
    return run;
}
