/* A handle that the cell gets is a pointer to an entry in the list of what it
 * has; what is in that list after a call, and not parked in a pool, leaked. */
#include "bench/fault.h"

#include "allocators/system.h"
#include "strategies/runtime/defer.h"
#include "strategies/runtime/panic.h"

#include <errno.h>
#include <math.h>
#include <setjmp.h>
#include <stdlib.h>

struct fault_entry {
    void *handle;
    struct fault_entry *next, **link; /* link: what points to this entry */
    bool parked;
};

static struct fault {
    const struct cell_code *code;
    struct fault_plan plan;
    struct fault_result seen;
    struct fault_entry *live;
    unsigned short random[3]; /* erand48's state */
    jmp_buf caller;
    bool out_of_memory;
} fault;

const char *
fault_way_name(enum fault_way way)
{
    static const char *const names[FAULT_WAYS] = {
        [FAULT_RETURNS] = "error return",
        [FAULT_PANICS] = "panic",
        [FAULT_JUMPS] = "longjmp",
    };
    return names[way];
}

uint64_t
fault_calls_for(uint64_t taken, size_t count, double probability)
{
    /* A resource survives two draws, so a call takes about 1 / (2 p). */
    double per_call = fmin((double)count, 0.5 / fmax(probability, 1e-9));
    return (uint64_t)ceil((double)taken / fmax(per_call, 1));
}

/* Whether a fault happens here. With a way that leaves, it does not return. */
static bool
fault_strikes(void)
{
    if (erand48(fault.random) >= fault.plan.probability)
        return false;
    fault.seen.faults++;
    if (fault.plan.way == FAULT_PANICS)
        panic_text("an injected fault");
    if (fault.plan.way == FAULT_JUMPS)
        longjmp(fault.caller, 1);
    errno = EIO;
    return true;
}

static struct fault_entry *
entry_add(void *handle)
{
    struct fault_entry *entry = malloc(sizeof *entry);
    if (!entry)
        return NULL;
    *entry = (struct fault_entry){handle, fault.live, &fault.live, false};
    if (fault.live)
        fault.live->link = &entry->next;
    fault.live = entry;
    return entry;
}

static void
entry_remove(struct fault_entry *entry)
{
    *entry->link = entry->next;
    if (entry->next)
        entry->next->link = entry->link;
    free(entry);
}

static void *
faulty_acquire(const struct allocator *allocator, size_t size)
{
    if (fault_strikes())
        return NULL;
    void *handle = fault.code->resource->acquire(allocator, size);
    if (!handle)
        return NULL;
    struct fault_entry *entry = entry_add(handle);
    if (!entry) {
        fault.out_of_memory = true;
        fault.code->resource->release(allocator, handle);
        errno = ENOMEM;
        return NULL;
    }
    fault.seen.taken++;
    return entry;
}

static bool
faulty_use(const struct allocator *allocator, void *handle, size_t size)
{
    const struct fault_entry *entry = handle;
    return !fault_strikes() &&
           fault.code->resource->use(allocator, entry->handle, size);
}

static void
faulty_release(const struct allocator *allocator, void *handle)
{
    struct fault_entry *entry = handle;
    fault.code->resource->release(allocator, entry->handle);
    entry_remove(entry);
}

static void
faulty_park(void *handle)
{
    struct fault_entry *entry = handle;
    entry->parked = true;
    if (fault.code->resource->park)
        fault.code->resource->park(entry->handle);
}

static bool
faulty_reset(void *handle)
{
    struct fault_entry *entry = handle;
    entry->parked = false;
    fault.seen.taken++;
    const struct resource *real = fault.code->resource;
    return !real->reset || real->reset(entry->handle);
}

static const struct resource faulty_resource = {
    .name = "faulty",
    .summary = "fails at random",
    .acquire = faulty_acquire,
    .use = faulty_use,
    .release = faulty_release,
    .park = faulty_park,
    .reset = faulty_reset,
};

static void
faulty_release_bound(void *handle)
{
    faulty_release(fault.code->allocator, handle);
}

static void
recover_fault(void *unused)
{
    (void)unused;
    panic_recover();
}

/* The function that calls the cell's, and goes on after a panic. */
static __attribute__((noinline)) void
call_recovering(const struct work *work)
{
    struct defer_record recovering;
    DEFER_FUNCTION(&system_allocator);
    defer_once(&recovering, recover_fault, NULL);
    fault.code->strategy->run(work);
}

/* As above, after a jump. It has passed frames whose calls are still in the
 * thread's chain: their records are lost. */
static __attribute__((noinline)) void
call_jumping(const struct work *work)
{
    struct defer_record *volatile chain = defer_thread.chain;
    if (setjmp(fault.caller) == 0)
        fault.code->strategy->run(work);
    defer_thread.chain = chain;
}

static void
call_cell(const struct work *work)
{
    if (fault.plan.way == FAULT_PANICS)
        call_recovering(work);
    else if (fault.plan.way == FAULT_JUMPS)
        call_jumping(work);
    else
        fault.code->strategy->run(work);
}

/* Counts and releases what the call has left behind. */
static void
count_leaked(void)
{
    struct fault_entry *next;
    for (struct fault_entry *entry = fault.live; entry; entry = next) {
        next = entry->next;
        if (entry->parked)
            continue;
        fault.seen.leaked++;
        faulty_release_bound(entry);
    }
}

static void
fault_begin(const struct cell_code *code, const struct fault_plan *plan)
{
    fault = (struct fault){.code = code,
        .plan = *plan,
        .random = {(unsigned short)plan->seed,
            (unsigned short)(plan->seed >> 16),
            (unsigned short)(plan->seed >> 32)}};
}

bool
fault_run(const struct cell_code *code, size_t size, size_t count,
    const struct fault_plan *plan, struct fault_result *result)
{
    const struct work work = {
        code->allocator, &faulty_resource, faulty_release_bound, size, count};
    fault_begin(code, plan);
    for (uint64_t i = 0; i < plan->calls && !fault.out_of_memory; i++) {
        call_cell(&work);
        count_leaked();
    }
    if (code->strategy->settle)
        code->strategy->settle(&work);
    *result = fault.seen;
    errno = ENOMEM;
    return !fault.out_of_memory;
}
