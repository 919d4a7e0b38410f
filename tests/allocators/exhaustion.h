/* What an allocator does when the kernel gives no more: NULL and ENOMEM, and
 * whatever was allocated stays as it is. Each try has a child of its own. */
#ifndef TESTS_ALLOCATORS_EXHAUSTION_H
#define TESTS_ALLOCATORS_EXHAUSTION_H

#include "tests/allocators/child.h"

#include "tests/allocators/failing_kernel.h"
#include "tests/allocators/model.h"
#include "tests/allocators/process_bytes.h"
#include "tests/allocators/random.h"

#include <errno.h>
#include <pthread.h>
#include <stdio.h>
#include <sys/resource.h>

/* What is tried: allocators that release each other's blocks, and who knows
 * whether their heap is sound; NULL where nobody does. */
struct exhaustion {
    const struct allocator *const *allocators;
    size_t count;
    const char *(*check)(void);
    struct kernel_failure failure;
};

enum {
    EXHAUSTION_SOUND,
    EXHAUSTION_WRONG, /* said on standard error */
    EXHAUSTION_NO_CALL_FAILED,
    EXHAUSTION_SLOTS = 1024,
    EXHAUSTION_STEPS = 1000
};

struct exhaustion_script {
    const struct exhaustion *exhaustion;
    uint64_t seed;
    int steps;
    bool may_fail;
    const char *wrong;
};

static struct model_slot exhaustion_slots[EXHAUSTION_SLOTS];

/* Now and then a MiB and more, so that a short script outgrows some arenas. */
static inline size_t
exhaustion_random_size(uint64_t random)
{
    return model_random_size(random) << (random % 64 == 0 ? 4 : 0);
}

static inline void
exhaustion_step(struct exhaustion_script *script)
{
    uint64_t random = next_random(&script->seed);
    const struct exhaustion *exhaustion = script->exhaustion;
    struct model_request request = {
        .operation = (enum model_operation)(random % MODEL_OPERATIONS),
        .size = exhaustion_random_size(random >> 8),
        .alignment = (size_t)1 << (random >> 4) % 15,
        .stamp = next_random(&script->seed),
        .may_fail = script->may_fail,
    };
    script->wrong =
        model_apply(exhaustion->allocators[(random >> 32) % exhaustion->count],
            &exhaustion_slots[(random >> 48) % EXHAUSTION_SLOTS], &request);
}

static inline void *
exhaustion_run(void *argument)
{
    struct exhaustion_script *script = argument;
    for (int i = 0; i < script->steps && !script->wrong; i++)
        exhaustion_step(script);
    script->exhaustion->allocators[0]->trim();
    return NULL;
}

/* Half of it in a thread that begins when memory is short already. */
static inline const char *
exhaustion_run_failing(const struct exhaustion *exhaustion)
{
    struct exhaustion_script script = {
        exhaustion, 99, EXHAUSTION_STEPS, true, NULL};
    pthread_t thread;
    exhaustion_run(&script);
    if (pthread_create(&thread, NULL, exhaustion_run, &script) != 0)
        return "a thread could not be begun";
    pthread_join(thread, NULL);
    if (!script.wrong && exhaustion->check)
        script.wrong = exhaustion->check();
    return script.wrong;
}

static inline const char *
exhaustion_run_after(const struct exhaustion *exhaustion)
{
    struct exhaustion_script script = {
        exhaustion, 98, EXHAUSTION_STEPS / 4, false, NULL};
    exhaustion_run(&script);
    return script.wrong;
}

static inline const char *
exhaustion_release_all(const struct exhaustion *exhaustion)
{
    const char *wrong = NULL;
    for (size_t i = 0; i < EXHAUSTION_SLOTS && !wrong; i++)
        wrong = model_release(exhaustion->allocators[i % exhaustion->count],
            &exhaustion_slots[i]);
    if (!wrong && exhaustion->check)
        wrong = exhaustion->check();
    return wrong;
}

/* The script with a kernel that fails, and more of it with one that does not.
 */
static inline int
exhaustion_try(void *argument)
{
    const struct exhaustion *exhaustion = argument;
    kernel_fail(&exhaustion->failure);
    const char *wrong = exhaustion_run_failing(exhaustion);
    unsigned long failed = kernel_failed_calls();
    kernel_fail(&(struct kernel_failure){0});
    if (!wrong)
        wrong = exhaustion_run_after(exhaustion);
    if (!wrong)
        wrong = exhaustion_release_all(exhaustion);
    if (wrong)
        dprintf(STDERR_FILENO, "%s\n", wrong);
    return wrong        ? EXHAUSTION_WRONG
           : failed > 0 ? EXHAUSTION_SOUND
                        : EXHAUSTION_NO_CALL_FAILED;
}

/* Lets the n-th call fail, for n = 1, 2, ... until a run has no n-th call.
 * Returns how many failed in turn. */
static inline unsigned long
exhaustion_fail_each_call(struct exhaustion exhaustion)
{
    const char *const names[] = {"mmap", "mremap", "madvise"};
    for (exhaustion.failure.nth = 1;; exhaustion.failure.nth++) {
        struct child_end end = run_in_child(exhaustion_try, &exhaustion);
        if (!WIFEXITED(end.status) ||
            WEXITSTATUS(end.status) == EXHAUSTION_WRONG)
            fail_msg("%s call %lu failed%s: %s (status %#x)",
                names[exhaustion.failure.call], exhaustion.failure.nth,
                exhaustion.failure.later_too ? ", and all later" : "",
                end.message, end.status);
        if (WEXITSTATUS(end.status) == EXHAUSTION_NO_CALL_FAILED)
            return exhaustion.failure.nth - 1;
    }
}

/* A process whose address space ends. */

enum { EXHAUSTION_MOST_BLOCKS = 200000 };

struct exhaustion_limit {
    const struct allocator *allocator;
    size_t size; /* of each block */
    const char *(*check)(void);
};

static void *exhaustion_blocks[EXHAUSTION_MOST_BLOCKS];

/* Lets the address space grow by 50 MiB from here: arenas of 4, 8 and 16 MiB
 * fit, one of 32 MiB only in part. */
static inline bool
exhaustion_limit_memory(void)
{
    size_t bytes = address_space_bytes() + ((size_t)50 << 20);
    struct rlimit limit = {.rlim_cur = bytes, .rlim_max = bytes};
    return setrlimit(RLIMIT_AS, &limit) == 0;
}

static inline size_t
exhaustion_take_until_refused(const struct exhaustion_limit *limit)
{
    void **blocks = exhaustion_blocks;
    size_t count = 0;
    errno = 0;
    while (count < EXHAUSTION_MOST_BLOCKS &&
           (blocks[count] = limit->allocator->allocate(limit->size)))
        count++;
    return count;
}

static inline void
exhaustion_release_every(
    const struct allocator *allocator, size_t step, size_t count)
{
    for (size_t i = 0; i < count; i += step) {
        allocator->release(exhaustion_blocks[i]);
        exhaustion_blocks[i] = NULL;
    }
}

static inline size_t
exhaustion_usable_bytes(const struct allocator *allocator, size_t count)
{
    size_t bytes = 0;
    for (size_t i = 0; i < count; i++)
        bytes += allocator->usable_size(exhaustion_blocks[i]);
    return bytes;
}

static inline const char *
exhaustion_refuses_64_mib(const struct allocator *allocator)
{
    errno = 0;
    if (allocator->allocate_zeroed(1, 64 << 20) || errno != ENOMEM)
        return "zeroed memory beyond the limit";
    errno = 0;
    if (allocator->allocate_aligned(8192, 64 << 20) || errno != ENOMEM)
        return "aligned memory beyond the limit";
    errno = 0;
    if (allocator->resize(exhaustion_blocks[0], 64 << 20) || errno != ENOMEM)
        return "resized beyond the limit";
    return NULL;
}

static inline const char *
exhaustion_use_up(const struct exhaustion_limit *limit)
{
    const struct allocator *allocator = limit->allocator;
    if (!exhaustion_limit_memory())
        return "no limit could be set";
    size_t count = exhaustion_take_until_refused(limit);
    if (count == 0 || count == EXHAUSTION_MOST_BLOCKS || errno != ENOMEM)
        return "the end came without ENOMEM, or not at all";
    if (exhaustion_usable_bytes(allocator, count) < (size_t)32 << 20)
        return "the end came before 32 MiB of 50 were in use";
    const char *wrong = exhaustion_refuses_64_mib(allocator);
    exhaustion_release_every(allocator, 2, count);
    for (size_t i = 0; i < count / 4; i++)
        if (!(exhaustion_blocks[2 * i] = allocator->allocate(limit->size)))
            return "what was released cannot be had again";
    exhaustion_release_every(allocator, 1, count);
    return wrong || !limit->check ? wrong : limit->check();
}

static inline int
exhaustion_try_limit(void *argument)
{
    const char *wrong = exhaustion_use_up(argument);
    if (wrong)
        dprintf(STDERR_FILENO, "%s\n", wrong);
    return wrong ? EXHAUSTION_WRONG : EXHAUSTION_SOUND;
}

static inline void
exhaustion_reach_limit(struct exhaustion_limit limit)
{
    struct child_end end = run_in_child(exhaustion_try_limit, &limit);
    if (!WIFEXITED(end.status) || WEXITSTATUS(end.status) != EXHAUSTION_SOUND)
        fail_msg("%s, blocks of %zu: %s", limit.allocator->name, limit.size,
            end.message);
}

#endif
