/* libFuzzer's bytes are a script of operations on the three tiers, which share
 * one heap and release each other's blocks; the model of the random scripts
 * tells what each must do. Five bytes an operation:
 *   what to do and in which tier; the slot; two of the size; the alignment.
 * An operation may also trim, or let the rest be done by a new thread, so that
 * blocks outlive the one that allocated them. The heap is walked at the end. */
#include "allocators/registry.h"
#include "allocators/tiers/heap_check.h"
#include "tests/allocators/model.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>

enum {
    SLOTS = 64,
    STEP_BYTES = 5,
    /* Behind those of the model. */
    TRIM = MODEL_OPERATIONS,
    NEW_THREAD,
    OPERATIONS
};

static const struct allocator *const tiers[] = {
    &thread_cache_allocator, &central_allocator, &direct_heap_allocator};
enum { TIERS = sizeof tiers / sizeof *tiers };

struct script {
    const uint8_t *bytes;
    size_t left;
    uint64_t stamp;
    struct model_slot slots[SLOTS];
};

int // NOLINTNEXTLINE(readability-identifier-naming): libFuzzer's name for it.
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t count);

/* libFuzzer keeps the script that ends the program. */
static void
stop_if(const char *wrong)
{
    if (!wrong)
        return;
    fprintf(stderr, "fuzz_tiers: %s\n", wrong);
    abort();
}

/* 11 bits shifted by 0 to 9, up to 1 MiB; one in 32 beyond all memory. */
static size_t
decode_size(unsigned low, unsigned high)
{
    size_t size = low | (size_t)(high & 7) << 8;
    unsigned shift = high >> 3;
    return shift == 31 ? SIZE_MAX - size * 16 : size << shift % 10;
}

static void
apply(struct script *script, const uint8_t *step)
{
    unsigned operation = step[0] % OPERATIONS;
    const struct allocator *tier = tiers[step[0] / OPERATIONS % TIERS];
    struct model_request request = {
        .operation = (enum model_operation)operation,
        .size = decode_size(step[2], step[3]),
        .alignment = (size_t)1 << step[4] % 21,
        .stamp = (script->stamp += 0x9E3779B97F4A7C15u),
    };
    if (operation == TRIM)
        tier->trim();
    else
        stop_if(model_apply(tier, &script->slots[step[1] % SLOTS], &request));
}

/* Up to the next operation that asks for a new thread, or the end. */
static void *
run_piece(void *argument)
{
    struct script *script = argument;
    while (script->left >= STEP_BYTES) {
        const uint8_t *step = script->bytes;
        script->bytes += STEP_BYTES;
        script->left -= STEP_BYTES;
        if (step[0] % OPERATIONS == NEW_THREAD)
            break;
        apply(script, step);
    }
    return NULL;
}

static void
run_piece_in_new_thread(struct script *script)
{
    pthread_t thread;
    if (pthread_create(&thread, NULL, run_piece, script) == 0)
        pthread_join(thread, NULL);
    else
        run_piece(script);
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t count)
{
    struct script script = {.bytes = bytes, .left = count};
    run_piece(&script);
    while (script.left >= STEP_BYTES)
        run_piece_in_new_thread(&script);
    for (size_t i = 0; i < SLOTS; i++)
        stop_if(model_release(tiers[i % TIERS], &script.slots[i]));
    stop_if(heap_check());
    return 0;
}
