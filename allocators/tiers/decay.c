#include "allocators/tiers/decay.h"

#include "allocators/tiers/central_list.h"
#include "allocators/tiers/hints.h"
#include "allocators/tiers/page_heap.h"

#include <stdatomic.h>
#include <stdint.h>
#include <time.h>

/* A look at the clock costs about 7 ns; every 64th slow path takes one. */
#define TICKS_PER_LOOK 64
#define PERIOD_MS 1000

/* 512 KiB, whose page faults take 20 times as long as to empty a thread's cache
 * and to look through all lists. */
#define GROWTH_PAGES 64

/* Bulky blocks change hands between classes when those took a 64th of what the
 * heap holds. */
#define TURNOVER_SHARE 64

static __thread unsigned ticks __attribute__((tls_model("initial-exec")));
static _Atomic int64_t due_ms;
static _Atomic size_t settled_pages; /* fresh ones when all was settled */
static _Atomic size_t turned_over;   /* bulky ones when these were */

static void
nothing(void)
{
}

static void (*_Atomic first)(void) = nothing;

void
decay_begin_with(void (*first_step)(void))
{
    atomic_store(&first, first_step);
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
    void (*first_step)(void) = atomic_load(&first);
    first_step();
    central_lists_settle(false);
    page_heap_return_idle(false);
}

/* Relaxed: as in decay_look. */
static bool
turnover_is_due(void)
{
    size_t least = page_heap_resident_peak() / TURNOVER_SHARE;
    size_t taken = central_lists_bulky_pages();
    size_t before = atomic_load_explicit(&turned_over, memory_order_relaxed);
    return taken - before >= (least < GROWTH_PAGES ? GROWTH_PAGES : least) &&
           atomic_compare_exchange_strong_explicit(&turned_over, &before, taken,
               memory_order_relaxed, memory_order_relaxed);
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
    /* Relaxed: as in decay_look. */
    size_t fresh = page_heap_fresh_pages();
    size_t settled = atomic_load_explicit(&settled_pages, memory_order_relaxed);
    return fresh - settled >= GROWTH_PAGES &&
           atomic_compare_exchange_strong_explicit(&settled_pages, &settled,
               fresh, memory_order_relaxed, memory_order_relaxed);
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
