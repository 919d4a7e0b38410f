/* Runs of pages: split, joined, kept, resized and given back. */
#include "support.h"

#include "allocators/tiers/page_heap.h"
#include "allocators/tiers/page_map.h"

#include <errno.h>

static void
release_all(struct span **spans, size_t count)
{
    for (size_t i = 0; i < count; i++)
        page_heap_release(spans[i]);
}

/* Cuts a run into eight, so large that no other fits; frees every even one,
 * then every odd one: each of those joins both sides. */
static void
a_released_run_joins_its_free_neighbours(void **state)
{
    (void)state;
    enum { COUNT = 8, PAGES = 1500 };
    struct span *spans[COUNT];
    struct span *whole = page_heap_allocate(COUNT * PAGES, 1, SPAN_LARGE);
    const char *start = whole->start;
    page_heap_release(whole);
    for (size_t i = 0; i < COUNT; i++)
        spans[i] = page_heap_allocate(PAGES, 1, SPAN_LARGE);
    for (size_t i = 0; i < COUNT; i += 2)
        page_heap_release(spans[i]);
    assert_heap_is_sound();
    for (size_t i = 1; i < COUNT; i += 2)
        page_heap_release(spans[i]);
    assert_heap_is_sound();
    whole = page_heap_allocate(COUNT * PAGES, 1, SPAN_LARGE);
    assert_ptr_equal(whole->start, start);
    page_heap_release(whole);
}

static void
a_run_starts_at_its_alignment(void **state)
{
    (void)state;
    struct span *spans[12];
    for (size_t i = 0; i < 12; i++) {
        spans[i] = page_heap_allocate(3, (size_t)1 << i, SPAN_LARGE);
        assert_non_null(spans[i]);
        assert_int_equal(page_map_page(spans[i]->start) % ((size_t)1 << i), 0);
        assert_heap_is_sound();
    }
    release_all(spans, 12);
    assert_heap_is_sound();
}

static void
a_run_kept_whole_is_the_next_of_its_size(void **state)
{
    (void)state;
    struct span *first = page_heap_allocate(8, 1, SPAN_LARGE);
    page_heap_release(first);
    assert_int_equal(first->state, SPAN_CACHED);
    struct span *second = page_heap_allocate(8, 1, SPAN_LARGE);
    assert_ptr_equal(first, second);
    assert_int_equal(second->stale_pages, 8);
    page_heap_release(second);
}

static void
a_run_grows_into_free_pages_behind_and_shrinks_again(void **state)
{
    (void)state;
    struct span *run = page_heap_allocate(400, 1, SPAN_LARGE);
    assert_true(page_heap_resize(run, 150));
    assert_int_equal(run->pages, 150);
    assert_heap_is_sound();
    assert_true(page_heap_resize(run, 390));
    assert_int_equal(run->pages, 390);
    assert_ptr_equal(page_map_span_of(run->start + span_bytes(run) - 1), run);
    assert_heap_is_sound();
    page_heap_release(run);
    assert_heap_is_sound();
}

/* A run that lies right behind `run`, among those of its size. */
static struct span *
allocate_behind(const struct span *run)
{
    struct span *others[200];
    size_t count = 0;
    struct span *behind = page_heap_allocate(run->pages, 1, SPAN_LARGE);
    while (behind->start != run->start + span_bytes(run) && count < 200) {
        others[count++] = behind;
        behind = page_heap_allocate(run->pages, 1, SPAN_LARGE);
    }
    release_all(others, count);
    assert_ptr_equal(behind->start, run->start + span_bytes(run));
    return behind;
}

static void
a_run_does_not_grow_into_a_used_one(void **state)
{
    (void)state;
    struct span *run = page_heap_allocate(400, 1, SPAN_LARGE);
    assert_true(page_heap_resize(run, 200));
    struct span *behind = allocate_behind(run);
    assert_false(page_heap_resize(run, 201));
    assert_int_equal(run->pages, 200);
    page_heap_release(run);
    page_heap_release(behind);
    assert_heap_is_sound();
}

static void
touch(const struct span *span)
{
    memset(span->start, 1, span_bytes(span));
}

static void
what_lay_idle_for_a_whole_period_is_returned(void **state)
{
    (void)state;
    page_heap_return_idle(true);
    struct span *run = page_heap_allocate(500, 1, SPAN_LARGE);
    touch(run);
    page_heap_release(run);
    assert_int_equal(page_heap_return_idle(false), 0);
    assert_int_equal(page_heap_return_idle(false), 500 * HEAP_PAGE_BYTES);
    assert_int_equal(page_heap_return_idle(false), 0);
    assert_heap_is_sound();
}

/* A part of a run lay idle for a period; the rest, a quarter or three, joins it
 * just now. */
static void
a_joined_run_is_as_old_as_most_of_its_pages(void **state)
{
    (void)state;
    enum { PAGES = 20000 }; /* so many that no other run fits */
    for (size_t young = PAGES / 4; young < PAGES; young += PAGES / 2) {
        page_heap_return_idle(true);
        struct span *run = page_heap_allocate(PAGES, 1, SPAN_LARGE);
        assert_true(page_heap_resize(run, young));
        page_heap_return_idle(false);
        page_heap_release(run);
        size_t old = (PAGES - young) * HEAP_PAGE_BYTES;
        size_t returned = page_heap_return_idle(false);
        assert_int_equal(returned > 0, young < PAGES / 2);
        assert_true(returned == 0 || returned >= old);
    }
    page_heap_return_idle(true);
    assert_heap_is_sound();
}

static void
returned_pages_need_no_clearing(void **state)
{
    (void)state;
    struct span *run = page_heap_allocate(500, 1, SPAN_LARGE);
    touch(run);
    page_heap_release(run);
    page_heap_return_idle(true);
    run = page_heap_allocate(500, 1, SPAN_LARGE);
    assert_int_equal(run->stale_pages, 0);
    page_heap_release(run);
}

/* In a run so large that no other fits. */
static void
pages_up_to_the_last_touched_one_are_stale(void **state)
{
    (void)state;
    page_heap_return_idle(true);
    struct span *whole = page_heap_allocate(20000, 1, SPAN_LARGE);
    const char *start = whole->start;
    page_heap_release(whole);
    page_heap_return_idle(true);
    struct span *front = page_heap_allocate(19000, 1, SPAN_LARGE);
    assert_ptr_equal(front->start, start);
    assert_int_equal(front->stale_pages, 0);
    page_heap_release(front);
    whole = page_heap_allocate(20000, 1, SPAN_LARGE);
    assert_ptr_equal(whole->start, start);
    assert_int_equal(whole->stale_pages, 19000);
    page_heap_release(whole);
    page_heap_return_idle(true);
    assert_heap_is_sound();
}

static void
a_request_beyond_every_address_space_is_refused(void **state)
{
    (void)state;
    const size_t sizes[] = {
        SIZE_MAX, UINT32_MAX, (size_t)UINT32_MAX + 1, (size_t)1 << 40};
    for (size_t i = 0; i < 4; i++) {
        errno = 0;
        assert_null(page_heap_allocate(sizes[i], 1, SPAN_LARGE));
        assert_int_equal(errno, ENOMEM);
        errno = 0;
        assert_null(page_heap_allocate(1, (size_t)1 << 51, SPAN_LARGE));
        assert_int_equal(errno, ENOMEM);
    }
    assert_heap_is_sound();
}

/* One step on one of the slots: take, give, resize, or return what is idle. */
static void
random_step(struct span **slot, uint64_t random)
{
    size_t pages = (random >> 16) % (random % 7 == 0 ? 600 : 20) + 1;
    if (random % 101 == 0)
        page_heap_return_idle(random % 2);
    else if (!*slot)
        *slot = page_heap_allocate(
            pages, random % 5 ? 1 : (size_t)1 << random % 7, SPAN_LARGE);
    else if (random % 3 == 0)
        page_heap_resize(*slot, pages);
    else {
        page_heap_release(*slot);
        *slot = NULL;
    }
}

static void
invariants_hold_through_a_random_script(void **state)
{
    (void)state;
    static struct span *slots[300];
    uint64_t seed = 42;
    int steps = UNDER_SANITIZER ? 20000 : 100000;
    for (int step = 0; step < steps; step++) {
        uint64_t random = next_random(&seed);
        random_step(&slots[(random >> 40) % 300], random);
        if (step % 500 == 0)
            assert_heap_is_sound();
    }
    for (size_t i = 0; i < 300; i++)
        if (slots[i])
            page_heap_release(slots[i]);
    assert_heap_is_sound();
    page_heap_return_idle(true);
    assert_int_equal(page_heap_read_counters().large_bytes, 0);
    assert_heap_is_sound();
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_released_run_joins_its_free_neighbours),
        cmocka_unit_test(a_run_starts_at_its_alignment),
        cmocka_unit_test(a_run_kept_whole_is_the_next_of_its_size),
        cmocka_unit_test(a_run_grows_into_free_pages_behind_and_shrinks_again),
        cmocka_unit_test(a_run_does_not_grow_into_a_used_one),
        cmocka_unit_test(what_lay_idle_for_a_whole_period_is_returned),
        cmocka_unit_test(a_joined_run_is_as_old_as_most_of_its_pages),
        cmocka_unit_test(returned_pages_need_no_clearing),
        cmocka_unit_test(pages_up_to_the_last_touched_one_are_stale),
        cmocka_unit_test(a_request_beyond_every_address_space_is_refused),
        cmocka_unit_test(invariants_hold_through_a_random_script),
    };
    return cmocka_run_group_tests_name("page heap", tests, NULL, NULL);
}
