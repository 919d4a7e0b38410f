/* Idle memory goes back to the kernel. */
#include "support.h"

#include <sys/resource.h>
#include <time.h>

enum { MIB = 1024 * 1024 };

/* Takes 64 MiB in blocks for `size` bytes, writes to them, releases them. */
static void
use_64_mib(size_t size)
{
    static void *blocks[64 * MIB / 1024];
    size_t count = 0;
    for (size_t usable = 0; usable < 64 * (size_t)MIB; count++) {
        blocks[count] = tested->allocate(size);
        assert_non_null(blocks[count]);
        usable += tested->usable_size(blocks[count]);
        memset(blocks[count], 1, size);
    }
    for (size_t i = 0; i < count; i++)
        tested->release(blocks[i]);
}

static void
trimming_returns_what_blocks_of(size_t size)
{
    tested->trim();
    size_t before = resident_bytes();
    use_64_mib(size);
    size_t returned = tested->trim();
    if (UNDER_SANITIZER)
        return; /* shadow memory and quarantine are resident too */
    assert_in_range(resident_bytes(), 0, before + 4 * MIB);
    if (tested_is_ours() && size < 1024 * 1024)
        assert_in_range(returned, 48 * MIB, SIZE_MAX);
}

static void
trimming_returns_what_small_blocks_held(void **state)
{
    (void)state;
    trimming_returns_what_blocks_of(1024);
}

static void
trimming_returns_what_blocks_of_64_kib_held(void **state)
{
    (void)state;
    trimming_returns_what_blocks_of(64 * 1024);
}

static void
trimming_returns_what_huge_blocks_held(void **state)
{
    (void)state;
    trimming_returns_what_blocks_of(16 * MIB);
}

static void
returned_memory_can_be_used_again(void **state)
{
    (void)state;
    skip_unless_ours();
    use_64_mib(4096);
    tested->trim();
    struct allocator_counters trimmed;
    tested->read_counters(&trimmed);
    use_64_mib(4096);
    struct allocator_counters used;
    tested->read_counters(&used);
    assert_int_equal(used.bytes_mapped, trimmed.bytes_mapped);
    assert_in_range(
        trimmed.bytes_returned - used.bytes_returned, 60 * MIB, SIZE_MAX);
    assert_heap_is_sound();
}

static void
pause_for_ms(long ms)
{
    struct timespec time = {ms / 1000, ms % 1000 * 1000000};
    nanosleep(&time, NULL);
}

/* Other work goes on for at most ten seconds, in blocks of another size. */
static void
work_until_resident(size_t bytes)
{
    for (int i = 0; i < 100 && resident_bytes() > bytes; i++) {
        for (int j = 0; j < 1000; j++)
            tested->release(tested->allocate(100000 + 16 * (size_t)j));
        pause_for_ms(100);
    }
}

static void
what_lies_idle_for_seconds_goes_back_without_being_asked(void **state)
{
    (void)state;
    if (!tested_is_ours() || UNDER_SANITIZER)
        skip();
    tested->trim();
    size_t enough = resident_bytes() + 8 * MIB;
    use_64_mib(1024);
    assert_in_range(resident_bytes(), enough + 1, SIZE_MAX);
    work_until_resident(enough);
    assert_in_range(resident_bytes(), 0, enough);
}

static long
page_faults(void)
{
    struct rusage usage;
    getrusage(RUSAGE_SELF, &usage);
    return usage.ru_minflt;
}

static void
a_pair_of_64_kib_costs_no_page_fault_each_time(void **state)
{
    (void)state;
    long before = page_faults();
    for (int i = 0; i < 1000; i++) {
        char *block = tested->allocate(65536);
        memset(block, 1, 65536);
        tested->release(block);
    }
    if (!UNDER_SANITIZER)
        assert_in_range(page_faults() - before, 0, 100);
}

enum { STRINGS = 100, LARGEST_STRING = 64 * 1024 };

/* 100 strings by an eighth at a step, in turns, until they hold 6 MiB. */
static void
grow_strings(void)
{
    static char *strings[STRINGS];
    for (size_t size = 1024; size < LARGEST_STRING; size += size / 8)
        for (size_t i = 0; i < STRINGS; i++) {
            strings[i] = tested->resize(strings[i], size);
            assert_non_null(strings[i]);
            memset(strings[i], (int)i, size);
        }
    for (size_t i = 0; i < STRINGS; i++) {
        tested->release(strings[i]);
        strings[i] = NULL;
    }
}

/* Each size leaves its class idle; what it held must serve the next one. */
static void
strings_that_grow_use_the_memory_that_they_left(void **state)
{
    (void)state;
    if (!tested_is_ours() || UNDER_SANITIZER)
        skip();
    tested->trim();
    size_t before = resident_bytes();
    for (int i = 0; i < 50; i++)
        grow_strings();
    assert_in_range(resident_bytes(), 0, before + 36 * (size_t)MIB);
    assert_heap_is_sound();
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(strings_that_grow_use_the_memory_that_they_left),
        cmocka_unit_test(trimming_returns_what_small_blocks_held),
        cmocka_unit_test(trimming_returns_what_blocks_of_64_kib_held),
        cmocka_unit_test(trimming_returns_what_huge_blocks_held),
        cmocka_unit_test(returned_memory_can_be_used_again),
        cmocka_unit_test(
            what_lies_idle_for_seconds_goes_back_without_being_asked),
        cmocka_unit_test(a_pair_of_64_kib_costs_no_page_fault_each_time),
    };
    return RUN_FOR_EVERY_ALLOCATOR(tests);
}
