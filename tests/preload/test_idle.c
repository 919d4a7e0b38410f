/* Memory that a program released goes back to the kernel while the program does
 * something else. */
#include "preloaded.h"

#include <signal.h>
#include <stdio.h>
#include <time.h>

enum { MIB = 1024 * 1024, SPIKE = 256 * MIB };

/* The number behind `label` in a file of /proc; fails the test when there is
 * none. */
static unsigned long
read_number(const char *path, const char *label, int base)
{
    char line[256];
    FILE *file = fopen(path, "re");
    assert_non_null(file);
    unsigned long number = 0;
    bool found = false;
    while (!found && fgets(line, sizeof line, file)) {
        found = strncmp(line, label, strlen(label)) == 0;
        number = strtoul(line + strlen(label), NULL, base);
    }
    fclose(file);
    assert_true(found);
    return number;
}

static size_t
resident_mib(void)
{
    return read_number("/proc/self/status", "VmRSS:", 10) / 1024;
}

static void
use_and_release(size_t size)
{
    size_t count = SPIKE / size;
    void **blocks = malloc(count * sizeof *blocks);
    for (size_t i = 0; i < count; i++) {
        blocks[i] = malloc(hidden_size(size));
        assert_non_null(blocks[i]);
        memset(blocks[i], 1, size);
    }
    for (size_t i = 0; i < count; i++)
        free(blocks[i]);
    free(blocks);
}

/* Sleeps without an allocation; the deadline is a failure's, not a measure. */
static size_t
resident_after_a_while(size_t wanted)
{
    size_t resident = SIZE_MAX;
    for (int i = 0; i < 60 && resident > wanted; i++) {
        nanosleep(&(struct timespec){.tv_sec = 1}, NULL);
        resident = resident_mib();
    }
    return resident;
}

static void
a_spike_goes_back_while_nobody_calls_in(void **state)
{
    (void)state;
    const size_t sizes[] = {1000, 20000, 100000, 64 * MIB};
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        use_and_release(sizes[i]);
        assert_in_range(resident_after_a_while(50), 0, 50);
    }
}

static int
spike_in_child(void)
{
    use_and_release(1000);
    return resident_after_a_while(50) > 50;
}

static void
it_does_in_a_child_of_fork_too(void **state)
{
    (void)state;
    use_and_release(1000);
    assert_true(succeeds_in_child(spike_in_child));
}

static void
trimming_returns_it_at_once(void **state)
{
    (void)state;
    use_and_release(1000);
    malloc_trim(0);
    assert_in_range(resident_mib(), 0, 50);
}

static unsigned long
count_threads(void)
{
    return read_number("/proc/self/status", "Threads:", 10);
}

static void
a_small_program_has_no_thread_but_its_own(void **state)
{
    (void)state;
    assert_int_equal(count_threads(), 1);
}

static void
the_thread_of_a_large_one_leaves_signals_alone(void **state)
{
    (void)state;
    assert_int_equal(count_threads(), 2);
    char path[64];
    snprintf(path, sizeof path, "/proc/self/task/%d/status", getpid() + 1);
    if (access(path, R_OK) != 0)
        skip(); /* another process took the next number */
    unsigned long blocked = read_number(path, "SigBlk:", 16);
    assert_true(blocked & 1ul << (SIGINT - 1));
    assert_true(blocked & 1ul << (SIGTERM - 1));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_library_is_in_place),
        cmocka_unit_test(a_small_program_has_no_thread_but_its_own),
        cmocka_unit_test(a_spike_goes_back_while_nobody_calls_in),
        cmocka_unit_test(the_thread_of_a_large_one_leaves_signals_alone),
        cmocka_unit_test(it_does_in_a_child_of_fork_too),
        cmocka_unit_test(trimming_returns_it_at_once),
    };
    return cmocka_run_group_tests_name("idle memory", tests, NULL, NULL);
}
