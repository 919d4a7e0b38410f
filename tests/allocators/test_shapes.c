/* The shapes by which allocators are compared, as questions of soundness and of
 * memory, not of speed: threads that end and leave their blocks to others
 * (larson), one thread that allocates what others free (xmalloc), and which
 * cache lines the blocks of two threads share (cache-thrash, cache-scratch). */
#include "support.h"

#include "model.h"

#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>

static struct allocator_counters
counters_now(void)
{
    struct allocator_counters counters;
    tested->read_counters(&counters);
    return counters;
}

/* Others keep what they like. */
static void
assert_grew_by_at_most(size_t before, size_t now, size_t bytes)
{
    if (tested_is_ours())
        assert_in_range(now, 0, before + bytes);
}

/* Larson: each thread takes over the blocks of one that has ended, replaces
 * some by its own and ends. */

enum {
    LINES_OF_THREADS = 2,
    GENERATIONS = UNDER_SANITIZER ? 60 : 300,
    BLOCKS = 1000,
    REPLACED = 1000
};

struct heritage {
    pthread_t thread;
    uint64_t seed;
    const char *wrong;
    struct model_slot slots[BLOCKS];
};

static void *
live_and_leave(void *argument)
{
    struct heritage *heritage = argument;
    for (int i = 0; i < REPLACED && !heritage->wrong; i++) {
        uint64_t random = next_random(&heritage->seed);
        struct model_request request = {.operation = MODEL_ALLOCATE,
            .size = 10 + random % 490,
            .stamp = random};
        heritage->wrong = model_apply(
            tested, &heritage->slots[(random >> 32) % BLOCKS], &request);
    }
    return NULL;
}

static void
next_generation(struct heritage heritages[LINES_OF_THREADS])
{
    for (int i = 0; i < LINES_OF_THREADS; i++)
        assert_int_equal(pthread_create(&heritages[i].thread, NULL,
                             live_and_leave, &heritages[i]),
            0);
    for (int i = 0; i < LINES_OF_THREADS; i++) {
        pthread_join(heritages[i].thread, NULL);
        if (heritages[i].wrong)
            fail_msg("%s", heritages[i].wrong);
    }
}

/* 500 KB live at a time; the generations allocate 150 MB. */
static void
blocks_pass_through_generations_of_threads(void **state)
{
    (void)state;
    static struct heritage heritages[LINES_OF_THREADS];
    struct allocator_counters before = counters_now();
    size_t mapped = 0;
    for (int i = 0; i < GENERATIONS; i++) {
        next_generation(heritages);
        if (i == GENERATIONS / 10)
            mapped = counters_now().bytes_mapped;
        if (i % 20 == 0)
            assert_heap_is_sound();
    }
    assert_grew_by_at_most(mapped, counters_now().bytes_mapped, 1 << 20);
    for (int i = 0; i < LINES_OF_THREADS; i++)
        for (int j = 0; j < BLOCKS; j++)
            assert_null(model_release(tested, &heritages[i].slots[j]));
    if (tested_is_ours())
        assert_int_equal(counters_now().bytes_in_use, before.bytes_in_use);
    assert_heap_is_sound();
}

/* Xmalloc: blocks pass through a line of threads; the first allocates all of
 * them, those between resize them, the last releases all. */

enum {
    PASSED = UNDER_SANITIZER ? 30000 : 300000,
    PIPE_SLOTS = 256, /* a power of two */
    MOST_STAGES = 3
};

/* From one thread to one other. Each counter is written by one side: its
 * release pairs with the acquire of the other. */
struct pipe_of_blocks {
    struct model_slot slots[PIPE_SLOTS];
    _Atomic size_t put;
    _Atomic size_t taken;
};

struct stage {
    pthread_t thread;
    struct pipe_of_blocks *from;
    struct pipe_of_blocks *to;
    uint64_t seed;
    size_t mapped_early;
    const char *wrong;
};

static void
put(struct pipe_of_blocks *to, struct model_slot slot)
{
    size_t put = atomic_load_explicit(&to->put, memory_order_relaxed);
    while (put - atomic_load_explicit(&to->taken, memory_order_acquire) ==
           PIPE_SLOTS)
        sched_yield();
    to->slots[put % PIPE_SLOTS] = slot;
    atomic_store_explicit(&to->put, put + 1, memory_order_release);
}

static struct model_slot
take(struct pipe_of_blocks *from)
{
    size_t taken = atomic_load_explicit(&from->taken, memory_order_relaxed);
    while (atomic_load_explicit(&from->put, memory_order_acquire) == taken)
        sched_yield();
    struct model_slot slot = from->slots[taken % PIPE_SLOTS];
    atomic_store_explicit(&from->taken, taken + 1, memory_order_release);
    return slot;
}

/* Goes on when something is wrong: others wait for the blocks. */
static void *
work_in_line(void *argument)
{
    struct stage *stage = argument;
    for (int i = 0; i < PASSED; i++) {
        struct model_slot slot = {0};
        if (stage->from)
            slot = take(stage->from);
        uint64_t random = next_random(&stage->seed);
        struct model_request request = {
            .operation = !stage->from ? MODEL_ALLOCATE
                         : stage->to  ? MODEL_RESIZE
                                      : MODEL_RELEASE,
            .size = random % 4 ? 64 : 2000,
            .stamp = random};
        const char *wrong = model_apply(tested, &slot, &request);
        stage->wrong = stage->wrong ? stage->wrong : wrong;
        if (stage->to)
            put(stage->to, slot);
        if (i == PASSED / 10)
            stage->mapped_early = counters_now().bytes_mapped;
    }
    return NULL;
}

/* 150 MB go through, of which 300 KB wait in each pipe. What the threads and
 * the central lists keep on the way is bounded. */
static void
pass_blocks_through(int stages)
{
    static struct pipe_of_blocks pipes[MOST_STAGES];
    struct stage line[MOST_STAGES] = {0};
    struct allocator_counters before = counters_now();
    for (int i = 0; i < stages; i++) {
        line[i].from = i > 0 ? &pipes[i - 1] : NULL;
        line[i].to = i < stages - 1 ? &pipes[i] : NULL;
        line[i].seed = (uint64_t)i;
        assert_int_equal(
            pthread_create(&line[i].thread, NULL, work_in_line, &line[i]), 0);
    }
    for (int i = 0; i < stages; i++)
        pthread_join(line[i].thread, NULL);
    for (int i = 0; i < stages; i++)
        if (line[i].wrong)
            fail_msg("%s", line[i].wrong);
    assert_grew_by_at_most(
        line[0].mapped_early, counters_now().bytes_mapped, 4 << 20);
    if (tested_is_ours())
        assert_int_equal(counters_now().bytes_in_use, before.bytes_in_use);
    assert_heap_is_sound();
}

static void
memory_does_not_grow_when_one_thread_allocates_and_another_frees(void **state)
{
    (void)state;
    pass_blocks_through(2);
}

static void
memory_does_not_grow_along_a_chain_of_threads(void **state)
{
    (void)state;
    pass_blocks_through(3);
}

/* Cache lines. Two threads allocate by turns. */

enum { LINE_BYTES = 64, SHARERS = 2, TAKEN = 1000, HANDED = 16 };

struct sharer {
    pthread_t thread;
    size_t size;
    void *handed[HANDED];
    void *blocks[TAKEN];
};

static pthread_barrier_t turns;

static void *
take_by_turns(void *argument)
{
    struct sharer *sharer = argument;
    for (int i = 0; i < HANDED; i++)
        tested->release(sharer->handed[i]);
    for (int i = 0; i < TAKEN; i++) {
        pthread_barrier_wait(&turns);
        sharer->blocks[i] = tested->allocate(sharer->size);
    }
    return NULL;
}

static void
take_in_two_threads(struct sharer sharers[SHARERS])
{
    pthread_barrier_init(&turns, NULL, SHARERS);
    for (int i = 0; i < SHARERS; i++)
        assert_int_equal(pthread_create(&sharers[i].thread, NULL, take_by_turns,
                             &sharers[i]),
            0);
    for (int i = 0; i < SHARERS; i++)
        pthread_join(sharers[i].thread, NULL);
    pthread_barrier_destroy(&turns);
}

static int
compare_lines(const void *left, const void *right)
{
    uintptr_t a = *(const uintptr_t *)left;
    uintptr_t b = *(const uintptr_t *)right;
    return (a > b) - (a < b);
}

/* The lines under the blocks of one thread, sorted, each once. */
static size_t
list_lines(const struct sharer *sharer, uintptr_t *lines)
{
    size_t count = 0;
    for (int i = 0; i < TAKEN; i++) {
        uintptr_t first = (uintptr_t)sharer->blocks[i];
        uintptr_t last = first + sharer->size - 1;
        for (uintptr_t line = first / LINE_BYTES; line <= last / LINE_BYTES;
             line++)
            lines[count++] = line;
    }
    qsort(lines, count, sizeof *lines, compare_lines);
    size_t unique = 0;
    for (size_t i = 0; i < count; i++)
        if (unique == 0 || lines[i] != lines[unique - 1])
            lines[unique++] = lines[i];
    return unique;
}

struct lines {
    size_t all;
    size_t shared; /* in which both threads have blocks */
};

static struct lines
count_lines(const struct sharer sharers[SHARERS])
{
    enum { MOST = TAKEN * (2048 / LINE_BYTES + 2) };
    static uintptr_t lines[SHARERS][MOST];
    size_t counts[SHARERS];
    for (int i = 0; i < SHARERS; i++)
        counts[i] = list_lines(&sharers[i], lines[i]);
    struct lines count = {counts[0] + counts[1], 0};
    for (size_t i = 0; i < counts[0]; i++)
        count.shared += bsearch(&lines[0][i], lines[1], counts[1],
                            sizeof **lines, compare_lines) != NULL;
    count.all -= count.shared;
    return count;
}

static void
release_taken(struct sharer sharers[SHARERS])
{
    for (int i = 0; i < SHARERS; i++)
        for (int j = 0; j < TAKEN; j++)
            tested->release(sharers[i].blocks[j]);
}

/* The lines that two threads share when both take new blocks at once. */
static size_t
share_new_blocks(size_t size)
{
    static struct sharer sharers[SHARERS];
    tested->trim();
    for (int i = 0; i < SHARERS; i++)
        sharers[i] = (struct sharer){.size = size};
    take_in_two_threads(sharers);
    struct lines lines = count_lines(sharers);
    print_message(
        "%-12s %5zu bytes: new blocks of two threads share %zu of %zu lines\n",
        tested->name, size, lines.shared, lines.all);
    release_taken(sharers);
    return lines.shared;
}

/* A thread takes blocks from the central list by the chain, in the order of
 * their addresses: it can share the lines at both ends of a chain. Of a span
 * that is new, a chain is the blocks of a kernel's page: one line of 64. */
static size_t
most_shared_lines(size_t size)
{
    enum { ENDS_OF_CHAINS = SHARERS * 4 * 2, KERNEL_PAGE_BYTES = 4096 };
    if (tested->allocate == thread_cache_allocator.allocate)
        return ENDS_OF_CHAINS + SHARERS * TAKEN * size / KERNEL_PAGE_BYTES;
    /* Other allocators promise nothing here. */
    return tested->allocate == direct_heap_allocator.allocate ? 0 : SIZE_MAX;
}

static void
new_blocks_of_two_threads_do_not_share_lines(void **state)
{
    (void)state;
    const size_t sizes[] = {8, 16, 48, 64, 100, 176, 500, 1000, 2000};
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++)
        assert_in_range(
            share_new_blocks(sizes[i]), 0, most_shared_lines(sizes[i]));
    assert_heap_is_sound();
}

/* Threads that get every other block from the central list share every line:
 * so the count above can find it. */
static void
a_list_that_threads_share_makes_them_share_lines(void **state)
{
    (void)state;
    if (tested->allocate != central_allocator.allocate)
        skip();
    assert_in_range(share_new_blocks(16), 100, SIZE_MAX);
}

/* Gives every other block of a row to each thread, which releases them. */
static void
hand_out(struct sharer sharers[SHARERS], size_t size)
{
    for (int i = 0; i < HANDED; i++) {
        for (int j = 0; j < SHARERS; j++) {
            sharers[j].size = size;
            sharers[j].handed[i] = tested->allocate(size);
        }
    }
}

/* A thread keeps what it releases for itself: lines that were shared when the
 * blocks were handed out may stay shared. They do not become more. */
static void
handed_blocks_share_no_more_lines_than_when_they_were_handed_out(void **state)
{
    (void)state;
    static struct sharer sharers[SHARERS];
    enum { HANDED_LINES = SHARERS * HANDED * 16 / LINE_BYTES + 1 };
    tested->trim();
    size_t before = share_new_blocks(16);
    hand_out(sharers, 16);
    take_in_two_threads(sharers);
    size_t shared = count_lines(sharers).shared;
    print_message("%-12s    16 bytes: %zu lines are shared where %d were "
                  "handed out shared\n",
        tested->name, shared, HANDED_LINES);
    release_taken(sharers);
    if (tested->allocate == thread_cache_allocator.allocate)
        assert_in_range(shared, 0, before + HANDED_LINES + 8);
    assert_heap_is_sound();
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(blocks_pass_through_generations_of_threads),
        cmocka_unit_test(
            memory_does_not_grow_when_one_thread_allocates_and_another_frees),
        cmocka_unit_test(memory_does_not_grow_along_a_chain_of_threads),
        cmocka_unit_test(new_blocks_of_two_threads_do_not_share_lines),
        cmocka_unit_test(a_list_that_threads_share_makes_them_share_lines),
        cmocka_unit_test(
            handed_blocks_share_no_more_lines_than_when_they_were_handed_out),
    };
    return RUN_FOR_EVERY_ALLOCATOR(tests);
}
