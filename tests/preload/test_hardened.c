/* libtiers-hardened.so: what a program does to memory that is not its own any
 * more ends it with a sentence that names the block. */
#include "preloaded.h"

#include <pthread.h>
#include <signal.h>
#include <stdio.h>

/* They release twice and use what they released: that is what they test. */
// NOLINTBEGIN(clang-analyzer-unix.*)

static void *victim;

/* What the child wrote to standard error before it aborted. */
static char message[512];

static void
read_message(int from)
{
    ssize_t got = read(from, message, sizeof message - 1);
    message[got > 0 ? got : 0] = '\0';
}

static void
assert_stops(void (*work)(void), const char *what_it_is)
{
    int ends[2];
    assert_int_equal(pipe(ends), 0);
    pid_t child = fork();
    if (child == 0) {
        signal(SIGABRT, SIG_DFL); /* cmocka catches it */
        dup2(ends[1], STDERR_FILENO);
        alarm(60);
        work();
        _exit(0);
    }
    close(ends[1]);
    read_message(ends[0]);
    close(ends[0]);
    int status;
    waitpid(child, &status, 0);
    if (!WIFSIGNALED(status) || WTERMSIG(status) != SIGABRT)
        fail_msg("it did not abort, and said: %s", message);
    if (!strstr(message, what_it_is))
        fail_msg("no \"%s\" in: %s", what_it_is, message);
}

static void
release_twice_at_once(void)
{
    free(victim);
    free(hidden_block(victim));
}

static void
release_twice_with_others_between(void)
{
    void *others[1000];
    for (size_t i = 0; i < 1000; i++)
        others[i] = malloc(hidden_size(100));
    free(victim);
    for (size_t i = 0; i < 1000; i++)
        free(others[i]);
    free(hidden_block(victim));
}

static void
a_second_release_is_stopped(void **state)
{
    (void)state;
    const size_t sizes[] = {0, 16, 100, 5000, 32768, 50000, 1048576};
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        victim = malloc(hidden_size(sizes[i]));
        assert_stops(release_twice_at_once, "was released twice");
        free(victim);
    }
    victim = malloc(hidden_size(100));
    assert_stops(release_twice_with_others_between, "was released twice");
    free(victim);
}

static void
the_sentence_names_address_class_and_bytes(void **state)
{
    (void)state;
    victim = malloc(hidden_size(100));
    char sentence[128];
    snprintf(sentence, sizeof sentence,
        "pointer %p was released twice (size class 7, 112 bytes).\n", victim);
    assert_stops(release_twice_at_once, sentence);
    free(victim);
}

static void
release_the_inside(void)
{
    free((char *)hidden_block(victim) + 16);
}

static void
release_off_its_alignment(void)
{
    free((char *)hidden_block(victim) + 1);
}

static pthread_key_t late_key;

/* After the end of the thread's cache: keys are destroyed in the order in which
 * they were made. */
static void
take_and_release(void *unused)
{
    (void)unused;
    for (size_t size = 1; size < 40000; size *= 2)
        free(hidden_block(malloc(hidden_size(size))));
}

static void *
leave_something_to_the_end(void *unused)
{
    free(hidden_block(malloc(hidden_size(1))));
    pthread_setspecific(late_key, &late_key);
    return unused;
}

static void
a_late_block_that_nobody_wrote_to_may_be_released(void **state)
{
    (void)state;
    pthread_t thread;
    assert_int_equal(pthread_key_create(&late_key, take_and_release), 0);
    assert_int_equal(
        pthread_create(&thread, NULL, leave_something_to_the_end, NULL), 0);
    pthread_join(thread, NULL);
    pthread_key_delete(late_key);
}

static void
a_pointer_into_a_block_is_stopped_at_once(void **state)
{
    (void)state;
    victim = malloc(hidden_size(200));
    assert_stops(release_the_inside, "points into a block, not to its start");
    assert_stops(
        release_off_its_alignment, "points into a block, not to its start");
    free(victim);
}

static void
write_after_release(void)
{
    memset(victim, 0x5a, 8);
    free(victim);
    memset(hidden_block(victim), 0x41, 8);
    for (int i = 0; i < 100000; i++)
        hidden_block(malloc(hidden_size(200)));
}

static void
a_link_that_was_written_over_is_stopped(void **state)
{
    (void)state;
    victim = malloc(hidden_size(200));
    assert_stops(write_after_release, "was written to after its release");
    free(victim);
}

static void
a_link_does_not_show_where_the_next_block_is(void **state)
{
    (void)state;
    uintptr_t *first = malloc(hidden_size(200));
    uintptr_t *second = malloc(hidden_size(200));
    free(first);
    free(second);
    uintptr_t link = ((volatile uintptr_t *)hidden_block(second))[0];
    assert_true(link != (uintptr_t)first);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_library_is_in_place),
        cmocka_unit_test(a_second_release_is_stopped),
        cmocka_unit_test(the_sentence_names_address_class_and_bytes),
        cmocka_unit_test(a_late_block_that_nobody_wrote_to_may_be_released),
        cmocka_unit_test(a_pointer_into_a_block_is_stopped_at_once),
        cmocka_unit_test(a_link_that_was_written_over_is_stopped),
        cmocka_unit_test(a_link_does_not_show_where_the_next_block_is),
    };
    return cmocka_run_group_tests_name("hardened", tests, NULL, NULL);
}
// NOLINTEND(clang-analyzer-unix.*)
