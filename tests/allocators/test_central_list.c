/* Chains between the threads and the spans. */
#include "support.h"

#include "allocators/tiers/central_list.h"
#include "allocators/tiers/page_heap.h"
#include "allocators/tiers/page_map.h"
#include "allocators/tiers/size_class.h"

enum { CLASS_OF_64 = 4 };

static struct block_chain
take(size_t count)
{
    struct block_chain chain = central_list_take(CLASS_OF_64, count);
    assert_non_null(chain.head);
    return chain;
}

static void
assert_in_order(struct block_chain chain, const char *first)
{
    const struct block *block = chain.head;
    for (size_t i = 0; i < chain.count; i++) {
        assert_ptr_equal(block, first + i * 64);
        block = block_next(block, CLASS_OF_64);
    }
    assert_null(block);
}

/* A chain that links blocks which nobody will use would touch their memory. */
static void
a_new_spans_blocks_come_in_order_a_page_of_the_kernel_at_a_time(void **state)
{
    (void)state;
    struct block_chain first = take(128);
    struct block_chain second = take(128);
    assert_int_equal(size_class_block_bytes[CLASS_OF_64], 64);
    assert_int_equal(first.count, 4096 / 64);
    assert_int_equal(second.count, 4096 / 64);
    assert_in_order(first, (const char *)first.head);
    assert_in_order(second, (const char *)first.head + 4096);
    central_list_give(CLASS_OF_64, first, 0);
    central_list_give(CLASS_OF_64, second, 0);
    central_lists_settle(true);
    assert_heap_is_sound();
}

static void
blocks_that_were_used_before_come_as_many_as_asked_for(void **state)
{
    (void)state;
    struct block_chain chain = take(128);
    assert_int_equal(chain.count, 128);
    assert_in_order(chain, (const char *)chain.head);
    central_list_give(CLASS_OF_64, chain, 0);
    central_lists_settle(true);
}

static void
a_chain_given_back_is_the_next_one_taken(void **state)
{
    (void)state;
    struct block_chain chain = take(40);
    central_list_give(CLASS_OF_64, chain, 0);
    struct block_chain again = take(7);
    assert_ptr_equal(again.head, chain.head);
    assert_int_equal(again.count, 40);
    central_list_give(CLASS_OF_64, again, 0);
    central_lists_settle(true);
}

static void
a_chain_spans_several_spans_when_one_has_too_few(void **state)
{
    (void)state;
    struct block_chain first = take(100);
    struct block_chain second = take(100);
    struct block_chain third = take(100);
    assert_in_range(first.count, 1, 100);
    assert_in_range(second.count, 1, 100);
    central_list_give(CLASS_OF_64, first, 0);
    central_list_give(CLASS_OF_64, second, 0);
    central_list_give(CLASS_OF_64, third, 0);
    central_lists_settle(true);
    struct block_chain all = take(300);
    assert_heap_is_sound();
    central_list_give(CLASS_OF_64, all, 0);
    central_lists_settle(true);
}

static void
settling_empties_the_spans_into_the_page_heap(void **state)
{
    (void)state;
    struct block_chain chain = take(300);
    const void *block = chain.head;
    assert_non_null(page_map_span_of(block));
    central_list_give(CLASS_OF_64, chain, 0);
    assert_non_null(page_map_span_of(block));
    central_lists_settle(true);
    assert_null(page_map_span_of(block));
    assert_int_equal(page_map_class(block), 0);
    assert_heap_is_sound();
}

static void
chains_that_nobody_asked_for_settle_after_a_period(void **state)
{
    (void)state;
    struct block_chain chain = take(50);
    const void *block = chain.head;
    central_list_give(CLASS_OF_64, chain, 0);
    central_lists_settle(false); /* a period begins */
    assert_non_null(page_map_span_of(block));
    central_list_give(CLASS_OF_64, take(1), 0); /* it was asked for */
    central_lists_settle(false);
    assert_non_null(page_map_span_of(block));
    central_lists_settle(false);
    assert_null(page_map_span_of(block));
}

static void
more_chains_than_are_kept_ready_go_back_to_their_spans(void **state)
{
    (void)state;
    enum { CHAINS = 600 };
    static struct block_chain chains[CHAINS];
    for (size_t i = 0; i < CHAINS; i++)
        chains[i] = take(64);
    for (size_t i = 0; i < CHAINS; i++)
        central_list_give(CLASS_OF_64, chains[i], 0);
    assert_heap_is_sound();
    central_lists_settle(true);
    assert_heap_is_sound();
}

/* Both lists hold a ready chain that nobody asks for. */
static void
bulky_blocks_settle_on_their_own(void **state)
{
    (void)state;
    unsigned bulky = size_class_of(4096);
    size_t pages = central_lists_bulky_pages();
    struct block_chain small_chain = take(50);
    struct block_chain bulky_chain = central_list_take(bulky, 8);
    const void *small_block = small_chain.head;
    const void *bulky_block = bulky_chain.head;
    assert_int_equal(
        central_lists_bulky_pages(), pages + size_class_span_pages[bulky]);
    central_list_give(CLASS_OF_64, small_chain, 0);
    central_list_give(bulky, bulky_chain, 0);
    central_lists_settle_bulky(); /* a period begins */
    assert_non_null(page_map_span_of(bulky_block));
    central_lists_settle_bulky();
    assert_null(page_map_span_of(bulky_block));
    assert_non_null(page_map_span_of(small_block));
    central_lists_settle(true);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(
            a_new_spans_blocks_come_in_order_a_page_of_the_kernel_at_a_time),
        cmocka_unit_test(
            blocks_that_were_used_before_come_as_many_as_asked_for),
        cmocka_unit_test(a_chain_given_back_is_the_next_one_taken),
        cmocka_unit_test(a_chain_spans_several_spans_when_one_has_too_few),
        cmocka_unit_test(settling_empties_the_spans_into_the_page_heap),
        cmocka_unit_test(chains_that_nobody_asked_for_settle_after_a_period),
        cmocka_unit_test(bulky_blocks_settle_on_their_own),
        cmocka_unit_test(
            more_chains_than_are_kept_ready_go_back_to_their_spans),
    };
    return cmocka_run_group_tests_name("central lists", tests, NULL, NULL);
}
