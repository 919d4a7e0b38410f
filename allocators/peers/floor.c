#include "allocators/peers/floor.h"

#include "allocators/tiers/block_calls.h"
#include "allocators/tiers/poison.h"

#include <errno.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

/* More than any address space has: 2^(47 + 1) bytes. */
enum { LIST_MOST = 47 };

__thread struct floor_block *floor_lists[FLOOR_LISTS];

static pthread_key_t thread_end;
static pthread_once_t thread_end_once = PTHREAD_ONCE_INIT;

static void
end_thread(void *unused)
{
    (void)unused;
    floor_trim();
}

static void
make_thread_end(void)
{
    pthread_key_create(&thread_end, end_thread);
}

/* LeakSanitizer need not tell that a thread which only releases loses what it
 * was given. */
static void
expect_loss(const void *block)
{
#ifdef TIERS_POISON
    __lsan_ignore_object(block);
#else
    (void)block;
#endif
}

/* A block of that list `room` bytes behind the header's usual place. */
static void *
block_make(unsigned list, size_t room)
{
    if (list > LIST_MOST || room > UINT32_MAX) {
        errno = ENOMEM;
        return NULL;
    }
    pthread_once(&thread_end_once, make_thread_end);
    pthread_setspecific(thread_end, floor_lists);
    struct floor_block *block =
        malloc(sizeof *block + room + ((size_t)2 << list));
    if (!block)
        return NULL;
    expect_loss(block);
    *block = (struct floor_block){.list = list};
    return block + 1;
}

void *
floor_refill(size_t size)
{
    return size == 0 ? floor_allocate(1) : block_make(floor_list_of(size), 0);
}

/* Moves the header to before the first aligned address. */
void *
floor_allocate_aligned(size_t alignment, size_t size)
{
    if (!block_alignment_is_valid(alignment))
        return NULL;
    if (alignment <= 16)
        return floor_allocate(size);
    char *start = block_make(floor_list_of(size ? size : 1), alignment);
    if (!start)
        return NULL;
    size_t offset = -(uintptr_t)start % alignment;
    struct floor_block *block = (struct floor_block *)(start + offset);
    block[-1] = (struct floor_block){
        .list = ((struct floor_block *)start)[-1].list,
        .offset = (uint32_t)offset,
    };
    return block;
}

void *
floor_allocate_zeroed(size_t count, size_t item_size)
{
    size_t size;
    if (!block_total_size(count, item_size, &size))
        return NULL;
    void *pointer = floor_allocate(size);
    return pointer ? memset(pointer, 0, size) : NULL;
}

void *
floor_resize(void *pointer, size_t size)
{
    size_t usable = floor_usable_size(pointer);
    if (pointer && size <= usable)
        return pointer;
    void *moved = floor_allocate(size);
    if (!moved || !pointer)
        return moved;
    memcpy(moved, pointer, usable);
    floor_release(pointer);
    return moved;
}

static size_t
trim_list(unsigned list)
{
    size_t bytes = 0;
    for (struct floor_block *block; (block = floor_lists[list]);) {
        floor_lists[list] = block->next;
        bytes += (size_t)2 << list;
        free((char *)block - block->offset);
    }
    return bytes;
}

size_t
floor_trim(void)
{
    size_t bytes = 0;
    for (unsigned list = 0; list < FLOOR_LISTS; list++)
        bytes += trim_list(list);
    return bytes;
}

void
floor_read_counters(struct allocator_counters *counters)
{
    *counters = (struct allocator_counters){0};
}
