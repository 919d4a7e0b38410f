/* What a pool compiled with POOL_CHECKS says before it stops the program. */
#include "pool_support.h"

#include <signal.h>
#include <stdio.h>
#include <sys/wait.h>

struct page {
    char text[40];
};

static void
free_page(void *context, void *page)
{
    (void)context;
    free(page);
}

static struct pool pages = POOL_INITIALIZER(.name = "pages",
    .discard = free_page, .object_size = sizeof(struct page));

/* Without its size: any number may be an object. */
static struct pool numbers = POOL_INITIALIZER(.name = "numbers");

static char said[4096];

/* How `work` ended in a child, as waitpid says; `said` is what it wrote. */
static int
end_of(void (*work)(void))
{
    int ends[2];
    assert_int_equal(pipe(ends), 0);
    pid_t child = fork();
    if (child == 0) {
        signal(SIGABRT, SIG_DFL); /* cmocka catches it */
        dup2(ends[1], STDERR_FILENO);
        work();
        _exit(0);
    }
    close(ends[1]);
    size_t length = 0;
    for (ssize_t got;
         (got = read(ends[0], said + length, sizeof said - 1 - length)) > 0;)
        length += (size_t)got;
    said[length] = '\0';
    close(ends[0]);
    int status;
    waitpid(child, &status, 0);
    return status;
}

static void
assert_stops(void (*work)(void), const char *sentence)
{
    int status = end_of(work);
    assert_true(WIFSIGNALED(status) && WTERMSIG(status) == SIGABRT);
    assert_non_null(strstr(said, sentence));
}

static struct page *
new_page(void)
{
    struct page *page = calloc(1, sizeof *page);
    if (!page)
        abort();
    fprintf(stderr, "%p ", (void *)page); /* for the parent to compare */
    return page;
}

/* The child wrote the address before; the message must name the same. */
static void
assert_names_the_object(void)
{
    char *name = strstr(said, "object ");
    assert_non_null(name);
    char *address = strtok(said, " ");
    assert_memory_equal(name + strlen("object "), address, strlen(address));
}

static void
put_twice(void)
{
    struct page *page = new_page();
    pool_put(&pages, page);
    pool_put(&pages, page);
}

static void
an_object_put_twice_is_named(void **state)
{
    (void)state;
    assert_stops(put_twice, "pool pages: object ");
    assert_non_null(strstr(said, " was put twice.\n"));
    assert_names_the_object();
}

static void
put_a_number_twice(void)
{
    pool_put(&numbers, object(3));
    pool_put(&numbers, object(4));
    pool_put(&numbers, object(3));
}

static void
a_number_put_twice_is_named_too(void **state)
{
    (void)state;
    assert_stops(
        put_a_number_twice, "pool numbers: object 0x3 was put twice.\n");
}

static void
put_twice_over_an_epoch(void)
{
    struct page *page = new_page();
    pool_put(&pages, page);
    pool_epoch_advance();
    pool_put(&pages, page);
}

static void
a_victim_put_again_is_named(void **state)
{
    (void)state;
    assert_stops(put_twice_over_an_epoch, " was put twice.\n");
    assert_names_the_object();
}

/* Behind the sanitizer's back, as a program compiled without it would. */
__attribute__((no_sanitize("address"))) static void
scribble(struct page *page)
{
    ((volatile char *)page->text)[39] = 'x';
}

static void
write_after_put(void)
{
    struct page *page = new_page();
    pool_put(&pages, page);
    scribble(page);
    pool_take(&pages);
}

static void
an_object_written_to_after_it_was_put_is_named_when_it_is_taken(void **state)
{
    (void)state;
    assert_stops(write_after_put, " was written to after it was put.\n");
    assert_names_the_object();
}

static void
write_after_put_and_drain(void)
{
    struct page *page = new_page();
    pool_put(&pages, page);
    scribble(page);
    pool_drain(&pages);
}

static void
or_when_it_is_discarded(void **state)
{
    (void)state;
    assert_stops(
        write_after_put_and_drain, " was written to after it was put.\n");
    assert_names_the_object();
}

static void
put_nothing(void)
{
    pool_put(&pages, NULL);
}

static void
what_can_be_no_object_is_refused_aloud(void **state)
{
    (void)state;
    assert_stops(put_nothing, "pool pages: object (nil) is no object.\n");
}

#define LETTERS "a long name of a pool, which the message holds to its end; "

static void
put_twice_into_a_long_name(void)
{
    static struct pool wordy =
        POOL_INITIALIZER(.name =
                             LETTERS LETTERS LETTERS LETTERS LETTERS LETTERS);
    pool_put(&wordy, object(3));
    pool_put(&wordy, object(3));
}

static void
a_message_holds_a_name_of_any_length(void **state)
{
    (void)state;
    assert_stops(put_twice_into_a_long_name,
        LETTERS LETTERS ": object 0x3 was put twice.\n");
}

#if defined(__SANITIZE_ADDRESS__)
#define SANITIZED
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define SANITIZED
#endif
#endif

#ifdef SANITIZED
static void
read_after_put(void)
{
    struct page *page = new_page();
    pool_put(&pages, page);
    putc(page->text[0], stderr);
}

static void
a_read_after_the_put_is_caught_where_it_happens(void **state)
{
    (void)state;
    assert_int_not_equal(end_of(read_after_put), 0);
    assert_non_null(strstr(said, "use-after-poison"));
    assert_non_null(strstr(said, "read_after_put"));
}
#endif

static void
work_well(void)
{
    struct page *held[100];
    for (unsigned turn = 0; turn < 5; turn++) {
        for (unsigned i = 0; i < 100; i++) {
            held[i] = pool_take(&pages);
            held[i] = held[i] ? held[i] : new_page();
            held[i]->text[0]++;
        }
        for (unsigned i = 0; i < 100; i++)
            pool_put(&pages, held[i]);
        pool_epoch_advance();
    }
    pool_drain(&pages);
}

static void
a_program_without_a_mistake_is_left_in_peace(void **state)
{
    (void)state;
    assert_int_equal(end_of(work_well), 0);
}

/* The same address may come back from the heap: the pool forgot it. */
static void
put_discard_and_put_again(void)
{
    pool_put(&numbers, object(3));
    pool_epoch_advance();
    pool_epoch_advance();
    pool_put(&numbers, object(3));
    pool_drain(&numbers);
    pool_put(&numbers, object(3));
    pool_drain(&numbers);
}

static void
what_was_discarded_may_be_put_anew(void **state)
{
    (void)state;
    if (!membarrier_is_there())
        skip();
    assert_int_equal(end_of(put_discard_and_put_again), 0);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_object_put_twice_is_named),
        cmocka_unit_test(a_number_put_twice_is_named_too),
        cmocka_unit_test(a_victim_put_again_is_named),
        cmocka_unit_test(
            an_object_written_to_after_it_was_put_is_named_when_it_is_taken),
        cmocka_unit_test(or_when_it_is_discarded),
        cmocka_unit_test(what_can_be_no_object_is_refused_aloud),
        cmocka_unit_test(a_message_holds_a_name_of_any_length),
#ifdef SANITIZED
        cmocka_unit_test(a_read_after_the_put_is_caught_where_it_happens),
#endif
        cmocka_unit_test(a_program_without_a_mistake_is_left_in_peace),
        cmocka_unit_test(what_was_discarded_may_be_put_anew),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
