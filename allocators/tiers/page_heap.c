#include "allocators/tiers/page_heap.h"

#include "allocators/tiers/page_heap_state.h"
#include "allocators/tiers/page_map.h"
#include "allocators/tiers/poison.h"

#include <errno.h>
#include <sys/mman.h>

/* Arenas grow with the heap: 4 MiB first, 256 MiB at most. A small program
 * stays small, a large one makes few system calls. In pages. */
#define FIRST_ARENA_PAGES ((size_t)512)
#define LARGEST_ARENA_PAGES ((size_t)32768)

/* Spans kept whole may hold an eighth of what is in use, and anyway 2 MiB, but
 * never more than 32 MiB. In pages. */
#define CACHED_LEAST ((size_t)256)
#define CACHED_MOST ((size_t)4096)
#define CACHED_SHARE 8

/* Free pages that stay with us while the heap grows: an eighth of what is in
 * use, and 512 KiB. In pages. */
#define IDLE_LEAST ((size_t)64)
#define IDLE_SHARE 8

/* Taking a run from a larger one can leave a rest on either side. */
#define SPANS_PER_SPLIT 3

struct page_heap page_heap = {
    .lock = COUNTED_LOCK_INITIALIZER,
    .spans = {.item_bytes = sizeof(struct span)},
    .epoch = 1,
    .next_arena_pages = FIRST_ARENA_PAGES,
};

static void
lock_heap(void)
{
    counted_lock_take(&page_heap.lock);
}

static void
hold_heap(void)
{
    counted_lock_hold(&page_heap.lock);
}

static void
unlock_heap(void)
{
    counted_lock_release(&page_heap.lock);
}

/* A child of fork finds the heap as no other thread was changing it. */
__attribute__((constructor)) static void
survive_fork(void)
{
    pthread_atfork(hold_heap, unlock_heap, unlock_heap);
}

/* Counts that are written under the lock and read without it. Relaxed: hints,
 * ordered with nothing. */

static size_t
read_hint(const _Atomic size_t *count)
{
    return atomic_load_explicit(count, memory_order_relaxed);
}

static void
write_hint(_Atomic size_t *count, size_t value)
{
    atomic_store_explicit(count, value, memory_order_relaxed);
}

/* Idle runs: free, and the kernel still keeps memory for them. */

static void
idle_push(struct span *run)
{
    if (run->freed_epoch != page_heap.epoch)
        run->freed_epoch = page_heap.epoch - 1;
    struct span **head = &page_heap.idle[run->freed_epoch % 2];
    run->run.previous_idle = NULL;
    run->run.next_idle = *head;
    if (*head)
        (*head)->run.previous_idle = run;
    *head = run;
}

static void
idle_remove(struct span *run)
{
    if (run->run.next_idle)
        run->run.next_idle->run.previous_idle = run->run.previous_idle;
    if (run->run.previous_idle)
        run->run.previous_idle->run.next_idle = run->run.next_idle;
    else
        page_heap.idle[run->freed_epoch % 2] = run->run.next_idle;
}

/* Residency: which pages the kernel keeps memory for. */

static size_t
count_residency(const struct span *run, enum page_residency wanted)
{
    size_t count = 0;
    size_t page = page_map_page(run->start);
    for (size_t done = 0, part; done < run->pages; done += part) {
        part = run->pages - done;
        const uint8_t *residency = page_map_residency(page + done, &part);
        for (size_t i = 0; i < part; i++)
            count += residency[i] == wanted;
    }
    return count;
}

/* Pages from the first to the last touched one. */
static size_t
count_stale(const struct span *run)
{
    size_t stale = run->run.touched_pages > 0 ? run->pages : 0;
    for (size_t one = 1; stale > 0; stale--)
        if (*page_map_residency(page_map_page(run->start) + stale - 1, &one) ==
            PAGE_TOUCHED)
            break;
    return stale;
}

static void
set_residency(size_t page, size_t pages, enum page_residency to)
{
    for (size_t done = 0, part; done < pages; done += part) {
        part = pages - done;
        uint8_t *residency = page_map_residency(page + done, &part);
        for (size_t i = 0; i < part; i++)
            residency[i] = (uint8_t)to;
    }
}

/* What was touched and is no more, under another mark. */
static size_t
mark_returned(const struct span *run)
{
    size_t marked = 0;
    size_t page = page_map_page(run->start);
    for (size_t done = 0, part; done < run->pages; done += part) {
        part = run->pages - done;
        uint8_t *residency = page_map_residency(page + done, &part);
        for (size_t i = 0; i < part; i++) {
            if (residency[i] == PAGE_TOUCHED) {
                residency[i] = PAGE_RETURNED;
                marked++;
            }
        }
    }
    return marked;
}

/* Free runs. */

static struct span *
new_span(char *start, size_t pages)
{
    struct span *span = metadata_take(&page_heap.spans);
    span->start = start;
    span->pages = (uint32_t)pages;
    return span;
}

static void
drop_span(struct span *span)
{
    span->state = SPAN_FREE;
    metadata_give(&page_heap.spans, span);
}

static void
enlist(struct span *run)
{
    size_t page = page_map_page(run->start);
    run->state = SPAN_FREE;
    page_map_set_span(page, 1, run);
    page_map_set_span(page + run->pages - 1, 1, run);
    free_runs_insert(&page_heap.free, run);
    write_hint(
        &page_heap.idle_pages, page_heap_idle_pages() + run->run.touched_pages);
    if (run->run.touched_pages > 0)
        idle_push(run);
}

static void
delist(struct span *run)
{
    free_runs_remove(&page_heap.free, run);
    write_hint(
        &page_heap.idle_pages, page_heap_idle_pages() - run->run.touched_pages);
    if (run->run.touched_pages > 0)
        idle_remove(run);
}

static struct span *
free_neighbour(size_t page)
{
    struct span *span = page_map_entry(page);
    return span && span->state == SPAN_FREE ? span : NULL;
}

/* The age of most touched pages counts: a small run in steady use must not
 * keep a large idle neighbour from being returned, nor the other way round. */
static void
absorb(struct span *run, struct span *neighbour)
{
    delist(neighbour);
    if (neighbour->run.touched_pages > run->run.touched_pages)
        run->freed_epoch = neighbour->freed_epoch;
    if (neighbour->start < run->start)
        run->start = neighbour->start;
    run->pages += neighbour->pages;
    run->run.touched_pages += neighbour->run.touched_pages;
    drop_span(neighbour);
}

/* Makes a span a free run, joined with its neighbours. Its `touched_pages` and
 * `freed_epoch` are set. */
static void
join_free(struct span *run)
{
    size_t first = page_map_page(run->start);
    size_t behind = first + run->pages;
    struct span *left = free_neighbour(first - 1);
    struct span *right = free_neighbour(behind);
    if (left)
        absorb(run, left);
    if (right)
        absorb(run, right);
    enlist(run);
}

static void
free_pages(struct span *span)
{
    span->run.touched_pages = span->pages;
    join_free(span);
}

/* Parts the touched pages of `run` between it and the `tail` cut off it. Looks
 * through the shorter of both: the longer may be an arena. */
static void
share_touched(struct span *run, struct span *tail)
{
    uint32_t touched = run->run.touched_pages;
    if (touched == 0)
        return;
    struct span *shorter = run->pages < tail->pages ? run : tail;
    struct span *longer = shorter == run ? tail : run;
    shorter->run.touched_pages =
        (uint32_t)count_residency(shorter, PAGE_TOUCHED);
    longer->run.touched_pages = touched - shorter->run.touched_pages;
}

/* Cuts `pages` off the end of a run that is in no list, as a run of its own,
 * in no list either. */
static struct span *
cut_tail(struct span *run, size_t pages)
{
    char *start = run->start + span_bytes(run) - (pages << HEAP_PAGE_SHIFT);
    struct span *tail = new_span(start, pages);
    run->pages -= (uint32_t)pages;
    tail->freed_epoch = run->freed_epoch;
    share_touched(run, tail);
    return tail;
}

/* Arenas. */

static char *
map_pages(size_t bytes)
{
    void *start = mmap(NULL, bytes, PROT_READ | PROT_WRITE,
        MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    return start == MAP_FAILED ? NULL : start;
}

/* The kernel places mappings below each other, so that the first try is
 * aligned but for the first time. */
static char *
map_aligned(size_t bytes)
{
    char *start = map_pages(bytes);
    size_t over = (uintptr_t)start % HEAP_PAGE_BYTES;
    if (!start || over == 0)
        return start;
    munmap(start, bytes);
    start = map_pages(bytes + HEAP_PAGE_BYTES);
    if (!start)
        return NULL;
    size_t front = -(uintptr_t)start % HEAP_PAGE_BYTES;
    if (front > 0)
        munmap(start, front);
    munmap(start + front + bytes, HEAP_PAGE_BYTES - front);
    return start + front;
}

static char *
map_arena(size_t pages)
{
    size_t bytes = pages << HEAP_PAGE_SHIFT;
    char *start = map_aligned(bytes);
    if (start && !page_map_cover(start, pages)) {
        munmap(start, bytes);
        return NULL;
    }
    return start;
}

/* Adds at least `pages` free pages. Asks for less when the kernel refuses. */
static bool
grow(size_t pages)
{
    size_t wanted = page_heap.next_arena_pages;
    if (wanted < pages)
        wanted = pages;
    char *start = map_arena(wanted);
    while (!start && wanted > pages) {
        wanted = wanted / 2 < pages ? pages : wanted / 2;
        start = map_arena(wanted);
    }
    if (!start)
        return false;
    if (page_heap.next_arena_pages < LARGEST_ARENA_PAGES)
        page_heap.next_arena_pages *= 2;
    page_heap.arena_pages += wanted;
    set_residency(page_map_page(start), wanted, PAGE_NEW);
    poison(start, wanted << HEAP_PAGE_SHIFT);
    join_free(new_span(start, wanted));
    return true;
}

/* Spans kept whole. */

static size_t
cached_limit(void)
{
    size_t share = page_heap.used_pages / CACHED_SHARE;
    if (share < CACHED_LEAST)
        return CACHED_LEAST;
    return share < CACHED_MOST ? share : CACHED_MOST;
}

static bool
keep_cached(struct span *span)
{
    if (span->pages > PAGE_HEAP_CACHED_PAGES ||
        page_heap.cached_pages + span->pages > cached_limit())
        return false;
    span->state = SPAN_CACHED;
    span->next = page_heap.cached[span->pages];
    page_heap.cached[span->pages] = span;
    page_heap.cached_pages += span->pages;
    return true;
}

static struct span *
take_cached(size_t pages, size_t alignment)
{
    struct span *span =
        pages <= PAGE_HEAP_CACHED_PAGES ? page_heap.cached[pages] : NULL;
    if (!span || page_map_page(span->start) % alignment != 0)
        return NULL;
    page_heap.cached[pages] = span->next;
    page_heap.cached_pages -= pages;
    span->stale_pages = span->pages;
    return span;
}

/* Lets go of those freed before `epoch`. Each list has the newest first. */
static void
flush_cached(uint32_t epoch)
{
    for (size_t pages = 1; pages <= PAGE_HEAP_CACHED_PAGES; pages++) {
        struct span **link = &page_heap.cached[pages];
        while (*link && (*link)->freed_epoch >= epoch)
            link = &(*link)->next;
        struct span *span = *link;
        *link = NULL;
        while (span) {
            struct span *next = span->next;
            page_heap.cached_pages -= pages;
            free_pages(span);
            span = next;
        }
    }
}

/* Taking and giving. */

/* The best fit, unless it would have to be faulted in, and another not. */
static struct span *
fitting_run(size_t pages)
{
    struct span *run = free_runs_best_fit(&page_heap.free, pages);
    if (!run || run->run.touched_pages >= pages ||
        page_heap_idle_pages() < pages)
        return run;
    struct span *touched = free_runs_touched_fit(&page_heap.free, pages);
    return touched ? touched : run;
}

static struct span *
find_run(size_t pages)
{
    struct span *run = fitting_run(pages);
    if (!run && page_heap.cached_pages > 0) {
        flush_cached(UINT32_MAX);
        run = fitting_run(pages);
    }
    if (!run && grow(pages))
        run = fitting_run(pages);
    return run;
}

static bool
is_touched(size_t page)
{
    size_t one = 1;
    return *page_map_residency(page, &one) == PAGE_TOUCHED;
}

/* Does only the end of a run hold memory? */
static bool
ends_touched(const struct span *run)
{
    size_t first = page_map_page(run->start);
    return run->run.touched_pages > 0 && !is_touched(first) &&
           is_touched(first + run->pages - 1);
}

/* `pages` of a free run that start at a multiple of `alignment`. */
static struct span *
cut_from_run(struct span *run, size_t pages, size_t alignment)
{
    delist(run);
    size_t front = -page_map_page(run->start) % alignment;
    if (alignment == 1 && ends_touched(run))
        front = run->pages - pages;
    if (front > 0) {
        struct span *aligned = cut_tail(run, run->pages - front);
        enlist(run);
        run = aligned;
    }
    if (run->pages > pages)
        enlist(cut_tail(run, run->pages - pages));
    return run;
}

static struct span *
take_run(size_t pages, size_t alignment)
{
    if (!metadata_reserve(&page_heap.spans, SPANS_PER_SPLIT))
        return NULL;
    struct span *run = find_run(pages + alignment - 1);
    return run ? cut_from_run(run, pages, alignment) : NULL;
}

/* A run that held memory before, or the start of the largest: with room behind
 * it, but new. */
static struct span *
take_run_to_grow(size_t pages)
{
    if (!metadata_reserve(&page_heap.spans, SPANS_PER_SPLIT))
        return NULL;
    struct span *run = fitting_run(pages);
    if (!run || run->run.touched_pages < pages)
        run = free_runs_largest(&page_heap.free, 2 * pages);
    return run ? cut_from_run(run, pages, 1) : NULL;
}

static void
take_pages(struct span *span)
{
    size_t page = page_map_page(span->start);
    span->stale_pages = (uint32_t)count_stale(span);
    if (span->run.touched_pages < span->pages) {
        write_hint(&page_heap.fresh_pages,
            page_heap_fresh_pages() + span->pages - span->run.touched_pages);
        page_heap.returned_pages -= count_residency(span, PAGE_RETURNED);
        set_residency(page, span->pages, PAGE_TOUCHED);
    }
    /* The neighbours look at these when they are freed; the pages between are
     * entered when the lock is released. */
    page_map_set_span(page, 1, span);
    page_map_set_span(page + span->pages - 1, 1, span);
}

static void
note_peak(void)
{
    size_t resident =
        page_heap.used_pages + page_heap.cached_pages + page_heap_idle_pages();
    if (page_heap_resident_peak() < resident)
        write_hint(&page_heap.resident_peak, resident);
}

static void
count_taken(struct span *span, enum span_state state)
{
    span->state = (uint8_t)state;
    page_heap.used_pages += span->pages;
    note_peak();
    if (state == SPAN_LARGE) {
        unpoison(span->start, span_bytes(span));
        page_heap.large_allocations++;
        page_heap.large_pages += span->pages;
    }
}

/* The span with its pages counted as taken. Still under the lock. */
static struct span *
hand_out(struct span *run, enum span_state state)
{
    if (run) {
        take_pages(run);
        count_taken(run, state);
    }
    return run;
}

/* The rest of it, after the lock. */
static struct span *
enter_in_map(struct span *span)
{
    if (span)
        page_map_set_span(page_map_page(span->start), span->pages, span);
    else
        errno = ENOMEM;
    return span;
}

struct span *
page_heap_allocate(size_t pages, size_t alignment, enum span_state state)
{
    if (pages > UINT32_MAX || alignment > UINT32_MAX - pages) {
        errno = ENOMEM;
        return NULL;
    }
    lock_heap();
    struct span *span = take_cached(pages, alignment);
    if (span) {
        count_taken(span, state);
        unlock_heap();
        return span;
    }
    span = hand_out(take_run(pages, alignment), state);
    unlock_heap();
    return enter_in_map(span);
}

struct span *
page_heap_allocate_to_grow(size_t pages)
{
    if (pages > UINT32_MAX / 2)
        return page_heap_allocate(pages, 1, SPAN_LARGE);
    lock_heap();
    struct span *span = hand_out(take_run_to_grow(pages), SPAN_LARGE);
    unlock_heap();
    if (!span)
        return page_heap_allocate(pages, 1, SPAN_LARGE);
    return enter_in_map(span);
}

static void
count_released(struct span *span)
{
    page_heap.used_pages -= span->pages;
    if (span->state == SPAN_LARGE) {
        poison(span->start, span_bytes(span));
        page_heap.large_frees++;
        page_heap.large_pages -= span->pages;
    }
    span->freed_epoch = page_heap.epoch;
}

void
page_heap_release(struct span *span)
{
    lock_heap();
    count_released(span);
    if (!keep_cached(span))
        free_pages(span);
    unlock_heap();
}

void
page_heap_release_emptied(struct span *span)
{
    lock_heap();
    count_released(span);
    set_residency(page_map_page(span->start), span->pages, PAGE_RETURNED);
    page_heap.returned_pages += span->pages;
    span->run.touched_pages = 0;
    join_free(span);
    unlock_heap();
}

static void
shrink(struct span *span, size_t pages)
{
    if (!metadata_reserve(&page_heap.spans, 1))
        return;
    size_t cut = span->pages - pages;
    struct span *tail = new_span(span->start + (pages << HEAP_PAGE_SHIFT), cut);
    span->pages = (uint32_t)pages;
    poison(tail->start, span_bytes(tail));
    tail->freed_epoch = page_heap.epoch;
    free_pages(tail);
    page_heap.used_pages -= cut;
    page_heap.large_pages -= cut;
    page_map_set_span(page_map_page(span->start) + pages - 1, 1, span);
}

static bool
extend(struct span *span, size_t pages)
{
    size_t behind = page_map_page(span->start) + span->pages;
    size_t added = pages - span->pages;
    struct span *next = free_neighbour(behind);
    if (!next || next->pages < added || !metadata_reserve(&page_heap.spans, 1))
        return false;
    delist(next);
    if (next->pages > added)
        enlist(cut_tail(next, next->pages - added));
    take_pages(next);
    unpoison(next->start, span_bytes(next));
    drop_span(next);
    page_map_set_span(behind, added, span);
    span->pages = (uint32_t)pages;
    page_heap.used_pages += added;
    note_peak();
    page_heap.large_pages += added;
    return true;
}

bool
page_heap_resize(struct span *span, size_t pages)
{
    if (pages > UINT32_MAX)
        return false;
    bool fits = true;
    lock_heap();
    if (pages < span->pages)
        shrink(span, pages);
    else if (pages > span->pages)
        fits = extend(span, pages);
    unlock_heap();
    return fits;
}

/* Returning to the kernel. */

/* Without the lock: nobody else touches a span in SPAN_RETURNING. */
static bool
return_to_kernel(const struct span *run)
{
    return madvise(run->start, span_bytes(run), MADV_DONTNEED) == 0;
}

/* What the kernel refuses (locked memory) is asked for in the next epoch. */
static size_t
settle_returned(struct span *run, bool returned)
{
    size_t pages = returned ? mark_returned(run) : 0;
    page_heap.returned_pages += pages;
    run->run.touched_pages -= (uint32_t)pages;
    if (!returned)
        run->freed_epoch = page_heap.epoch;
    join_free(run);
    return pages << HEAP_PAGE_SHIFT;
}

static size_t
return_run(struct span *run)
{
    delist(run);
    run->state = SPAN_RETURNING;
    unlock_heap();
    bool returned = return_to_kernel(run);
    lock_heap();
    return settle_returned(run, returned);
}

/* Returns what was freed before this epoch, and ends it. */
static size_t
end_epoch(void)
{
    size_t bytes = 0;
    uint32_t epoch = page_heap.epoch;
    struct span *run;
    flush_cached(epoch);
    while ((run = page_heap.idle[(epoch - 1) % 2]) && epoch == page_heap.epoch)
        bytes += return_run(run);
    if (epoch == page_heap.epoch)
        page_heap.epoch++;
    return bytes;
}

static bool
has_surplus(void)
{
    return page_heap_idle_pages() >
           page_heap.used_pages / IDLE_SHARE + IDLE_LEAST;
}

static struct span *
longest_idle(void)
{
    struct span *run = page_heap.idle[(page_heap.epoch - 1) % 2];
    return run ? run : page_heap.idle[page_heap.epoch % 2];
}

/* By how many pages the heap outgrew what it was, less what was returned for
 * it. Once for each peak: a heap that goes up and down keeps what it had at its
 * largest, or it would fault the same pages in for ever. */
static size_t
growth_to_settle(void)
{
    return page_heap_resident_peak() - page_heap.settled_peak;
}

size_t
page_heap_return_surplus(void)
{
    int error = errno;
    size_t bytes = 0;
    lock_heap();
    while (has_surplus()) {
        struct span *run = longest_idle();
        uint32_t pages = run->run.touched_pages;
        if (pages > growth_to_settle())
            break;
        page_heap.settled_peak += pages;
        bytes += return_run(run);
    }
    unlock_heap();
    errno = error;
    return bytes;
}

size_t
page_heap_return_idle(bool all)
{
    int error = errno;
    lock_heap();
    size_t bytes = end_epoch();
    if (all)
        bytes += end_epoch();
    unlock_heap();
    errno = error;
    return bytes;
}

void
page_heap_join_cached(void)
{
    lock_heap();
    flush_cached(UINT32_MAX);
    unlock_heap();
}

size_t
page_heap_fresh_pages(void)
{
    return read_hint(&page_heap.fresh_pages);
}

size_t
page_heap_idle_pages(void)
{
    return read_hint(&page_heap.idle_pages);
}

size_t
page_heap_resident_peak(void)
{
    return read_hint(&page_heap.resident_peak);
}

struct page_heap_counters
page_heap_read_counters(void)
{
    hold_heap();
    struct page_heap_counters counters = {
        .large_allocations = page_heap.large_allocations,
        .large_frees = page_heap.large_frees,
        .large_bytes = page_heap.large_pages << HEAP_PAGE_SHIFT,
        .used_bytes = page_heap.used_pages << HEAP_PAGE_SHIFT,
        .arena_bytes = page_heap.arena_pages << HEAP_PAGE_SHIFT,
        .mapped_bytes = (page_heap.arena_pages << HEAP_PAGE_SHIFT) +
                        page_heap.spans.mapped_bytes + page_map_bytes(),
        .returned_bytes = page_heap.returned_pages << HEAP_PAGE_SHIFT,
        .locks_taken = page_heap.lock.taken,
        .locks_waited = page_heap.lock.waited,
    };
    unlock_heap();
    return counters;
}
