#include "tests/conformance/c/cases.h"

/* As written, whatever the compiler knows of its arguments. In a file of their
 * own: of a call that it knows not to throw, no compiler thinks that it may
 * fault. */
__attribute__((no_sanitize("undefined"))) int
divide(int a, int b)
{
    __asm__ volatile("" : "+r"(a), "+r"(b));
    volatile int quotient = a / b;
    return quotient;
}

__attribute__((no_sanitize("undefined"))) int
load(int *p)
{
    __asm__ volatile("" : "+r"(p));
    return *(volatile int *)p;
}
