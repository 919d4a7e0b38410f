/* From any address to its span and class. */
#include "support.h"

#include "allocators/collector.h"
#include "allocators/tiers/central_list.h"
#include "allocators/tiers/page_map.h"

/* NULL for what is in no block. */
static void *
block_start(const void *address)
{
    struct collector_object object;
    return collector_find(address, &object) ? object.start : NULL;
}

static void
addresses_of_nobody_have_no_class_and_no_span(void **state)
{
    (void)state;
    int on_the_stack = 0;
    const void *const foreign[] = {NULL, (void *)1, &on_the_stack, "a constant",
        (void *)0x7fffffffffff, (void *)0x800000000000, (void *)0xffffffffffff,
        (void *)0x1000000000000, (void *)UINTPTR_MAX};
    for (size_t i = 0; i < sizeof foreign / sizeof *foreign; i++) {
        assert_int_equal(page_map_class(foreign[i]), 0);
        assert_null(page_map_span_of(foreign[i]));
        assert_null(block_start(foreign[i]));
    }
}

static void
random_addresses_are_looked_up_without_a_fault(void **state)
{
    (void)state;
    uint64_t seed = 1;
    for (int i = 0; i < 1000000; i++) {
        const void *address = (void *)next_random(&seed);
        assert_int_equal(page_map_class(address), 0);
        assert_null(page_map_span_of(address));
    }
}

static void
every_byte_of_a_small_block_leads_to_its_start(void **state)
{
    (void)state;
    for (unsigned i = 1; i < SIZE_CLASS_COUNT; i++) {
        size_t bytes = size_class_block_bytes[i];
        char *block = central_list_take_block(i);
        assert_int_equal(page_map_class(block), i);
        for (size_t offset = 0; offset < bytes; offset++)
            assert_ptr_equal(block_start(block + offset), block);
        assert_int_equal(page_map_span_of(block)->size_class, i);
        central_list_give_block(i, block);
    }
}

static void
every_byte_of_a_large_block_leads_to_its_start(void **state)
{
    (void)state;
    size_t bytes = 3 * 1024 * 1024 + 5;
    char *block = thread_cache_allocator.allocate(bytes);
    assert_int_equal(page_map_class(block), 0);
    for (size_t offset = 0; offset < bytes; offset += 1021)
        assert_ptr_equal(block_start(block + offset), block);
    thread_cache_allocator.release(block);
    assert_null(page_map_span_of(block));
    assert_null(block_start(block + bytes / 2));
}

static void
the_tail_behind_a_spans_last_block_is_no_block(void **state)
{
    (void)state;
    char *block =
        central_allocator.allocate(48); /* 170 fill a page but for 32 bytes */
    const struct span *span = page_map_span_of(block);
    assert_non_null(span);
    assert_non_null(block_start(span->start + 170 * 48 - 1));
    assert_null(block_start(span->start + 170 * 48));
    central_allocator.release(block);
}

/* The reciprocal against the division it stands for, at every offset. */
static void
the_block_of_an_offset_is_exact_without_a_division(void **state)
{
    (void)state;
    for (unsigned i = 1; i < SIZE_CLASS_COUNT; i++) {
        void *block = central_list_take_block(i);
        const struct span *span = page_map_span_of(block);
        for (size_t offset = 0; offset < span_bytes(span); offset++)
            if (span_block_index(span, span->start + offset) !=
                offset / span->block_bytes)
                fail_msg("class %u, offset %zu", i, offset);
        central_list_give_block(i, block);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(addresses_of_nobody_have_no_class_and_no_span),
        cmocka_unit_test(random_addresses_are_looked_up_without_a_fault),
        cmocka_unit_test(every_byte_of_a_small_block_leads_to_its_start),
        cmocka_unit_test(every_byte_of_a_large_block_leads_to_its_start),
        cmocka_unit_test(the_tail_behind_a_spans_last_block_is_no_block),
        cmocka_unit_test(the_block_of_an_offset_is_exact_without_a_division),
    };
    return cmocka_run_group_tests_name("page map", tests, NULL, NULL);
}
