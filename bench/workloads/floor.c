/* libfloor.so: the least that malloc and free can be, to measure pairs against.
 * A thread-local list for each size class, last in, first out. Nothing is
 * checked, nothing goes back to the kernel, and a block stays with the thread
 * that frees it. */
#include <errno.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <sys/mman.h>

enum {
    STEP = 16,    /* between the classes up to SMALL; and the alignment */
    SMALL = 1024, /* above it, each class is double the one before */
    SMALL_CLASSES = SMALL / STEP,
    LARGE_CLASSES = 40,
    ALIGNED_CLASS = SMALL_CLASSES + LARGE_CLASSES, /* its blocks leak */
    CLASSES,
    CHUNK = 4 << 20,
    PAGE = 4096,
};

struct block {
    struct block *next;
};

/* In the STEP bytes ahead of a block. */
struct head {
    size_t class;
    size_t usable;
};
_Static_assert(sizeof(struct head) == STEP, "blocks would not be aligned");

struct floor {
    struct block *lists[CLASSES];
    char *chunk; /* what is left of it is handed out from the front */
    size_t left;
};

static _Thread_local struct floor mine;

static inline size_t
class_of(size_t size)
{
    size_t last = size - (size > 0);
    if (last < SMALL)
        return last / STEP;
    return SMALL_CLASSES + 63 - (size_t)__builtin_clzl(last / SMALL);
}

static size_t
class_size(size_t class)
{
    if (class < SMALL_CLASSES)
        return (class + 1) * STEP;
    return (size_t)2 * SMALL << (class - SMALL_CLASSES);
}

static inline struct head *
head_of(void *block)
{
    return (struct head *)block - 1;
}

/* Zeros that nobody had before; NULL without memory. */
static char *
chunk_take(size_t size)
{
    if (size > mine.left) {
        size_t bytes = size > CHUNK ? size : CHUNK;
        char *chunk = mmap(NULL, bytes, PROT_READ | PROT_WRITE,
            MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
        if (chunk == MAP_FAILED)
            return NULL;
        mine.chunk = chunk;
        mine.left = bytes;
    }
    char *taken = mine.chunk;
    mine.chunk += size;
    mine.left -= size;
    return taken;
}

static __attribute__((noinline)) void *
malloc_fresh(size_t size)
{
    size_t class = class_of(size);
    char *taken = size < PTRDIFF_MAX / 4
                      ? chunk_take(sizeof(struct head) + class_size(class))
                      : NULL;
    if (!taken) {
        errno = ENOMEM;
        return NULL;
    }
    struct head *head = (struct head *)taken;
    *head = (struct head){class, class_size(class)};
    return head + 1;
}

void *
malloc(size_t size)
{
    size_t class = class_of(size);
    struct block *block = mine.lists[class];
    if (__builtin_expect(!block, 0))
        return malloc_fresh(size);
    mine.lists[class] = block->next;
    return block;
}

void
free(void *pointer)
{
    struct block *block = pointer;
    if (!block)
        return;
    struct block **list = &mine.lists[head_of(block)->class];
    block->next = *list;
    *list = block;
}

size_t
malloc_usable_size(void *block)
{
    return block ? head_of(block)->usable : 0;
}

void *
calloc(size_t count, size_t size)
{
    size_t bytes;
    if (__builtin_mul_overflow(count, size, &bytes)) {
        errno = ENOMEM;
        return NULL;
    }
    void *block = malloc(bytes);
    return block ? memset(block, 0, bytes) : NULL;
}

void *
realloc(void *old, size_t size)
{
    size_t usable = malloc_usable_size(old);
    if (old && size <= usable)
        return old;
    void *block = malloc(size);
    if (!block)
        return NULL;
    memcpy(block, old ? old : block, usable);
    free(old);
    return block;
}

void *
reallocarray(void *old, size_t count, size_t size)
{
    size_t bytes;
    if (!__builtin_mul_overflow(count, size, &bytes))
        return realloc(old, bytes);
    errno = ENOMEM;
    return NULL;
}

/* The block begins somewhere in a larger one, which is never handed out
 * again. */
void *
memalign(size_t alignment, size_t size)
{
    size_t more = alignment > STEP ? alignment : STEP;
    void *larger = size < PTRDIFF_MAX / 4 && more < PTRDIFF_MAX / 4
                       ? malloc(size + more)
                       : NULL;
    if (!larger) {
        errno = ENOMEM;
        return NULL;
    }
    if (alignment <= STEP)
        return larger;
    uintptr_t at = ((uintptr_t)larger + alignment) & -(uintptr_t)alignment;
    struct head *block = (struct head *)at;
    block[-1] = (struct head){ALIGNED_CLASS, size};
    return block;
}

void *
aligned_alloc(size_t alignment, size_t size)
{
    return memalign(alignment, size);
}

int
posix_memalign(void **place, size_t alignment, size_t size)
{
    if (alignment < sizeof(void *) || (alignment & (alignment - 1)) != 0)
        return EINVAL;
    int before = errno;
    void *block = memalign(alignment, size);
    errno = before;
    if (!block)
        return ENOMEM;
    *place = block;
    return 0;
}

void *
valloc(size_t size)
{
    return memalign(PAGE, size);
}

void *
pvalloc(size_t size)
{
    return memalign(PAGE, (size + PAGE - 1) & -(size_t)PAGE);
}
