/* What a collector asks of the heap, on each of the three tiers, and a small
 * collector that lives on the answers. */
#include "child.h"
#include "support.h"

#include "allocators/collector.h"
#include "allocators/tiers/central_list.h"
#include "allocators/tiers/page_map.h"
#include "failing_kernel.h"
#include "model.h"

#include <errno.h>
#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>

static struct collector_object
found(const void *address)
{
    struct collector_object object;
    if (!collector_find(address, &object))
        fail_msg("%p was not found", address);
    return object;
}

static bool
is_live(const void *block)
{
    struct collector_object object;
    return collector_find(block, &object) && collector_is_live(&object);
}

static bool
is_pointer_free(const void *block)
{
    struct collector_object object = found(block);
    return collector_is_pointer_free(&object);
}

static void *
allocate(size_t size)
{
    void *block = tested->allocate(size);
    assert_non_null(block);
    return block;
}

static void *
allocate_pointer_free(size_t size)
{
    void *block = allocate(size);
    assert_true(collector_declare_pointer_free(block));
    return block;
}

static void
in_another_thread(void *(*work)(void *), void *argument)
{
    pthread_t thread;
    assert_int_equal(pthread_create(&thread, NULL, work, argument), 0);
    pthread_join(thread, NULL);
}

/* Finding. */

static void
assert_all_of_it_finds(const char *block, unsigned size_class, size_t bytes)
{
    for (size_t offset = 0; offset < bytes; offset += 1 + bytes / 200) {
        struct collector_object object = found(block + offset);
        assert_ptr_equal(object.start, block);
        assert_int_equal(object.size_class, size_class);
        assert_int_equal(object.bytes, bytes);
        assert_ptr_equal(object.span, page_map_span_of(block));
    }
    assert_ptr_equal(found(block + bytes - 1).start, block);
}

static void
any_address_inside_a_block_finds_its_start_class_and_span(void **state)
{
    (void)state;
    for (unsigned i = 1; i < SIZE_CLASS_COUNT; i++) {
        char *first = central_list_take_block(i);
        char *second = central_list_take_block(i);
        assert_all_of_it_finds(first, i, size_class_block_bytes[i]);
        assert_all_of_it_finds(second, i, size_class_block_bytes[i]);
        assert_int_not_equal((uintptr_t)first, (uintptr_t)second);
        central_list_give_block(i, first);
        central_list_give_block(i, second);
    }
    char *large = allocate(3000000);
    assert_all_of_it_finds(large, 0, tested->usable_size(large));
    tested->release(large);
}

static void
an_address_in_no_block_finds_none(void **state)
{
    (void)state;
    int on_the_stack = 0;
    const void *const foreign[] = {NULL, (void *)1, &on_the_stack, "a constant",
        (void *)0x7fffffffffff, (void *)0x800000000000, (void *)UINTPTR_MAX};
    struct collector_object object;
    for (size_t i = 0; i < sizeof foreign / sizeof *foreign; i++)
        assert_false(collector_find(foreign[i], &object));
}

static void
the_tail_of_a_span_finds_no_block(void **state)
{
    (void)state;
    struct collector_object object;
    for (unsigned i = 1; i < SIZE_CLASS_SMALL_COUNT; i++) {
        void *block = central_list_take_block(i);
        const struct span *span = found(block).span;
        const char *end = span->start + span_bytes(span);
        const char *tail =
            span->start + span->blocks * (size_t)span->block_bytes;
        assert_true(collector_find(tail - 1, &object));
        for (const char *address = tail; address < end; address++)
            assert_false(collector_find(address, &object));
        central_list_give_block(i, block);
    }
}

static void
free_pages_find_no_block(void **state)
{
    (void)state;
    const size_t sizes[] = {100, 20000, 100000, 5000000};
    struct collector_object object;
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        char *block = allocate(sizes[i]);
        tested->release(block);
        tested->trim();
        for (size_t offset = 0; offset < sizes[i]; offset += 64)
            if (collector_find(block + offset, &object))
                assert_false(collector_is_live(&object));
    }
}

/* Which blocks are live. */

enum { BLOCKS = 3000, THREADS = 4 };

/* What a thread holds while it is stopped. */
struct holder {
    pthread_t thread;
    uint64_t seed;
    pthread_barrier_t barrier; /* with the main thread */
    void *blocks[BLOCKS];
    bool held[BLOCKS];
};

static size_t
size_of_kind(uint64_t random)
{
    return random % 64 == 0 ? 40000 : random % 2000;
}

static void *
hold_half(void *argument)
{
    struct holder *holder = argument;
    for (size_t i = 0; i < BLOCKS; i++)
        holder->blocks[i] =
            tested->allocate(size_of_kind(next_random(&holder->seed)));
    for (size_t i = 0; i < BLOCKS; i++) {
        holder->held[i] = next_random(&holder->seed) % 2;
        if (!holder->held[i])
            tested->release(holder->blocks[i]);
    }
    pthread_barrier_wait(&holder->barrier); /* stopped */
    pthread_barrier_wait(&holder->barrier); /* goes on */
    for (size_t i = 0; i < BLOCKS; i++)
        if (holder->held[i])
            tested->release(holder->blocks[i]);
    return NULL;
}

static void
count_one(const struct collector_object *object, void *count)
{
    assert_true(collector_is_live(object));
    ++*(size_t *)count;
}

static size_t
count_live(void)
{
    size_t count = 0;
    collector_visit_live(count_one, &count);
    return count;
}

/* How many the thread holds. */
static size_t
assert_only_held_ones_are_live(const struct holder *holder)
{
    size_t count = 0;
    for (size_t i = 0; i < BLOCKS; i++) {
        count += holder->held[i];
        if (holder->held[i] != is_live(holder->blocks[i]))
            fail_msg("%p is%s held", holder->blocks[i],
                holder->held[i] ? "" : " not");
    }
    return count;
}

static size_t
count_wrongly_live(const struct holder *holder)
{
    size_t count = 0;
    for (size_t i = 0; i < BLOCKS; i++) {
        count += !holder->held[i] && is_live(holder->blocks[i]);
        assert_true(!holder->held[i] || is_live(holder->blocks[i]));
    }
    return count;
}

static void
begin_holder(struct holder *holder, uint64_t seed)
{
    *holder = (struct holder){.seed = seed};
    pthread_barrier_init(&holder->barrier, NULL, 2);
    pthread_create(&holder->thread, NULL, hold_half, holder);
    pthread_barrier_wait(&holder->barrier);
}

static void
end_holder(struct holder *holder)
{
    pthread_barrier_wait(&holder->barrier);
    pthread_join(holder->thread, NULL);
    pthread_barrier_destroy(&holder->barrier);
}

/* Each thread is looked at before the next one may take what it released. */
static void
settling_tells_exactly_which_blocks_of_all_threads_are_live(void **state)
{
    (void)state;
    static struct holder holders[THREADS];
    collector_settle();
    size_t held = count_live();
    for (size_t i = 0; i < THREADS; i++) {
        begin_holder(&holders[i], i);
        if (tested == &thread_cache_allocator)
            assert_true(count_wrongly_live(&holders[i]) > 0);
        collector_settle();
        held += assert_only_held_ones_are_live(&holders[i]);
        assert_int_equal(count_live(), held);
        assert_heap_is_sound();
    }
    for (size_t i = 0; i < THREADS; i++)
        end_holder(&holders[i]);
    assert_heap_is_sound();
}

static void
release_it(const struct collector_object *object, void *kept)
{
    if (object->start == kept)
        return;
    tested->release(object->start);
    tested->trim(); /* the span may be gone */
}

static void
a_visitor_may_release_each_block_it_is_given(void **state)
{
    (void)state;
    uint64_t seed = 5;
    for (size_t i = 0; i < BLOCKS; i++)
        allocate(size_of_kind(next_random(&seed)));
    void *kept = allocate(100);
    collector_settle();
    assert_int_equal(count_live() > BLOCKS, true);
    collector_visit_live(release_it, kept);
    collector_settle();
    assert_int_equal(count_live(), 1);
    assert_true(is_live(kept));
    tested->release(kept);
    assert_heap_is_sound();
}

/* Marks. */

static void
a_block_is_newly_marked_once_a_cycle(void **state)
{
    (void)state;
    const size_t sizes[] = {16, 48, 1000, 32768, 100000, 3000000};
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        void *block = allocate(sizes[i]);
        void *other = allocate(sizes[i]);
        struct collector_object object = found(block);
        struct collector_object untouched = found(other);
        for (int cycle = 0; cycle < 2; cycle++) {
            assert_true(collector_begin_marking());
            assert_false(collector_is_marked(&object));
            assert_true(collector_mark(&object));
            assert_false(collector_mark(&object));
            assert_true(collector_is_marked(&object));
            assert_false(collector_is_marked(&untouched));
        }
        tested->release(block);
        tested->release(other);
    }
    assert_heap_is_sound();
}

static void
what_came_into_a_new_span_during_a_cycle_counts_as_marked(void **state)
{
    (void)state;
    tested->trim();
    assert_true(collector_begin_marking());
    void *block = allocate(777);
    struct collector_object object = found(block);
    assert_true(collector_is_marked(&object));
    assert_true(collector_declare_pointer_free(block)); /* makes it bits */
    assert_true(collector_is_marked(&object));
    assert_false(collector_mark(&object));
    tested->release(block);
}

struct marker {
    pthread_t thread;
    void *const *blocks;
    size_t newly;
};

static void *
mark_all(void *argument)
{
    struct marker *marker = argument;
    for (size_t i = 0; i < BLOCKS; i++) {
        struct collector_object object;
        if (collector_find(marker->blocks[i], &object))
            marker->newly += collector_mark(&object);
    }
    return NULL;
}

static void
of_several_threads_that_mark_a_block_one_does_newly(void **state)
{
    (void)state;
    static void *blocks[BLOCKS];
    struct marker markers[THREADS];
    size_t newly = 0;
    for (size_t i = 0; i < BLOCKS; i++)
        blocks[i] = allocate(40);
    assert_true(collector_begin_marking());
    for (size_t i = 0; i < THREADS; i++) {
        markers[i] = (struct marker){.blocks = blocks};
        pthread_create(&markers[i].thread, NULL, mark_all, &markers[i]);
    }
    for (size_t i = 0; i < THREADS; i++) {
        pthread_join(markers[i].thread, NULL);
        newly += markers[i].newly;
    }
    assert_int_equal(newly, BLOCKS);
    for (size_t i = 0; i < BLOCKS; i++)
        tested->release(blocks[i]);
}

/* Blocks without pointers. */

static const size_t declared_sizes[] = {
    1, 16, 48, 100, 1000, 2448, 8192, 32768, 33000, 100000, 5000000};
enum { DECLARED_SIZES = sizeof declared_sizes / sizeof *declared_sizes };

/* Allocates until the block at `wanted` is handed out again. */
static bool
comes_back_declared(const void *wanted, size_t size)
{
    enum { MOST = 3000 };
    static void *taken[MOST];
    size_t count = 0;
    bool declared = false;
    while (count < MOST) {
        taken[count] = allocate(size);
        declared |= is_pointer_free(taken[count]);
        if (taken[count++] == wanted)
            break;
    }
    while (count > 0)
        tested->release(taken[--count]);
    return declared;
}

static void *
release_block(void *block)
{
    tested->release(block);
    return NULL;
}

static void *
release_and_trim(void *block)
{
    tested->release(block);
    tested->trim();
    return NULL;
}

static void
a_declared_block_may_be_resized_and_released_by_another_tier(void **state)
{
    (void)state;
    const struct allocator *const owners[] = {
        &thread_cache_allocator, &central_allocator, &direct_heap_allocator};
    for (size_t i = 0; i < 3 * DECLARED_SIZES; i++) {
        void *block = owners[i % 3]->allocate(declared_sizes[i / 3]);
        assert_true(collector_declare_pointer_free(block));
        void *resized = tested->resize(block, 2 * declared_sizes[i / 3] + 100);
        assert_non_null(resized);
        assert_true(resized == block || !is_pointer_free(resized));
        tested->release(resized);
    }
    assert_heap_is_sound();
}

/* Not NULL when it kept what it should not, or the other way round. */
static void *
resize_away(void *block)
{
    void *moved = tested->resize(block, 10000000);
    bool stayed = moved == block;
    bool declared = is_pointer_free(moved);
    tested->release(moved);
    return declared == stayed ? NULL : moved;
}

/* With neighbours before and behind it that stay declared. */
static void
assert_declaration_ends(void *(*end_of)(void *), bool elsewhere)
{
    for (size_t i = 0; i < DECLARED_SIZES; i++) {
        size_t size = declared_sizes[i];
        void *plain = allocate(size);
        void *before = allocate_pointer_free(size);
        void *block = allocate_pointer_free(size);
        void *behind = allocate_pointer_free(size);
        assert_true(is_pointer_free(block));
        if (elsewhere)
            in_another_thread(end_of, block);
        else
            assert_null(end_of(block));
        assert_true(is_pointer_free(before));
        assert_true(is_pointer_free(behind));
        assert_false(is_pointer_free(plain));
        assert_heap_is_sound();
        assert_false(comes_back_declared(block, size));
        tested->release(plain);
        tested->release(before);
        tested->release(behind);
    }
}

static void
a_declaration_ends_with_the_release(void **state)
{
    (void)state;
    assert_declaration_ends(release_block, false);
}

static void
a_declaration_ends_with_the_release_by_another_thread(void **state)
{
    (void)state;
    assert_declaration_ends(release_block, true);
}

static void
a_declaration_ends_when_idle_memory_goes_back(void **state)
{
    (void)state;
    assert_declaration_ends(release_and_trim, false);
}

static void
a_declaration_ends_when_resizing_moves_the_block(void **state)
{
    (void)state;
    assert_declaration_ends(resize_away, false);
}

static void
a_span_begins_anew_without_declarations(void **state)
{
    (void)state;
    static void *blocks[BLOCKS];
    for (int round = 0; round < 2; round++) {
        for (size_t i = 0; i < BLOCKS; i++) {
            blocks[i] = allocate(200);
            assert_false(is_pointer_free(blocks[i]));
            assert_true(collector_declare_pointer_free(blocks[i]));
        }
        for (size_t i = 0; i < BLOCKS; i++)
            tested->release(blocks[i]);
        tested->trim();
    }
    void *block = allocate(200);
    if (tested != &direct_heap_allocator)
        assert_int_not_equal(page_map_class(block), 0);
    tested->release(block);
    assert_heap_is_sound();
}

static void
a_declared_block_is_as_large_as_before_and_resizes_in_place(void **state)
{
    (void)state;
    for (size_t i = 0; i < DECLARED_SIZES; i++) {
        char *block = allocate(declared_sizes[i]);
        size_t usable = tested->usable_size(block);
        assert_true(collector_declare_pointer_free(block));
        assert_true(collector_declare_pointer_free(block));
        assert_int_equal(tested->usable_size(block), usable);
        assert_ptr_equal(tested->resize(block, usable), block);
        assert_true(is_pointer_free(block));
        tested->release(block);
    }
}

static void *
declare_and_release(void *argument)
{
    uint64_t seed = (uintptr_t)argument;
    void *blocks[64] = {0};
    for (int i = 0; i < 20000; i++) {
        void **slot = &blocks[next_random(&seed) % 64];
        tested->release(*slot);
        *slot = tested->allocate(64);
        if (is_pointer_free(*slot))
            return *slot;
        if (next_random(&seed) % 2)
            collector_declare_pointer_free(*slot);
    }
    for (size_t i = 0; i < 64; i++)
        tested->release(blocks[i]);
    return NULL;
}

static void
threads_declare_and_release_in_the_same_spans(void **state)
{
    (void)state;
    pthread_t threads[THREADS];
    for (uintptr_t i = 0; i < THREADS; i++)
        pthread_create(&threads[i], NULL, declare_and_release, (void *)i);
    for (size_t i = 0; i < THREADS; i++) {
        void *inherited;
        pthread_join(threads[i], &inherited);
        assert_null(inherited);
    }
    assert_heap_is_sound();
}

/* Of one span, which has no bits yet: both threads make them. */
struct pair {
    atomic_int arrived;
    void *blocks[2];
};

enum { PAIRS = UNDER_SANITIZER ? 300 : 3000 };

/* Threads that a barrier wakes up would come one after the other. The other one
 * may have no core. */
static void
meet(struct pair *pair, int meetings)
{
    atomic_fetch_add(&pair->arrived, 1);
    for (int tries = 1; atomic_load(&pair->arrived) < 2 * meetings; tries++)
        if (tries % 1000 == 0)
            sched_yield();
}

static void *
declare_the_second(void *argument)
{
    struct pair *pair = argument;
    for (int i = 0; i < PAIRS; i++) {
        meet(pair, 2 * i + 1);
        collector_declare_pointer_free(pair->blocks[1]);
        meet(pair, 2 * i + 2);
    }
    return NULL;
}

static int
declare_the_first(struct pair *pair)
{
    int lost = 0;
    for (int i = 0; i < PAIRS; i++) {
        pair->blocks[0] = allocate(4000);
        pair->blocks[1] = allocate(4000);
        meet(pair, 2 * i + 1);
        collector_declare_pointer_free(pair->blocks[0]);
        meet(pair, 2 * i + 2);
        for (size_t k = 0; k < 2; k++) {
            lost += !is_pointer_free(pair->blocks[k]);
            tested->release(pair->blocks[k]);
        }
        tested->trim();
    }
    return lost;
}

static void
two_threads_declare_in_a_span_at_once(void **state)
{
    (void)state;
    struct pair pair = {0};
    pthread_t thread;
    pthread_create(&thread, NULL, declare_the_second, &pair);
    int lost = declare_the_first(&pair);
    pthread_join(thread, NULL);
    assert_int_equal(lost, 0);
}

static int
release_inside(void *block)
{
    tested->release((char *)block + 16);
    return 0;
}

static int
declare_inside(void *block)
{
    return !collector_declare_pointer_free((char *)block + 16);
}

static void
assert_stopped(int (*work)(void *), void *block)
{
    struct child_end end = run_in_child(work, block);
    assert_true(WIFSIGNALED(end.status));
    assert_non_null(strstr(end.message, "points into a block"));
}

static void
the_inside_of_a_block_can_be_neither_released_nor_declared(void **state)
{
    (void)state;
    for (size_t i = 2; i < DECLARED_SIZES; i++) {
        void *block = allocate_pointer_free(declared_sizes[i]);
        assert_stopped(release_inside, block);
        assert_stopped(declare_inside, block);
        tested->release(block);
    }
}

/* How many could be declared. */
static size_t
declare_until_refused(void **blocks, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        errno = 0;
        if (!collector_declare_pointer_free(blocks[i]))
            return i;
    }
    return count;
}

static int
run_out_of_bits(void *unused)
{
    enum { MANY = 2000 }; /* a span each; bits come by 512 */
    static void *blocks[MANY];
    (void)unused;
    for (size_t i = 0; i < MANY; i++)
        blocks[i] = tested->allocate(8192);
    kernel_fail(&(struct kernel_failure){KERNEL_MMAP, 1, true});
    size_t declared = declare_until_refused(blocks, MANY);
    bool right = declared < MANY && errno == ENOMEM &&
                 !is_pointer_free(blocks[declared]) &&
                 !collector_begin_marking() && errno == ENOMEM;
    kernel_fail(&(struct kernel_failure){0});
    right = right && collector_declare_pointer_free(blocks[declared]) &&
            collector_begin_marking();
    for (size_t i = 0; i < MANY; i++)
        tested->release(blocks[i]);
    return !right || heap_check();
}

/* The first of all: bits that were used before need no memory. */
static void
without_memory_nothing_is_declared_nor_marked(void **state)
{
    (void)state;
    if (tested != &thread_cache_allocator)
        skip();
    struct child_end end = run_in_child(run_out_of_bits, NULL);
    assert_true(WIFEXITED(end.status));
    assert_int_equal(WEXITSTATUS(end.status), 0);
}

/* A random script, in which any thread declares, resizes and releases what any
 * other allocated. */

enum { PLACES = 512, STEPS = UNDER_SANITIZER ? 30000 : 100000, PARTS = 3 };

static struct place {
    pthread_mutex_t lock;
    struct model_slot slot;
    bool declared;
} places[PLACES];

struct worker {
    pthread_t thread;
    uint64_t seed;
    const char *wrong;
};

static const char *
check_declaration(const struct place *place)
{
    if (place->slot.block &&
        is_pointer_free(place->slot.block) != place->declared)
        return place->declared ? "a declaration was lost"
                               : "a declaration was inherited";
    return NULL;
}

static const char *
act(struct place *place, uint64_t random, uint64_t stamp)
{
    const void *before = place->slot.block;
    if (before && random % 3 == 0) {
        place->declared = true;
        return collector_declare_pointer_free(place->slot.block)
                   ? NULL
                   : "nothing to declare with";
    }
    struct model_request request = {
        .operation = (enum model_operation)(random % MODEL_OPERATIONS),
        .size = model_random_size(random >> 8),
        .alignment = (size_t)1 << (random >> 4) % 13,
        .stamp = stamp,
    };
    const char *wrong = model_apply(tested, &place->slot, &request);
    /* Who takes a block anew may get the same one. */
    if (request.operation != MODEL_RESIZE || place->slot.block != before)
        place->declared = false;
    return wrong;
}

static void *
run_worker(void *argument)
{
    struct worker *worker = argument;
    for (int i = 0; i < STEPS && !worker->wrong; i++) {
        uint64_t random = next_random(&worker->seed);
        uint64_t stamp = next_random(&worker->seed);
        struct place *place = &places[(random >> 48) % PLACES];
        pthread_mutex_lock(&place->lock);
        worker->wrong = act(place, random, stamp);
        if (!worker->wrong)
            worker->wrong = check_declaration(place);
        pthread_mutex_unlock(&place->lock);
        if (i % 10000 == 0)
            tested->trim();
    }
    return NULL;
}

static void
run_part(uint64_t *seed)
{
    struct worker workers[THREADS];
    for (size_t i = 0; i < THREADS; i++) {
        workers[i] = (struct worker){.seed = next_random(seed)};
        pthread_create(&workers[i].thread, NULL, run_worker, &workers[i]);
    }
    for (size_t i = 0; i < THREADS; i++) {
        pthread_join(workers[i].thread, NULL);
        if (workers[i].wrong)
            fail_msg("%s", workers[i].wrong);
    }
}

static size_t
assert_places_are_right(void)
{
    size_t held = 0;
    for (size_t i = 0; i < PLACES; i++) {
        const char *wrong = check_declaration(&places[i]);
        wrong = wrong ? wrong : model_check(&places[i].slot);
        if (wrong)
            fail_msg("%s", wrong);
        held += places[i].slot.block != NULL;
        assert_true(!places[i].slot.block || is_live(places[i].slot.block));
    }
    return held;
}

static void
declarations_are_kept_and_never_inherited_by_a_random_script(void **state)
{
    (void)state;
    uint64_t seed = 11;
    for (size_t i = 0; i < PLACES; i++)
        pthread_mutex_init(&places[i].lock, NULL);
    collector_settle();
    size_t others = count_live();
    for (int part = 0; part < PARTS; part++) {
        run_part(&seed);
        assert_heap_is_sound();
        collector_settle();
        assert_int_equal(count_live(), others + assert_places_are_right());
        assert_heap_is_sound();
    }
    for (size_t i = 0; i < PLACES; i++)
        model_release(tested, &places[i].slot);
    collector_settle();
    assert_int_equal(count_live(), others);
}

/* A collector that marks and sweeps a random graph. Each node is of one size or
 * another and its words lead to others, some of them into the middle; leaves
 * hold words that look like pointers, and must not be followed. */

enum { NODES = 4000, ROOTS = 40, WORDS = 6 };

struct graph {
    void **nodes[NODES];
    size_t words[NODES];
    bool leaf[NODES];
    bool reached[NODES];
};

static void
add_node(struct graph *graph, size_t i, uint64_t random)
{
    const size_t words[] = {2, 6, 40, 300, 5000};
    graph->words[i] = words[random % 5];
    graph->leaf[i] = random >> 8 & 1;
    graph->reached[i] = false;
    graph->nodes[i] = allocate(graph->words[i] * sizeof(void *));
    /* The collector looks behind the last word, too. */
    memset(graph->nodes[i], 0, tested->usable_size(graph->nodes[i]));
    if (graph->leaf[i])
        assert_true(collector_declare_pointer_free(graph->nodes[i]));
}

static void
link_node(struct graph *graph, size_t i, uint64_t *seed)
{
    for (size_t k = 0; k < 2; k++) {
        size_t to = next_random(seed) % NODES;
        size_t inside = next_random(seed) % graph->words[to];
        size_t at = next_random(seed) % graph->words[i];
        graph->nodes[i][at] = graph->nodes[to] + inside;
    }
}

static void
make_graph(struct graph *graph, uint64_t *seed)
{
    for (size_t i = 0; i < NODES; i++)
        add_node(graph, i, next_random(seed));
    for (size_t i = 0; i < NODES; i++)
        link_node(graph, i, seed);
}

/* What is right, found without the heap's help. */

static size_t
node_around(const struct graph *graph, const void *address)
{
    for (size_t i = 0; i < NODES; i++)
        if ((uintptr_t)address - (uintptr_t)graph->nodes[i] <
            graph->words[i] * sizeof(void *))
            return i;
    return NODES;
}

static size_t
reach(struct graph *graph)
{
    size_t pending[NODES];
    size_t count = 0;
    size_t reached = 0;
    for (size_t i = 0; i < ROOTS; i++) {
        graph->reached[i] = true;
        pending[count++] = i;
    }
    while (count > 0) {
        size_t i = pending[--count];
        reached++;
        for (size_t k = 0; k < graph->words[i] && !graph->leaf[i]; k++) {
            void *word = graph->nodes[i][k];
            size_t to = word ? node_around(graph, word) : NODES;
            if (to < NODES && !graph->reached[to]) {
                graph->reached[to] = true;
                pending[count++] = to;
            }
        }
    }
    return reached;
}

/* The collector. Its own list is no block of the heap. */

static struct collector_object marked[NODES];
static size_t marked_count;

static void
mark_around(const void *address)
{
    struct collector_object object;
    if (collector_find(address, &object) && collector_is_live(&object) &&
        collector_mark(&object))
        marked[marked_count++] = object;
}

static void
mark_from(struct graph *graph)
{
    marked_count = 0;
    for (size_t i = 0; i < ROOTS; i++)
        mark_around(graph->nodes[i]);
    for (size_t i = 0; i < marked_count; i++) {
        void *const *words = (void *const *)(void *)marked[i].start;
        if (collector_is_pointer_free(&marked[i]))
            continue;
        for (size_t k = 0; k < marked[i].bytes / sizeof *words; k++)
            mark_around(words[k]);
    }
}

static void
sweep_block(const struct collector_object *object, void *swept)
{
    if (collector_is_marked(object))
        return;
    ++*(size_t *)swept;
    tested->release(object->start);
}

static void
collect(struct graph *graph, size_t *swept)
{
    assert_true(collector_begin_marking());
    assert_heap_is_sound();
    mark_from(graph);
    *swept = 0;
    collector_visit_live(sweep_block, swept);
    assert_heap_is_sound();
}

static void
assert_what_is_reached_lives(struct graph *graph)
{
    collector_settle();
    for (size_t i = 0; i < NODES; i++) {
        if (graph->reached[i] != is_live(graph->nodes[i]))
            fail_msg(
                "node %zu was%s reached", i, graph->reached[i] ? "" : " not");
        if (graph->reached[i])
            assert_int_equal(is_pointer_free(graph->nodes[i]), graph->leaf[i]);
    }
}

static void
a_collector_keeps_what_is_reached_and_releases_the_rest(void **state)
{
    (void)state;
    static struct graph graph;
    uint64_t seed = 77;
    size_t swept;
    collector_settle();
    assert_int_equal(count_live(), 0);
    for (int round = 0; round < 2; round++) {
        make_graph(&graph, &seed);
        size_t reached = reach(&graph);
        assert_in_range(reached, 2 * ROOTS, NODES - ROOTS);
        collect(&graph, &swept);
        assert_int_equal(swept, NODES - reached);
        assert_what_is_reached_lives(&graph);
        assert_int_equal(count_live(), reached);
        for (size_t i = 0; i < NODES; i++)
            if (graph.reached[i])
                tested->release(graph.nodes[i]);
        assert_heap_is_sound();
    }
}

static int
run_for(const struct allocator *allocator)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(without_memory_nothing_is_declared_nor_marked),
        cmocka_unit_test(
            any_address_inside_a_block_finds_its_start_class_and_span),
        cmocka_unit_test(an_address_in_no_block_finds_none),
        cmocka_unit_test(the_tail_of_a_span_finds_no_block),
        cmocka_unit_test(free_pages_find_no_block),
        cmocka_unit_test(
            settling_tells_exactly_which_blocks_of_all_threads_are_live),
        cmocka_unit_test(a_visitor_may_release_each_block_it_is_given),
        cmocka_unit_test(a_block_is_newly_marked_once_a_cycle),
        cmocka_unit_test(
            what_came_into_a_new_span_during_a_cycle_counts_as_marked),
        cmocka_unit_test(of_several_threads_that_mark_a_block_one_does_newly),
        cmocka_unit_test(a_declaration_ends_with_the_release),
        cmocka_unit_test(a_declaration_ends_with_the_release_by_another_thread),
        cmocka_unit_test(a_declaration_ends_when_idle_memory_goes_back),
        cmocka_unit_test(a_declaration_ends_when_resizing_moves_the_block),
        cmocka_unit_test(
            a_declared_block_may_be_resized_and_released_by_another_tier),
        cmocka_unit_test(a_span_begins_anew_without_declarations),
        cmocka_unit_test(
            a_declared_block_is_as_large_as_before_and_resizes_in_place),
        cmocka_unit_test(threads_declare_and_release_in_the_same_spans),
        cmocka_unit_test(two_threads_declare_in_a_span_at_once),
        cmocka_unit_test(
            the_inside_of_a_block_can_be_neither_released_nor_declared),
        cmocka_unit_test(
            declarations_are_kept_and_never_inherited_by_a_random_script),
        cmocka_unit_test(
            a_collector_keeps_what_is_reached_and_releases_the_rest),
    };
    tested = allocator;
    return cmocka_run_group_tests_name(allocator->name, tests, NULL, NULL);
}

int
main(void)
{
    return run_for(&thread_cache_allocator) + run_for(&central_allocator) +
           run_for(&direct_heap_allocator);
}
