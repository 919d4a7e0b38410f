/* A long random script on four threads that hand blocks to each other: blocks
 * never overlap and keep their content. Each block is filled with one byte;
 * a block that overlaps another is found out when either is checked. */
#include "support.h"

#include <pthread.h>

enum {
    THREADS = 4,
    SLOTS = 1024,
    STEPS = UNDER_SANITIZER ? 125000 : 250000 /* of each thread */
};

/* Where any thread may put a block and any other find it. */
static struct slot {
    pthread_mutex_t lock;
    unsigned char *block;
    size_t size;
    unsigned char byte;
} slots[SLOTS];

/* What a thread found wrong first; cmocka's checks work on the main one. */
struct worker {
    pthread_t thread;
    uint64_t seed;
    const char *wrong;
};

static void
require(struct worker *worker, bool condition, const char *sentence)
{
    if (!condition && !worker->wrong)
        worker->wrong = sentence;
}

/* Mostly small, as programs are; now and then beyond every size class. */
static size_t
random_size(uint64_t random)
{
    if (random % 64 == 0)
        return (random >> 8) % 300000;
    return (random >> 8) % ((size_t)16 << (random % 11));
}

static bool
holds_only(const unsigned char *block, size_t size, unsigned char byte)
{
    return size == 0 ||
           (block[0] == byte && memcmp(block, block + 1, size - 1) == 0);
}

static void
fill(struct worker *worker, struct slot *slot, size_t size)
{
    require(worker, slot->block != NULL, "memory could not be had");
    require(worker, (uintptr_t)slot->block % 16 == 0,
        "a block is not aligned to 16");
    require(worker, tested->usable_size(slot->block) >= size,
        "a block is smaller than asked for");
    slot->size = size;
    slot->byte = (unsigned char)next_random(&worker->seed);
    memset(slot->block, slot->byte, size);
}

static void
allocate(struct worker *worker, struct slot *slot, uint64_t random)
{
    size_t size = random_size(random >> 8);
    size_t alignment = (size_t)1 << (random >> 4) % 13;
    if (random % 16 == 0) {
        slot->block = tested->allocate_aligned(alignment, size);
        require(worker, (uintptr_t)slot->block % alignment == 0,
            "a block is not aligned as asked for");
    } else if (random % 16 == 1) {
        slot->block = tested->allocate_zeroed(1, size);
        require(worker, holds_only(slot->block, size, 0),
            "zeroed memory is not zero");
    } else {
        slot->block = tested->allocate(size);
    }
    fill(worker, slot, size);
}

static void
resize(struct worker *worker, struct slot *slot, uint64_t random)
{
    size_t size = random_size(random >> 8);
    size_t kept = size < slot->size ? size : slot->size;
    slot->block = tested->resize(slot->block, size);
    require(worker, slot->block && holds_only(slot->block, kept, slot->byte),
        "a resized block lost its content");
    fill(worker, slot, size);
}

static void
step(struct worker *worker)
{
    uint64_t random = next_random(&worker->seed);
    struct slot *slot = &slots[(random >> 48) % SLOTS];
    pthread_mutex_lock(&slot->lock);
    if (slot->block)
        require(worker, holds_only(slot->block, slot->size, slot->byte),
            "a block lost its content");
    if (!slot->block) {
        allocate(worker, slot, random);
    } else if (random % 8 == 7) {
        resize(worker, slot, random);
    } else {
        tested->release(slot->block);
        slot->block = NULL;
    }
    pthread_mutex_unlock(&slot->lock);
}

static void *
run_script(void *argument)
{
    struct worker *worker = argument;
    for (int i = 0; i < STEPS && !worker->wrong; i++) {
        step(worker);
        if (i % 100000 == 99999)
            tested->trim();
    }
    return NULL;
}

static void
release_what_is_left(struct worker *worker)
{
    for (size_t i = 0; i < SLOTS; i++) {
        require(worker,
            !slots[i].block ||
                holds_only(slots[i].block, slots[i].size, slots[i].byte),
            "a block lost its content");
        tested->release(slots[i].block);
        slots[i].block = NULL;
    }
}

static void
blocks_never_overlap_and_keep_their_content(void **state)
{
    (void)state;
    struct worker workers[THREADS];
    for (size_t i = 0; i < SLOTS; i++)
        pthread_mutex_init(&slots[i].lock, NULL);
    for (uint64_t i = 0; i < THREADS; i++) {
        workers[i] = (struct worker){.seed = 2024 + i};
        pthread_create(&workers[i].thread, NULL, run_script, &workers[i]);
    }
    for (size_t i = 0; i < THREADS; i++)
        pthread_join(workers[i].thread, NULL);
    release_what_is_left(&workers[0]);
    for (size_t i = 0; i < THREADS; i++)
        if (workers[i].wrong)
            fail_msg("%s", workers[i].wrong);
    assert_heap_is_sound();
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(blocks_never_overlap_and_keep_their_content),
    };
    return RUN_FOR_EVERY_ALLOCATOR(tests);
}
