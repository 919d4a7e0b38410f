/* The table of size classes against its promises, and against Go's. */
#include "support.h"

#include "allocators/tiers/size_class.h"
#include "allocators/tiers/span.h"

/* Go 1.19, runtime/sizeclasses.go: bytes of a block, pages of its span. */
static const struct {
    unsigned bytes;
    unsigned pages;
} go_classes[] = {
    {8, 1},
    {16, 1},
    {24, 1},
    {32, 1},
    {48, 1},
    {64, 1},
    {80, 1},
    {96, 1},
    {112, 1},
    {128, 1},
    {144, 1},
    {160, 1},
    {176, 1},
    {192, 1},
    {208, 1},
    {224, 1},
    {240, 1},
    {256, 1},
    {288, 1},
    {320, 1},
    {352, 1},
    {384, 1},
    {416, 1},
    {448, 1},
    {480, 1},
    {512, 1},
    {576, 1},
    {640, 1},
    {704, 1},
    {768, 1},
    {896, 1},
    {1024, 1},
    {1152, 1},
    {1280, 1},
    {1408, 2},
    {1536, 1},
    {1792, 2},
    {2048, 1},
    {2304, 2},
    {2688, 1},
    {3072, 3},
    {3200, 2},
    {3456, 3},
    {4096, 1},
    {4864, 3},
    {5376, 2},
    {6144, 3},
    {6528, 4},
    {6784, 5},
    {6912, 6},
    {8192, 1},
    {9472, 7},
    {9728, 6},
    {10240, 5},
    {10880, 4},
    {12288, 3},
    {13568, 5},
    {14336, 7},
    {16384, 2},
    {18432, 9},
    {19072, 7},
    {20480, 5},
    {21760, 8},
    {24576, 3},
    {27264, 10},
    {28672, 7},
    {32768, 4},
};

/* What allocators/tiers/size_class.h says it left out of Go's, and added. */
static const unsigned left_out[] = {8, 24, 3200, 6784, 9472, 19072};
static const unsigned added[] = {1632, 2448, 3712, 4544, 7360, 9216};

static bool
is_among(unsigned bytes, const unsigned *list, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (list[i] == bytes)
            return true;
    return false;
}

static unsigned
class_with_blocks_of(unsigned bytes)
{
    for (unsigned i = 1; i < SIZE_CLASS_COUNT; i++)
        if (size_class_block_bytes[i] == bytes)
            return i;
    return 0;
}

static size_t
up_to_sixteen(size_t size)
{
    return (size + 15) / 16 * 16;
}

static void
there_are_67_small_classes_as_in_go(void **state)
{
    (void)state;
    assert_int_equal(SIZE_CLASS_COUNT, ALLOCATOR_CLASSES);
    assert_int_equal(
        SIZE_CLASS_SMALL_COUNT - 1, sizeof go_classes / sizeof *go_classes);
    assert_int_equal(size_class_block_bytes[67], SIZE_CLASS_SMALL_LARGEST);
}

static void
page_classes_go_on_from_there_with_a_block_a_span(void **state)
{
    (void)state;
    for (unsigned i = SIZE_CLASS_SMALL_COUNT; i < SIZE_CLASS_COUNT; i++) {
        size_t bytes = size_class_block_bytes[i];
        assert_int_equal(bytes, size_class_span_pages[i] * HEAP_PAGE_BYTES);
        assert_true(bytes > size_class_block_bytes[i - 1]);
        assert_true((bytes - size_class_block_bytes[i - 1]) * 4 <= bytes);
        assert_int_equal(size_class_of_pages(bytes), i);
        assert_int_equal(
            size_class_of_pages(size_class_block_bytes[i - 1] + 1), i);
    }
    assert_int_equal(
        size_class_block_bytes[SIZE_CLASS_COUNT - 1], SIZE_CLASS_PAGES_LARGEST);
}

static void
blocks_and_spans_are_as_large_as_gos_but_for_six(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof go_classes / sizeof *go_classes; i++) {
        unsigned bytes = go_classes[i].bytes;
        unsigned found = class_with_blocks_of(bytes);
        if (is_among(bytes, left_out, 6)) {
            assert_int_equal(found, 0);
        } else {
            assert_int_not_equal(found, 0);
            assert_int_equal(size_class_span_pages[found], go_classes[i].pages);
        }
    }
    for (size_t i = 0; i < 6; i++)
        assert_int_not_equal(class_with_blocks_of(added[i]), 0);
}

static void
a_request_gets_the_smallest_class_that_holds_it(void **state)
{
    (void)state;
    for (size_t size = 0; size <= SIZE_CLASS_SMALL_LARGEST; size++) {
        unsigned found = size_class_of(size);
        assert_in_range(found, 1, 67);
        assert_true(size_class_block_bytes[found] >= size);
        assert_true(found == 1 || size_class_block_bytes[found - 1] < size);
    }
}

static void
every_block_size_keeps_the_alignment_of_16(void **state)
{
    (void)state;
    for (unsigned i = 1; i < SIZE_CLASS_COUNT; i++)
        assert_int_equal(size_class_block_bytes[i] % BLOCK_ALIGNMENT, 0);
}

static void
a_block_wastes_an_eighth_at_most_beyond_its_alignment(void **state)
{
    (void)state;
    for (size_t size = 1; size <= SIZE_CLASS_SMALL_LARGEST; size++) {
        size_t bytes = size_class_block_bytes[size_class_of(size)];
        assert_true((bytes - up_to_sixteen(size)) * 8 <= bytes);
    }
}

static void
a_span_wastes_an_eighth_at_most_behind_its_last_block(void **state)
{
    (void)state;
    for (unsigned i = 1; i < SIZE_CLASS_COUNT; i++) {
        size_t span = size_class_span_pages[i] * HEAP_PAGE_BYTES;
        size_t blocks = span / size_class_block_bytes[i];
        assert_in_range(blocks, 1, SPAN_MOST_BLOCKS);
        assert_true((span % size_class_block_bytes[i]) * 8 <= span);
    }
}

static void
an_aligned_request_gets_blocks_that_all_start_aligned(void **state)
{
    (void)state;
    for (size_t alignment = 1; alignment <= HEAP_PAGE_BYTES; alignment *= 2) {
        for (size_t size = 0; size <= SIZE_CLASS_LARGEST; size += 61) {
            unsigned found = size_class_aligned(alignment, size);
            assert_int_not_equal(found, 0);
            assert_true(size_class_block_bytes[found] >= size);
            assert_int_equal(size_class_block_bytes[found] % alignment, 0);
        }
    }
    assert_int_equal(size_class_aligned(2 * HEAP_PAGE_BYTES, 1), 0);
    assert_int_equal(size_class_aligned(16, SIZE_CLASS_LARGEST + 1), 0);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(there_are_67_small_classes_as_in_go),
        cmocka_unit_test(page_classes_go_on_from_there_with_a_block_a_span),
        cmocka_unit_test(blocks_and_spans_are_as_large_as_gos_but_for_six),
        cmocka_unit_test(a_request_gets_the_smallest_class_that_holds_it),
        cmocka_unit_test(every_block_size_keeps_the_alignment_of_16),
        cmocka_unit_test(a_block_wastes_an_eighth_at_most_beyond_its_alignment),
        cmocka_unit_test(a_span_wastes_an_eighth_at_most_behind_its_last_block),
        cmocka_unit_test(an_aligned_request_gets_blocks_that_all_start_aligned),
    };
    return cmocka_run_group_tests_name("size classes", tests, NULL, NULL);
}
