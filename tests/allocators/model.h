/* A simple model of a heap, which random scripts, the fuzzer and scripts with a
 * failing kernel compare an allocator with. A slot knows what its block must
 * hold: a stamp that no other block has, repeated. Blocks that overlap, move
 * without their content or are handed out twice spoil a stamp, and are found
 * when either is looked at again. */
#ifndef TESTS_ALLOCATORS_MODEL_H
#define TESTS_ALLOCATORS_MODEL_H

#include "allocators/allocator.h"

#include <errno.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

struct model_slot {
    unsigned char *block; /* NULL: the slot is empty */
    size_t size;
    size_t usable;
    uint64_t stamp;
};

enum model_operation {
    MODEL_ALLOCATE,
    MODEL_ALLOCATE_ALIGNED,
    MODEL_ALLOCATE_ZEROED,
    MODEL_RESIZE,
    MODEL_RELEASE,
    MODEL_OPERATIONS
};

struct model_request {
    enum model_operation operation;
    size_t size;
    size_t alignment; /* a power of two, of MODEL_ALLOCATE_ALIGNED */
    uint64_t stamp;   /* of what the slot holds afterwards; never used before */
    bool may_fail;    /* the kernel may give no more */
};

/* No address space has these: they must be refused. */
#define MODEL_LEAST_IMPOSSIBLE ((size_t)1 << 47)

/* Mostly small, as programs are; now and then beyond every size class. */
static inline size_t
model_random_size(uint64_t random)
{
    if (random % 64 == 0)
        return (random >> 8) % 300000;
    return (random >> 8) % ((size_t)16 << (random % 11));
}

static inline bool
model_is_zero(const unsigned char *block, size_t size)
{
    return size == 0 ||
           (block[0] == 0 && memcmp(block, block + 1, size - 1) == 0);
}

static inline bool
model_holds(const unsigned char *block, size_t size, uint64_t stamp)
{
    if (size <= sizeof stamp)
        return memcmp(block, &stamp, size) == 0;
    return memcmp(block, &stamp, sizeof stamp) == 0 &&
           memcmp(block, block + sizeof stamp, size - sizeof stamp) == 0;
}

/* Twice as much with each step, from what is there already. */
static inline void
model_stamp(unsigned char *block, size_t size, uint64_t stamp)
{
    size_t done = size < sizeof stamp ? size : sizeof stamp;
    memcpy(block, &stamp, done);
    for (size_t part; done < size; done += part) {
        part = done < size - done ? done : size - done;
        memcpy(block + done, block, part);
    }
}

/* NULL, or a sentence that says what is wrong with the slot's block. The last
 * usable byte stands for all behind the size that was asked for. */
static inline const char *
model_check(const struct model_slot *slot)
{
    if (!slot->block)
        return NULL;
    if (!model_holds(slot->block, slot->size, slot->stamp))
        return "a block lost its content";
    if (slot->usable > slot->size &&
        slot->block[slot->usable - 1] != (unsigned char)slot->stamp)
        return "what is usable behind a block was written by another";
    return NULL;
}

/* jemalloc, mimalloc and tcmalloc align a block of up to 8 bytes to 8, as
 * nothing that fits into it needs more. */
static inline size_t
model_alignment_of(const struct allocator *allocator, size_t size)
{
    return allocator->peer && size <= 8 ? 8 : 16;
}

/* Puts a new block into the slot; NULL, or what is wrong with it. */
static inline const char *
model_fill(const struct allocator *allocator, struct model_slot *slot,
    void *block, const struct model_request *request)
{
    slot->block = (unsigned char *)block;
    slot->size = request->size;
    slot->stamp = request->stamp;
    slot->usable = allocator->usable_size(block);
    if ((uintptr_t)block % model_alignment_of(allocator, slot->size) != 0)
        return "a block is not aligned";
    if (slot->usable < slot->size)
        return "a block is smaller than asked for";
    model_stamp(slot->block, slot->size, slot->stamp);
    if (slot->usable > slot->size)
        slot->block[slot->usable - 1] = (unsigned char)slot->stamp;
    return NULL;
}

/* What a call that returned NULL should have done. */
static inline const char *
model_refused(const struct model_request *request)
{
    if (!request->may_fail && request->size < MODEL_LEAST_IMPOSSIBLE)
        return "memory could not be had";
    return errno == ENOMEM ? NULL : "NULL came without ENOMEM";
}

static inline const char *
model_release(const struct allocator *allocator, struct model_slot *slot)
{
    const char *wrong = model_check(slot);
    allocator->release(slot->block);
    slot->block = NULL;
    return wrong;
}

static inline void *
model_call(const struct allocator *allocator, const struct model_slot *slot,
    const struct model_request *request)
{
    switch (request->operation) {
    case MODEL_ALLOCATE_ALIGNED:
        return allocator->allocate_aligned(request->alignment, request->size);
    case MODEL_ALLOCATE_ZEROED:
        return allocator->allocate_zeroed(1, request->size);
    case MODEL_RESIZE:
        return allocator->resize(slot->block, request->size);
    default:
        return allocator->allocate(request->size);
    }
}

static inline const char *
model_check_new(const struct model_slot *slot, const unsigned char *block,
    const struct model_request *request)
{
    size_t kept = slot->size < request->size ? slot->size : request->size;
    if (request->size >= MODEL_LEAST_IMPOSSIBLE)
        return "a block larger than the address space was had";
    if (request->operation == MODEL_ALLOCATE_ALIGNED &&
        (uintptr_t)block % request->alignment != 0)
        return "a block is not aligned as asked for";
    if (request->operation == MODEL_ALLOCATE_ZEROED &&
        !model_is_zero(block, request->size))
        return "zeroed memory is not zero";
    if (slot->block && !model_holds(block, kept, slot->stamp))
        return "a resized block lost its content";
    return NULL;
}

/* Does to the slot what is asked for: a block that an allocation finds there is
 * released first, resizing an empty slot allocates. Returns NULL, or a sentence
 * that says what is wrong. */
static inline const char *
model_apply(const struct allocator *allocator, struct model_slot *slot,
    const struct model_request *request)
{
    const char *wrong = request->operation == MODEL_RESIZE
                            ? model_check(slot)
                            : model_release(allocator, slot);
    if (wrong || request->operation == MODEL_RELEASE)
        return wrong;
    errno = 0;
    unsigned char *block =
        (unsigned char *)model_call(allocator, slot, request);
    if (!block) {
        wrong = model_refused(request);
        return wrong ? wrong : model_check(slot);
    }
    wrong = model_check_new(slot, block, request);
    return wrong ? wrong : model_fill(allocator, slot, block, request);
}

#endif
