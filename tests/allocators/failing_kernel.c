#include "tests/allocators/failing_kernel.h"

#include <errno.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stddef.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

static struct kernel_failure planned;
static atomic_ulong calls;
static atomic_ulong failed;

void
kernel_fail(const struct kernel_failure *failure)
{
    planned = *failure;
    atomic_store(&calls, 0);
    atomic_store(&failed, 0);
}

unsigned long
kernel_failed_calls(void)
{
    return atomic_load(&failed);
}

static bool
is_to_fail(enum kernel_call call)
{
    if (planned.nth == 0 || call != planned.call)
        return false;
    unsigned long number = atomic_fetch_add(&calls, 1) + 1;
    if (number != planned.nth && !(planned.later_too && number > planned.nth))
        return false;
    atomic_fetch_add(&failed, 1);
    errno = ENOMEM;
    return true;
}

void *
mmap(void *start, size_t bytes, int protection, int flags, int file,
    off_t offset)
{
    if (is_to_fail(KERNEL_MMAP))
        return MAP_FAILED;
    return (void *)syscall(
        SYS_mmap, start, bytes, protection, flags, file, offset);
}

void *
mremap(void *start, size_t bytes, size_t new_bytes, int flags, ...)
{
    va_list rest;
    va_start(rest, flags);
    // NOLINTNEXTLINE(clang-analyzer-valist.Uninitialized): it is.
    void *place = flags & MREMAP_FIXED ? va_arg(rest, void *) : NULL;
    va_end(rest);
    if (is_to_fail(KERNEL_MREMAP))
        return MAP_FAILED;
    return (void *)syscall(SYS_mremap, start, bytes, new_bytes, flags, place);
}

int
madvise(void *start, size_t bytes, int advice)
{
    if (is_to_fail(KERNEL_MADVISE))
        return -1;
    return (int)syscall(SYS_madvise, start, bytes, advice);
}
