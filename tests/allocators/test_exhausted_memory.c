/* When the kernel gives no more. */
#include "exhaustion.h"
#include "support.h"

static void
exhaust_with_blocks_of(size_t size)
{
    skip_under_a_sanitizers_malloc();
    skip_peers();
    exhaustion_reach_limit((struct exhaustion_limit){tested, size, heap_check});
}

static void
small_blocks_run_out_with_enomem_and_the_heap_stays_usable(void **state)
{
    (void)state;
    exhaust_with_blocks_of(2000);
}

static void
large_blocks_run_out_with_enomem_and_the_heap_stays_usable(void **state)
{
    (void)state;
    exhaust_with_blocks_of(100000);
}

static void
huge_blocks_run_out_with_enomem_and_the_heap_stays_usable(void **state)
{
    (void)state;
    exhaust_with_blocks_of(3000000);
}

/* Prints how many calls failed in turn; at least `least` did. A child of a
 * sanitizer's process is slow: there only that with all later ones is tried. */
static void
fail_each(enum kernel_call call, const char *name, unsigned long least)
{
    skip_unless_ours();
    for (int later_too = UNDER_SANITIZER; later_too <= 1; later_too++) {
        unsigned long failed = exhaustion_fail_each_call((struct exhaustion){
            .allocators = &tested,
            .count = 1,
            .check = heap_check,
            .failure = {.call = call, .later_too = later_too},
        });
        print_message("%s: %lu calls of %s failed in turn%s\n", tested->name,
            failed, name, later_too ? ", with all later ones" : "");
        assert_true(failed >= least);
    }
}

static void
the_heap_survives_every_mmap_that_fails(void **state)
{
    (void)state;
    fail_each(KERNEL_MMAP, "mmap", 5);
}

static void
the_heap_survives_every_mremap_that_fails(void **state)
{
    (void)state;
    fail_each(KERNEL_MREMAP, "mremap", 0);
}

static void
the_heap_survives_every_madvise_that_fails(void **state)
{
    (void)state;
    fail_each(KERNEL_MADVISE, "madvise", 2);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(
            small_blocks_run_out_with_enomem_and_the_heap_stays_usable),
        cmocka_unit_test(
            large_blocks_run_out_with_enomem_and_the_heap_stays_usable),
        cmocka_unit_test(
            huge_blocks_run_out_with_enomem_and_the_heap_stays_usable),
        cmocka_unit_test(the_heap_survives_every_mmap_that_fails),
        cmocka_unit_test(the_heap_survives_every_mremap_that_fails),
        cmocka_unit_test(the_heap_survives_every_madvise_that_fails),
    };
    return RUN_FOR_EVERY_ALLOCATOR(tests);
}
