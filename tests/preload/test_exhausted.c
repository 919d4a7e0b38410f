/* When the kernel gives no more, at every entry point: NULL and ENOMEM, or
 * std::bad_alloc. Run with LD_PRELOAD, and with the library's sources linked
 * in, where the heap is walked as well. */
#include "tests/allocators/exhaustion.h"

#include "preloaded.h"

#include "entry_points.h"

#include "allocators/tiers/heap_check.h"

/* NULL where the heap is in a shared library, which does not show it. */
#pragma weak heap_check

static size_t
count_entry_points(void)
{
    size_t count = 0;
    while (entry_points[count])
        count++;
    return count;
}

static void
malloc_is_that_of_the_tiers(void **state)
{
    (void)state;
    if (!heap_check)
        assert_true(is_ours("malloc"));
    else
        assert_null(heap_check());
    void *block = malloc(100);
    assert_int_equal(malloc_usable_size(block), 112);
    free(block);
}

static void
every_entry_point_refuses_what_no_address_space_has(void **state)
{
    (void)state;
    static const size_t huge[] = {SIZE_MAX, SIZE_MAX - 15, SIZE_MAX - 4095,
        PTRDIFF_MAX, (size_t)1 << 60, (size_t)1 << 48};
    for (size_t i = 0; entry_points[i]; i++) {
        for (size_t j = 0; j < sizeof huge / sizeof *huge; j++) {
            struct model_slot slot = {0};
            struct model_request request = {.size = 1000, .stamp = i + 7};
            assert_null(model_apply(entry_points[i], &slot, &request));
            request.operation = MODEL_RESIZE;
            request.size = huge[j];
            assert_null(model_apply(entry_points[i], &slot, &request));
            assert_non_null(slot.block); /* as it was */
            for (int operation = MODEL_ALLOCATE; operation <= MODEL_RESIZE;
                 operation++) {
                request.operation = (enum model_operation)operation;
                request.alignment = (size_t)1 << (4 + 3 * j);
                const char *wrong =
                    model_apply(entry_points[i], &slot, &request);
                if (wrong || slot.block)
                    fail_msg("%s: %zu bytes: %s", entry_points[i]->name,
                        huge[j], wrong ? wrong : "had");
            }
        }
    }
}

/* Prints how many calls failed in turn. */
static unsigned long
fail_each(enum kernel_call call, const char *name, bool later_too)
{
    unsigned long failed = exhaustion_fail_each_call((struct exhaustion){
        .allocators = entry_points,
        .count = count_entry_points(),
        .check = heap_check,
        .failure = {.call = call, .later_too = later_too},
    });
    print_message("%lu calls of %s failed in turn%s\n", failed, name,
        later_too ? ", with all later ones" : "");
    return failed;
}

static void
every_entry_point_survives_each_mmap_that_fails(void **state)
{
    (void)state;
    assert_true(fail_each(KERNEL_MMAP, "mmap", false) >= 2);
    assert_true(fail_each(KERNEL_MMAP, "mmap", true) >= 2);
}

static void
every_entry_point_survives_each_mremap_that_fails(void **state)
{
    (void)state;
    fail_each(KERNEL_MREMAP, "mremap", false);
    fail_each(KERNEL_MREMAP, "mremap", true);
}

static void
every_entry_point_survives_each_madvise_that_fails(void **state)
{
    (void)state;
    assert_true(fail_each(KERNEL_MADVISE, "madvise", false) >= 2);
    assert_true(fail_each(KERNEL_MADVISE, "madvise", true) >= 2);
}

static void
every_entry_point_tells_the_end_of_the_address_space(void **state)
{
    (void)state;
    const size_t sizes[] = {2000, 100000, 3000000};
    for (size_t i = 0; entry_points[i]; i++)
        for (size_t j = 0; j < sizeof sizes / sizeof *sizes; j++)
            exhaustion_reach_limit((struct exhaustion_limit){
                entry_points[i], sizes[j], heap_check});
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(malloc_is_that_of_the_tiers),
        cmocka_unit_test(every_entry_point_refuses_what_no_address_space_has),
        cmocka_unit_test(every_entry_point_survives_each_mmap_that_fails),
        cmocka_unit_test(every_entry_point_survives_each_mremap_that_fails),
        cmocka_unit_test(every_entry_point_survives_each_madvise_that_fails),
        cmocka_unit_test(every_entry_point_tells_the_end_of_the_address_space),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
