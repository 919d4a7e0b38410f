/* A long random script on four threads that hand blocks to each other, compared
 * with a model. From time to time all threads end, the heap is walked and every
 * block looked at; other threads go on with the blocks.
 *   SCRIPT_OPERATIONS   how many for each allocator, over all threads
 *   SCRIPT_SEED         repeats what each thread does; how the kernel lets them
 *                       take turns is not repeated, but for SCRIPT_THREADS=1
 *   SCRIPT_THREADS      1 to 16 */
#include "child.h"
#include "support.h"

#include "model.h"

#include <inttypes.h>
#include <pthread.h>

enum {
    MOST_THREADS = 16,
    SLOTS = 1024,
    OPERATIONS_BETWEEN_CHECKS = 100000, /* over all threads */
    OPERATIONS_BETWEEN_TRIMS = 30000    /* of one thread */
};

/* A sanitizer makes each operation about six times slower. */
static struct script {
    uint64_t operations;
    uint64_t seed;
    uint64_t threads;
} script = {UNDER_SANITIZER ? 500000 : 2000000, 2024, 4};

static char command[512]; /* that runs this script again */

/* Where any thread may put a block and any other find it. */
static struct place {
    pthread_mutex_t lock;
    struct model_slot slot;
} places[SLOTS];

/* What a thread found wrong first; cmocka's checks work on the main one. */
struct worker {
    pthread_t thread;
    uint64_t seed;
    uint64_t operations;
    const char *wrong;
};

static enum model_operation
choose_operation(const struct model_slot *slot, uint64_t random)
{
    if (slot->block)
        return random % 8 == 7 ? MODEL_RESIZE : MODEL_RELEASE;
    return random % 16 == 0   ? MODEL_ALLOCATE_ALIGNED
           : random % 16 == 1 ? MODEL_ALLOCATE_ZEROED
                              : MODEL_ALLOCATE;
}

static void
step(struct worker *worker)
{
    uint64_t random = next_random(&worker->seed);
    struct place *place = &places[(random >> 48) % SLOTS];
    pthread_mutex_lock(&place->lock);
    struct model_request request = {
        .operation = choose_operation(&place->slot, random),
        .size = model_random_size(random >> 8),
        .alignment = (size_t)1 << (random >> 4) % 13,
        .stamp = next_random(&worker->seed),
    };
    worker->wrong = model_apply(tested, &place->slot, &request);
    pthread_mutex_unlock(&place->lock);
}

static void *
run_worker(void *argument)
{
    struct worker *worker = argument;
    for (uint64_t i = 1; i <= worker->operations && !worker->wrong; i++) {
        step(worker);
        if (i % OPERATIONS_BETWEEN_TRIMS == 0)
            tested->trim();
    }
    return NULL;
}

/* Each part of the script has threads of its own. */
static const char *
run_part(uint64_t first_operation, uint64_t operations)
{
    struct worker workers[MOST_THREADS];
    const char *wrong = NULL;
    uint64_t seed = script.seed ^ first_operation << 32;
    for (uint64_t i = 0; i < script.threads; i++) {
        workers[i] = (struct worker){.seed = next_random(&seed),
            .operations = operations / script.threads +
                          (i < operations % script.threads)};
        assert_int_equal(
            pthread_create(&workers[i].thread, NULL, run_worker, &workers[i]),
            0);
    }
    for (uint64_t i = 0; i < script.threads; i++) {
        pthread_join(workers[i].thread, NULL);
        wrong = wrong ? wrong : workers[i].wrong;
    }
    return wrong;
}

static size_t
bytes_in_use(void)
{
    struct allocator_counters counters;
    tested->read_counters(&counters);
    return counters.bytes_in_use;
}

/* While no thread is at work. */
static const char *
check_everything(size_t in_use_before)
{
    const char *wrong = heap_check();
    size_t usable = 0;
    for (size_t i = 0; i < SLOTS; i++) {
        wrong = wrong ? wrong : model_check(&places[i].slot);
        usable += places[i].slot.block ? places[i].slot.usable : 0;
    }
    if (!wrong && tested_is_ours() && bytes_in_use() != in_use_before + usable)
        wrong = "the bytes in use are not those of the live blocks";
    return wrong;
}

static const char *
release_what_is_left(void)
{
    const char *wrong = NULL;
    for (size_t i = 0; i < SLOTS; i++) {
        const char *wrong_here = model_release(tested, &places[i].slot);
        wrong = wrong ? wrong : wrong_here;
    }
    return wrong;
}

/* On a terminal: minutes pass in a nightly run. */
static void
tell_progress(uint64_t done)
{
    if (isatty(STDERR_FILENO))
        fprintf(stderr, "\r%s: %" PRIu64 " of %" PRIu64 " operations%s",
            tested->name, done, script.operations,
            done == script.operations ? "\n" : "");
}

static const char *
run_script(void)
{
    size_t in_use_before = bytes_in_use();
    const char *wrong = NULL;
    for (uint64_t done = 0, part; done < script.operations && !wrong;
         done += part) {
        part = script.operations - done;
        if (part > OPERATIONS_BETWEEN_CHECKS)
            part = OPERATIONS_BETWEEN_CHECKS;
        wrong = run_part(done, part);
        wrong = wrong ? wrong : check_everything(in_use_before);
        tell_progress(done + part);
    }
    return wrong;
}

static void
blocks_never_overlap_and_keep_their_content(void **state)
{
    (void)state;
    skip_under_a_sanitizers_malloc(); /* ThreadSanitizer's lends 1 byte for 0 */
    restore_signals(); /* cmocka's handlers cannot leave another thread */
    for (size_t i = 0; i < SLOTS; i++)
        pthread_mutex_init(&places[i].lock, NULL);
    const char *wrong = run_script();
    const char *wrong_at_end = release_what_is_left();
    if (wrong || wrong_at_end)
        fail_msg("%s; again: %s", wrong ? wrong : wrong_at_end, command);
    assert_heap_is_sound();
}

static uint64_t
setting(const char *name, uint64_t otherwise)
{
    const char *text = getenv(name);
    return text ? strtoull(text, NULL, 10) : otherwise;
}

/* Said first, as what is wrong may end the program. */
static void
say_how_to_run_it_again(const char *program)
{
    snprintf(command, sizeof command,
        "SCRIPT_SEED=%" PRIu64 " SCRIPT_OPERATIONS=%" PRIu64
        " SCRIPT_THREADS=%" PRIu64 " %s",
        script.seed, script.operations, script.threads, program);
    puts(command);
    fflush(stdout);
}

int
main(int count, char **arguments)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(blocks_never_overlap_and_keep_their_content),
    };
    (void)count;
    script.operations = setting("SCRIPT_OPERATIONS", script.operations);
    script.seed = setting("SCRIPT_SEED", script.seed);
    script.threads = setting("SCRIPT_THREADS", script.threads);
    if (script.threads < 1 || script.threads > MOST_THREADS) {
        fprintf(stderr, "SCRIPT_THREADS is 1 to %d\n", MOST_THREADS);
        return 2;
    }
    say_how_to_run_it_again(arguments[0]);
    return RUN_FOR_EVERY_ALLOCATOR(tests);
}
