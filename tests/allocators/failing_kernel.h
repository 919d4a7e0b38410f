/* A kernel that gives no more at a chosen call. failing_kernel.c defines mmap,
 * mremap and madvise for the whole program, a preloaded library included; libc
 * itself has its own way to the kernel and never fails. */
#ifndef TESTS_ALLOCATORS_FAILING_KERNEL_H
#define TESTS_ALLOCATORS_FAILING_KERNEL_H

#include <stdbool.h>

enum kernel_call { KERNEL_MMAP, KERNEL_MREMAP, KERNEL_MADVISE };

struct kernel_failure {
    enum kernel_call call;
    unsigned long nth; /* that fails, from 1; 0: none does */
    bool later_too;    /* all behind it fail as well */
};

/* Counts from here on. While no other thread calls the kernel. */
void
kernel_fail(const struct kernel_failure *failure);

/* How many failed since. */
unsigned long
kernel_failed_calls(void);

#endif
