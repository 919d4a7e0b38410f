#include "allocators/tiers/decay.h"

#include "allocators/tiers/central_list.h"
#include "allocators/tiers/hints.h"
#include "allocators/tiers/page_heap.h"

#include <stdatomic.h>
#include <stddef.h>
#include <stdint.h>
#include <time.h>

/* A look at the clock costs about 7 ns; every 64th slow path takes one. */
#define TICKS_PER_LOOK 64
#define PERIOD_MS 1000

/* 512 KiB, whose page faults take 20 times as long as to empty a thread's cache
 * and to look through all lists. */
#define GROWTH_PAGES 64

/* Bulky blocks change hands between classes when those took a 64th of what the
 * heap was at its largest. */
#define TURNOVER_SHARE 64

static __thread unsigned ticks __attribute__((tls_model("initial-exec")));
static _Atomic int64_t due_ms;
static _Atomic size_t settled_pages; /* fresh ones when all was settled */
static _Atomic size_t turned_over;   /* bulky ones when these were */

static void (*_Atomic step_before_look)(void);

void
decay_look_first(void (*step)(void))
{
    atomic_store(&step_before_look, step);
}

static int64_t
now_ms(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC_COARSE, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

SLOW_PATH void
decay_look(void)
{
    /* Relaxed: which thread does the work is decided by the exchange alone;
     * the work itself is ordered by the locks. */
    int64_t due = atomic_load_explicit(&due_ms, memory_order_relaxed);
    int64_t now = now_ms();
    if (now < due ||
        !atomic_compare_exchange_strong_explicit(&due_ms, &due, now + PERIOD_MS,
            memory_order_relaxed, memory_order_relaxed))
        return;
    void (*step)(void) = atomic_load(&step_before_look);
    if (step)
        step();
    central_lists_settle(false);
    page_heap_return_idle(false);
}

/* Has the count come so far since it was last noted? Then notes it. Signed:
 * another thread may have noted a later one meanwhile. Relaxed: as in
 * decay_look. */
static bool
has_come_far(_Atomic size_t *noted, size_t count, size_t far)
{
    size_t before = atomic_load_explicit(noted, memory_order_relaxed);
    return (ptrdiff_t)(count - before) >= (ptrdiff_t)far &&
           atomic_compare_exchange_strong_explicit(noted, &before, count,
               memory_order_relaxed, memory_order_relaxed);
}

static bool
turnover_is_due(void)
{
    size_t share = page_heap_resident_peak() / TURNOVER_SHARE;
    return has_come_far(&turned_over, central_lists_bulky_pages(),
        share < GROWTH_PAGES ? GROWTH_PAGES : share);
}

void
decay_tick(void)
{
    if (rarely(turnover_is_due())) {
        central_lists_settle_bulky();
        page_heap_join_cached();
    }
    if (rarely(++ticks % TICKS_PER_LOOK == 0))
        decay_look();
}

bool
decay_growth_is_due(void)
{
    return has_come_far(&settled_pages, page_heap_fresh_pages(), GROWTH_PAGES);
}

void
decay_before_growth(void)
{
    central_lists_settle(true);
    page_heap_join_cached();
    page_heap_return_surplus();
}

size_t
decay_all(void)
{
    central_lists_settle(true);
    return page_heap_return_idle(true);
}
