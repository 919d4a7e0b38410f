/* What the tracker knows of who holds what. */
#include "allocators/system.h"
#include "bench/resources/memory.h"
#include "strategies/runtime/tracked.h"
#include "strategies/runtime/tracker_stack.h"
#include "strategies/runtime/tracker_symbols.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#define APART __attribute__((noinline, noipa))
#ifdef __clang__
#undef APART
#define APART __attribute__((noinline))
#endif

enum {
    THREADS = 4,
    PER_THREAD = 20000,
    OLD_MS = 60, /* several ticks of the coarse clock */
    PATIENCE_MS = 20000
};

static struct tracker *tracker;
static struct tracker_report report;

static int
begin_with(struct tracker_settings settings)
{
    settings.name = "things";
    tracker = tracker_create(&settings);
    return tracker ? 0 : -1;
}

static int
begin(void **state)
{
    (void)state;
    return begin_with((struct tracker_settings){0});
}

static int
end(void **state)
{
    (void)state;
    tracker_destroy(tracker);
    tracker = NULL;
    return 0;
}

static void
scan(unsigned older_than_ms)
{
    assert_true(tracker_scan(tracker, older_than_ms, &report));
}

static struct tracker_totals
totals(void)
{
    struct tracker_totals read;
    tracker_read_totals(tracker, &read);
    return read;
}

static void *
thing(uintptr_t number)
{
    return (void *)(number * 16);
}

/* Creates in the name of its caller. */
APART static void
take(uintptr_t number, size_t size)
{
    tracker_acquired(tracker, thing(number), size, TRACKER_CALLER);
}

APART static enum tracker_answer
give(uintptr_t number)
{
    return tracker_released(tracker, thing(number), TRACKER_CALLER);
}

/* Three places of creation. */

APART static void
small_place(uintptr_t number)
{
    take(number, 10);
    __asm__ volatile("");
}

APART static void
large_place(uintptr_t number)
{
    take(number, 1000);
    __asm__ volatile("");
}

APART static void
deep_place(unsigned depth, uintptr_t number)
{
    if (depth)
        deep_place(depth - 1, number);
    else
        take(number, 100);
    __asm__ volatile("");
}

/* One place, however the compiler unrolls the loop of the test. */
APART static void
many(void (*place)(uintptr_t), uintptr_t first, uintptr_t last)
{
    for (uintptr_t i = first; i <= last; i++)
        place(i);
}

static void
what_was_released_is_held_no_more(void **state)
{
    (void)state;
    take(1, 10);
    take(2, 20);
    assert_int_equal(totals().held, 2);
    assert_int_equal(totals().held_bytes, 30);
    assert_int_equal(give(1), TRACKER_WAS_HELD);
    assert_int_equal(totals().held, 1);
    assert_int_equal(totals().held_bytes, 20);
    assert_int_equal(totals().acquired, 2);
    assert_int_equal(totals().released, 1);
}

static void
null_is_neither_acquired_nor_released(void **state)
{
    (void)state;
    tracker_acquired(tracker, NULL, 1, TRACKER_CALLER);
    assert_int_equal(
        tracker_released(tracker, NULL, TRACKER_CALLER), TRACKER_UNTRACKED);
    assert_int_equal(totals().acquired, 0);
    assert_int_equal(totals().stranger_releases, 0);
}

static void
resources_are_grouped_by_the_place_that_created_them(void **state)
{
    (void)state;
    many(small_place, 1, 300);
    many(large_place, 301, 302);
    scan(0);
    assert_int_equal(report.groups_count, 2);
    assert_int_equal(report.groups[0].held, 300);
    assert_int_equal(report.groups[0].held_bytes, 3000);
    assert_int_equal(report.groups[1].held, 2);
    tracker_report_free(&report);
}

static void
places_stand_in_the_order_of_their_bytes(void **state)
{
    (void)state;
    many(small_place, 1, 50);
    large_place(51);
    deep_place(3, 52);
    scan(0);
    assert_int_equal(report.groups_count, 3);
    assert_int_equal(report.groups[0].held_bytes, 1000);
    assert_int_equal(report.groups[1].held_bytes, 500);
    assert_int_equal(report.groups[2].held_bytes, 100);
    tracker_report_free(&report);
}

static void
a_stack_is_kept_once_however_often_it_comes(void **state)
{
    (void)state;
    for (uintptr_t i = 1; i <= 1000; i++)
        deep_place(5, i);
    uint64_t bytes = totals().memory_bytes;
    for (uintptr_t i = 1; i <= 1000; i++)
        assert_int_equal(give(i), TRACKER_WAS_HELD);
    for (uintptr_t i = 1; i <= 1000; i++)
        deep_place(5, i);
    assert_in_range(totals().memory_bytes, bytes, bytes + 1024);
}

static void
another_way_to_the_same_function_is_another_place(void **state)
{
    (void)state;
    deep_place(2, 1);
    deep_place(3, 2);
    scan(0);
    assert_int_equal(report.groups_count, 2);
    assert_int_not_equal(
        report.groups[0].created_by->depth, report.groups[1].created_by->depth);
    tracker_report_free(&report);
}

/* qsort's code keeps no frame pointers. */
static int
compare_and_take(const void *one, const void *other)
{
    (void)one;
    (void)other;
    take(1, 1);
    return 0;
}

static void
a_stack_through_code_without_frame_pointers_is_whole(void **state)
{
    (void)state;
    char pair[2] = {1, 0};
    qsort(pair, 2, 1, compare_and_take);
    scan(0);
    const void *seen[TRACKER_DEPTH_MOST];
    unsigned depth = tracker_stack_read(
        TRACKER_BY_UNWINDER, TRACKER_CALLER, seen, TRACKER_DEPTH_MOST);
    const struct tracker_stack *stack = report.groups[0].created_by;
    assert_true(depth > 2 && stack->depth > depth);
    const void *outermost = stack->frames[stack->depth - 1];
    assert_ptr_equal(outermost, seen[depth - 1]);
    tracker_report_free(&report);
}

static void
frame_pointers_tell_what_the_unwinder_tells(void **state)
{
    (void)state;
    const void *chain[TRACKER_DEPTH_MOST], *seen[TRACKER_DEPTH_MOST];
    unsigned length = tracker_stack_read(
        TRACKER_BY_FRAME_POINTERS, TRACKER_CALLER, chain, TRACKER_DEPTH_MOST);
    unsigned depth = tracker_stack_read(
        TRACKER_BY_UNWINDER, TRACKER_CALLER, seen, TRACKER_DEPTH_MOST);
    assert_true(depth >= 1 && length <= depth);
    for (unsigned i = 0; i < length; i++)
        assert_ptr_equal(chain[i], seen[i]);
}

static void
a_stack_is_cut_at_the_depth_that_was_asked_for(void **state)
{
    end(state);
    begin_with((struct tracker_settings){.depth = 4});
    deep_place(20, 1);
    deep_place(30, 2);
    scan(0);
    assert_int_equal(report.groups_count, 1);
    assert_int_equal(report.groups[0].created_by->depth, 4);
    tracker_report_free(&report);
}

static void
sleep_ms(unsigned ms)
{
    struct timespec time = {ms / 1000, (long)(ms % 1000) * 1000000};
    nanosleep(&time, NULL);
}

APART static void
small_place_and_sleep(uintptr_t number)
{
    small_place(number);
    sleep_ms(OLD_MS);
}

static void
ages_are_those_of_the_oldest_and_the_newest(void **state)
{
    (void)state;
    many(small_place_and_sleep, 1, 2);
    scan(0);
    assert_true(report.groups[0].newest_ns >= (OLD_MS - 8) * 1000000u);
    assert_true(report.groups[0].oldest_ns >=
                report.groups[0].newest_ns + (OLD_MS - 8) * 1000000u);
    tracker_report_free(&report);
}

static void
a_scan_for_the_old_leaves_out_the_young(void **state)
{
    (void)state;
    large_place(1);
    sleep_ms(OLD_MS);
    many(small_place, 2, 200);
    scan(OLD_MS / 2);
    assert_int_equal(report.groups_count, 1);
    assert_int_equal(report.groups[0].held_bytes, 1000);
    assert_int_equal(report.totals.held, 200);
    tracker_report_free(&report);
}

static void
a_double_release_is_caught_with_its_creator(void **state)
{
    (void)state;
    large_place(1);
    assert_int_equal(give(1), TRACKER_WAS_HELD);
    assert_int_equal(give(1), TRACKER_RELEASED_TWICE);
    assert_false(tracker_may_release(TRACKER_RELEASED_TWICE));
    assert_int_equal(totals().double_releases, 1);
    scan(0);
    assert_int_equal(report.mistakes_count, 1);
    assert_int_equal(report.mistakes[0].kind, TRACKER_RELEASED_TWICE);
    assert_ptr_equal(report.mistakes[0].handle, thing(1));
    assert_non_null(report.mistakes[0].created_by);
    assert_null(report.mistakes[0].released_by);
    tracker_report_free(&report);
}

static void
who_released_first_is_kept_where_it_is_asked_for(void **state)
{
    end(state);
    begin_with((struct tracker_settings){.release_stacks = true});
    take(1, 1);
    give(1);
    give(1);
    scan(0);
    assert_non_null(report.mistakes[0].released_by);
    assert_ptr_not_equal(report.mistakes[0].released_by, report.mistakes[0].at);
    tracker_report_free(&report);
}

static void
a_stranger_is_no_double_release(void **state)
{
    (void)state;
    take(1, 1);
    assert_int_equal(give(7), TRACKER_STRANGER);
    assert_int_equal(totals().stranger_releases, 1);
    assert_int_equal(totals().double_releases, 0);
    assert_int_equal(totals().held, 1);
}

APART static void
give_a_stranger(uintptr_t number)
{
    assert_int_equal(give(number), TRACKER_STRANGER);
}

static void
mistakes_of_one_place_are_counted_together(void **state)
{
    (void)state;
    many(give_a_stranger, 1, 200);
    scan(0);
    assert_int_equal(report.mistakes_count, 1);
    assert_int_equal(report.mistakes[0].count, 200);
    tracker_report_free(&report);
}

static void
a_handle_may_live_again_after_its_release(void **state)
{
    (void)state;
    for (unsigned i = 0; i < 1000; i++) {
        take(1, 1);
        assert_int_equal(give(1), TRACKER_WAS_HELD);
    }
    assert_int_equal(give(1), TRACKER_RELEASED_TWICE);
    take(1, 1);
    assert_int_equal(give(1), TRACKER_WAS_HELD);
}

static void
a_handle_that_is_held_twice_is_released_twice(void **state)
{
    (void)state;
    take(1, 1);
    take(1, 1);
    assert_int_equal(give(1), TRACKER_WAS_HELD);
    assert_int_equal(totals().held, 1);
    assert_int_equal(give(1), TRACKER_WAS_HELD);
    assert_int_equal(give(1), TRACKER_RELEASED_TWICE);
}

static void
what_was_released_long_ago_is_a_stranger(void **state)
{
    (void)state;
    enum { MANY = 64 * 64 * 4 };
    for (uintptr_t i = 1; i <= MANY; i++)
        take(i, 1);
    for (uintptr_t i = 1; i <= MANY; i++)
        give(i);
    assert_int_equal(give(1), TRACKER_STRANGER);
    assert_int_equal(give(MANY), TRACKER_RELEASED_TWICE);
}

static void
a_record_of_many_takes_less_than_two_cache_lines(void **state)
{
    (void)state;
    enum { MANY = 200000 };
    uint64_t before = totals().memory_bytes;
    for (uintptr_t i = 1; i <= MANY; i++)
        take(i, 1);
    assert_in_range((totals().memory_bytes - before) / MANY, 64, 127);
    for (uintptr_t i = 1; i <= MANY; i++)
        assert_int_equal(give(i), TRACKER_WAS_HELD);
    assert_int_equal(totals().held, 0);
}

/* Threads. */

static void *
take_and_give_many(void *argument)
{
    uintptr_t first = (uintptr_t)argument * PER_THREAD + 1;
    for (uintptr_t i = first; i < first + PER_THREAD; i++)
        small_place(i);
    for (uintptr_t i = first; i < first + PER_THREAD; i++)
        if (i % 10)
            give(i);
    return NULL;
}

static void
on_threads(void *(*work)(void *))
{
    pthread_t threads[THREADS];
    for (uintptr_t i = 0; i < THREADS; i++)
        assert_int_equal(pthread_create(&threads[i], NULL, work, (void *)i), 0);
    for (unsigned i = 0; i < 20; i++) {
        scan(0);
        tracker_report_free(&report);
    }
    for (unsigned i = 0; i < THREADS; i++)
        pthread_join(threads[i], NULL);
}

static void
threads_are_tracked_while_others_scan(void **state)
{
    (void)state;
    on_threads(take_and_give_many);
    assert_int_equal(totals().held, THREADS * PER_THREAD / 10);
    assert_int_equal(totals().acquired, THREADS * PER_THREAD);
    assert_int_equal(totals().double_releases, 0);
    assert_int_equal(totals().stranger_releases, 0);
}

static void *
give_all(void *argument)
{
    (void)argument;
    for (uintptr_t i = 1; i <= PER_THREAD; i++)
        if (give(i) != TRACKER_WAS_HELD)
            return "a mistake";
    return NULL;
}

static void
another_thread_may_release(void **state)
{
    (void)state;
    for (uintptr_t i = 1; i <= PER_THREAD; i++)
        take(i, 1);
    pthread_t other;
    void *mistake;
    assert_int_equal(pthread_create(&other, NULL, give_all, NULL), 0);
    pthread_join(other, &mistake);
    assert_null(mistake);
    assert_int_equal(totals().held, 0);
}

/* Sampling. */

static void
a_sample_is_multiplied_and_says_so(void **state)
{
    enum { MANY = 100000, EVERY = 100 };
    end(state);
    begin_with((struct tracker_settings){.sample_every = EVERY});
    many(small_place, 1, MANY);
    scan(0);
    assert_int_equal(report.totals.sample_every, EVERY);
    assert_int_equal(report.totals.held, report.totals.held_seen * EVERY);
    /* 1,000 are expected, 32 more or fewer; 6 times that is hardly seen. */
    assert_in_range(report.totals.held_seen, 800, 1200);
    assert_int_equal(report.groups[0].held, report.totals.held);
    tracker_report_free(&report);
    for (uintptr_t i = 1; i <= MANY; i++)
        assert_true(tracker_may_release(give(i)));
    assert_int_equal(totals().held, 0);
    assert_int_equal(totals().double_releases, 0);
}

static void
all_lives_of_a_handle_are_in_the_sample_or_none(void **state)
{
    end(state);
    begin_with((struct tracker_settings){.sample_every = 10});
    unsigned in_sample = 0, caught = 0, strangers = 0;
    for (uintptr_t i = 1; i <= 2000; i++) {
        strangers += give(i) == TRACKER_STRANGER;
        take(i, 1);
        take(i, 1);
        in_sample += give(i) == TRACKER_WAS_HELD;
        assert_true(tracker_may_release(give(i)));
        caught += give(i) == TRACKER_RELEASED_TWICE;
    }
    assert_in_range(in_sample, 100, 300);
    assert_int_equal(caught, in_sample);
    assert_int_equal(strangers, in_sample);
    assert_int_equal(totals().held, 0);
}

static void
two_trackers_choose_other_samples(void **state)
{
    end(state);
    bool chosen[2][1000];
    for (unsigned which = 0; which < 2; which++) {
        begin_with((struct tracker_settings){.sample_every = 2});
        for (uintptr_t i = 0; i < 1000; i++)
            chosen[which][i] = give(i + 1) == TRACKER_STRANGER;
        end(state);
    }
    assert_int_equal(begin(state), 0);
    assert_memory_not_equal(chosen[0], chosen[1], sizeof chosen[0]);
}

/* Reports. */

static char text[1 << 16];

static void
write_into_text(enum tracker_format format)
{
    FILE *out = fmemopen(text, sizeof text, "w");
    assert_non_null(out);
    assert_true(tracker_write(tracker, format, 0, out));
    fclose(out);
}

/* How the text has a place where it knows lines, or does not. */
static const char *
either(const char *with_lines, const char *without)
{
    return tracker_symbols_have_lines() ? with_lines : without;
}

static void
the_text_says_how_many_are_held_and_where_from(void **state)
{
    (void)state;
    small_place(1);
    large_place(2);
    give(9);
    write_into_text(TRACKER_TEXT);
    assert_non_null(strstr(text, "things: 2 held, 1010 bytes; 2 acquired"));
    assert_non_null(strstr(text, "  1 held, 1000 bytes, oldest 0."));
    assert_non_null(strstr(text, either("large_place  ", "test_tracker+0x")));
    assert_non_null(strstr(text, either("test_tracker.c:", "test_tracker+0x")));
    assert_non_null(strstr(text, "1 release of a stranger"));
}

static void
the_text_of_a_sample_says_that_it_estimates(void **state)
{
    end(state);
    begin_with((struct tracker_settings){.sample_every = 3});
    write_into_text(TRACKER_TEXT);
    assert_non_null(strstr(text, "things: about 0 held"));
    assert_non_null(strstr(text, "1 in 3 is tracked"));
}

/* A stream that takes something whenever it is written to. */
static ssize_t
take_on_write(void *context, const char *bytes, size_t length)
{
    (void)context;
    (void)bytes;
    take(77, 1);
    give(88);
    return (ssize_t)length;
}

static void
what_a_report_takes_is_not_tracked(void **state)
{
    (void)state;
    const cookie_io_functions_t taking = {.write = take_on_write};
    FILE *out = fopencookie(NULL, "w", taking);
    assert_non_null(out);
    assert_true(tracker_write(tracker, TRACKER_TEXT, 0, out));
    fclose(out);
    assert_int_equal(totals().held, 0);
    assert_int_equal(totals().stranger_releases, 0);
}

/* Runs a command with `text` on its standard input; its exit status. */
static int
status_of(const char *command)
{
    FILE *program = popen(command, "w");
    assert_non_null(program);
    fputs(text, program);
    int status = pclose(program);
    assert_true(WIFEXITED(status));
    return WEXITSTATUS(status);
}

enum { NO_SUCH_COMMAND = 127 };

static void
json_can_be_read_by_others(void **state)
{
    end(state);
    struct tracker_settings settings = {.name = "\"a\\b\"\n"};
    tracker = tracker_create(&settings);
    assert_non_null(tracker);
    small_place(1);
    large_place(2);
    deep_place(3, 3);
    give(1);
    give(1);
    give(9);
    write_into_text(TRACKER_JSON);
    int status = status_of("python3 -c 'import json, sys\n"
                           "r = json.load(sys.stdin)\n"
                           "assert r[\"tracker\"] == \"\\\"a\\\\b\\\"\\n\"\n"
                           "assert r[\"held\"] == 2 and not r[\"estimated\"]\n"
                           "place, other = r[\"places\"]\n"
                           "assert place[\"held_bytes\"] == 1000\n"
                           "assert other[\"held_bytes\"] == 100\n"
                           "assert place[\"created_by\"][0][\"offset\"]\n"
                           "mistake, stranger = r[\"mistakes\"]\n"
                           "assert mistake[\"kind\"] == \"double_release\"\n"
                           "assert mistake[\"created_by\"]\n'");
    if (status == NO_SUCH_COMMAND)
        skip();
    assert_int_equal(status, 0);
}

/* Each line of the format is a comment or NAME{LABELS} NUMBER. */
static void
assert_exposition(char *lines)
{
    char *rest;
    for (char *line = strtok_r(lines, "\n", &rest); line;
         line = strtok_r(NULL, "\n", &rest)) {
        if (strncmp(line, "# HELP tracker_", 15) == 0 ||
            strncmp(line, "# TYPE tracker_", 15) == 0)
            continue;
        assert_int_equal(strncmp(line, "tracker_", 8), 0);
        assert_non_null(strstr(line, "{tracker=\"things\""));
        char *number = strstr(line, "\"} ");
        char *after;
        assert_non_null(number);
        strtod(number + 3, &after);
        assert_true(after > number + 3 && *after == '\0');
    }
}

static void
prometheus_gets_a_series_for_each_place(void **state)
{
    (void)state;
    many(large_place, 1, 3);
    write_into_text(TRACKER_PROMETHEUS);
    assert_non_null(strstr(text, "tracker_held{tracker=\"things\"} 3\n"));
    assert_non_null(strstr(text, "# TYPE tracker_acquired_total counter\n"));
    char *place = strstr(text, "\ntracker_place_held_bytes{");
    assert_non_null(place);
    assert_non_null(strstr(place, "\"} 3000\n"));
    assert_exposition(text);
}

static void
promtool_has_nothing_to_say_against_it(void **state)
{
    (void)state;
    large_place(1);
    write_into_text(TRACKER_PROMETHEUS);
    int status = status_of("promtool check metrics");
    if (status == NO_SUCH_COMMAND)
        skip();
    assert_int_equal(status, 0);
}

/* Watches. They write to a file of the test's. */

static char path[64];

static int
begin_with_file(void **state)
{
    snprintf(path, sizeof path, "/tmp/test_tracker_XXXXXX");
    int file = mkstemp(path);
    if (file < 0)
        return -1;
    close(file);
    return begin(state);
}

static int
end_with_file(void **state)
{
    unlink(path);
    return end(state);
}

static void
read_file(void)
{
    text[0] = '\0';
    int file = open(path, O_RDONLY | O_CLOEXEC);
    ssize_t length = read(file, text, sizeof text - 1);
    close(file);
    text[length > 0 ? length : 0] = '\0';
}

/* Waits until the file says so; false after a long time. */
static bool
file_says(const char *words)
{
    for (unsigned waited = 0; waited < PATIENCE_MS; waited += 10) {
        read_file();
        if (strstr(text, words))
            return true;
        sleep_ms(10);
    }
    return false;
}

static void
a_signal_asks_for_a_report(void **state)
{
    (void)state;
    const struct tracker_watch watch = {.path = path, .on_sigusr2 = true};
    assert_true(tracker_watch_start(tracker, &watch));
    take(1, 1);
    raise(SIGUSR2);
    assert_true(file_says("things: 1 held"));
    take(2, 1);
    raise(SIGUSR2);
    assert_true(file_says("things: 2 held"));
    assert_int_equal(tracker_watch_stop(tracker), 0);
}

static void
the_signal_gets_its_former_action_back(void **state)
{
    (void)state;
    const struct tracker_watch watch = {.path = path, .on_sigusr2 = true};
    struct sigaction before = {.sa_handler = SIG_IGN}, after;
    sigaction(SIGUSR2, &before, NULL);
    assert_true(tracker_watch_start(tracker, &watch));
    tracker_watch_stop(tracker);
    sigaction(SIGUSR2, NULL, &after);
    assert_ptr_equal(after.sa_handler, SIG_IGN);
    signal(SIGUSR2, SIG_DFL);
}

static void
the_clock_asks_for_a_report(void **state)
{
    (void)state;
    const struct tracker_watch watch = {
        .path = path, .interval_ms = 10, .format = TRACKER_PROMETHEUS};
    assert_true(tracker_watch_start(tracker, &watch));
    take(1, 1);
    assert_true(file_says("tracker_held{tracker=\"things\"} 1\n"));
    give(1);
    assert_true(file_says("tracker_held{tracker=\"things\"} 0\n"));
}

static void
a_tracker_is_watched_once(void **state)
{
    (void)state;
    const struct tracker_watch watch = {.path = path, .interval_ms = 1000};
    assert_true(tracker_watch_start(tracker, &watch));
    assert_false(tracker_watch_start(tracker, &watch));
    assert_int_equal(errno, EALREADY);
    tracker_watch_stop(tracker);
    assert_true(tracker_watch_start(tracker, &watch));
}

static void
a_report_that_cannot_be_written_is_told_of(void **state)
{
    (void)state;
    const struct tracker_watch watch = {
        .path = "/nowhere/at/all", .interval_ms = 1};
    assert_true(tracker_watch_start(tracker, &watch));
    sleep_ms(OLD_MS);
    int failure = tracker_watch_stop(tracker);
    assert_true(failure == ENOENT || failure == 0);
    assert_false(
        tracker_write_file(tracker, TRACKER_TEXT, 0, "/nowhere/at/all"));
    assert_int_equal(errno, ENOENT);
}

static bool signals_late;

/* Runs behind all that atexit registered, the last report too. */
__attribute__((destructor)) static void
signal_late(void)
{
    if (signals_late)
        raise(SIGUSR2);
}

static void
a_signal_during_the_exit_does_not_end_the_process(void **state)
{
    (void)state;
    fflush(stdout);
    pid_t child = fork();
    if (child == 0) {
        const struct tracker_watch watch = {
            .path = path, .at_exit = true, .on_sigusr2 = true};
        struct tracker_settings settings = {.name = "child's"};
        signals_late = true;
        tracker = tracker_create(&settings);
        exit(tracker && tracker_watch_start(tracker, &watch) ? 0 : 1);
    }
    int status;
    waitpid(child, &status, 0);
    assert_int_equal(status, 0);
}

static void
the_exit_of_the_process_asks_for_a_report(void **state)
{
    (void)state;
    fflush(stdout);
    pid_t child = fork();
    if (child == 0) {
        const struct tracker_watch watch = {.path = path, .at_exit = true};
        struct tracker_settings settings = {.name = "child's"};
        tracker = tracker_create(&settings);
        bool watched = tracker && tracker_watch_start(tracker, &watch);
        take(1, 1);
        exit(watched ? 0 : 1);
    }
    int status;
    waitpid(child, &status, 0);
    assert_int_equal(status, 0);
    read_file();
    assert_non_null(strstr(text, "child's: 1 held"));
}

/* Wrapped allocators and resources. */

TRACKED_ALLOCATOR(blocks, system_allocator, tracker)
TRACKED_RESOURCE(memories, memory_resource, tracker)

static void
a_wrapped_allocator_is_tracked_whole(void **state)
{
    (void)state;
    void *one = blocks_allocator.allocate(10);
    void *other = blocks_allocator.allocate_zeroed(10, 10);
    void *aligned = blocks_allocator.allocate_aligned(256, 20);
    assert_int_equal(totals().held_bytes, 130);
    one = blocks_allocator.resize(one, 1000);
    assert_int_equal(totals().held, 3);
    assert_int_equal(totals().held_bytes, 1120);
    blocks_allocator.release(one);
    blocks_allocator.release(other);
    blocks_allocator.release(aligned);
    blocks_allocator.release(NULL);
    assert_int_equal(totals().held, 0);
    assert_int_equal(totals().stranger_releases, 0);
}

static void
a_second_release_does_not_reach_the_allocator(void **state)
{
    (void)state;
    void *block = blocks_allocator.allocate(10);
    blocks_allocator.release(block);
    blocks_allocator.release(block); /* or the C library ends the test */
    assert_int_equal(totals().double_releases, 1);
}

APART static void *
leaking_function(void)
{
    void *handle = memories_resource.acquire(&system_allocator, 4096);
    __asm__ volatile("");
    return handle;
}

static void
a_wrapped_resource_names_who_acquired_it(void **state)
{
    (void)state;
    void *handle = leaking_function();
    write_into_text(TRACKER_TEXT);
    assert_non_null(strstr(text, "1 held, 4096 bytes"));
    assert_non_null(strstr(text, either("created by\n      leaking_function  ",
                                     "created by\n      test_tracker+0x")));
    memories_resource.release(&system_allocator, handle);
    assert_int_equal(totals().held, 0);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test_setup_teardown(name, begin, end)
#define TEST_WITH_FILE(name)                                                   \
    cmocka_unit_test_setup_teardown(name, begin_with_file, end_with_file)
        TEST(what_was_released_is_held_no_more),
        TEST(null_is_neither_acquired_nor_released),
        TEST(resources_are_grouped_by_the_place_that_created_them),
        TEST(places_stand_in_the_order_of_their_bytes),
        TEST(a_stack_is_kept_once_however_often_it_comes),
        TEST(another_way_to_the_same_function_is_another_place),
        TEST(a_stack_through_code_without_frame_pointers_is_whole),
        TEST(frame_pointers_tell_what_the_unwinder_tells),
        TEST(a_stack_is_cut_at_the_depth_that_was_asked_for),
        TEST(ages_are_those_of_the_oldest_and_the_newest),
        TEST(a_scan_for_the_old_leaves_out_the_young),
        TEST(a_double_release_is_caught_with_its_creator),
        TEST(who_released_first_is_kept_where_it_is_asked_for),
        TEST(a_stranger_is_no_double_release),
        TEST(mistakes_of_one_place_are_counted_together),
        TEST(a_handle_may_live_again_after_its_release),
        TEST(a_handle_that_is_held_twice_is_released_twice),
        TEST(what_was_released_long_ago_is_a_stranger),
        TEST(a_record_of_many_takes_less_than_two_cache_lines),
        TEST(threads_are_tracked_while_others_scan),
        TEST(another_thread_may_release),
        TEST(a_sample_is_multiplied_and_says_so),
        TEST(all_lives_of_a_handle_are_in_the_sample_or_none),
        TEST(two_trackers_choose_other_samples),
        TEST(the_text_says_how_many_are_held_and_where_from),
        TEST(the_text_of_a_sample_says_that_it_estimates),
        TEST(what_a_report_takes_is_not_tracked),
        TEST(json_can_be_read_by_others),
        TEST(prometheus_gets_a_series_for_each_place),
        TEST(promtool_has_nothing_to_say_against_it),
        TEST_WITH_FILE(a_signal_asks_for_a_report),
        TEST_WITH_FILE(the_signal_gets_its_former_action_back),
        TEST_WITH_FILE(the_clock_asks_for_a_report),
        TEST_WITH_FILE(a_tracker_is_watched_once),
        TEST_WITH_FILE(a_report_that_cannot_be_written_is_told_of),
        TEST_WITH_FILE(the_exit_of_the_process_asks_for_a_report),
        TEST_WITH_FILE(a_signal_during_the_exit_does_not_end_the_process),
        TEST(a_wrapped_allocator_is_tracked_whole),
        TEST(a_second_release_does_not_reach_the_allocator),
        TEST(a_wrapped_resource_names_who_acquired_it),
    };
    signal(SIGPIPE, SIG_IGN); /* of a command that is not there */
    return cmocka_run_group_tests(tests, NULL, NULL);
}
