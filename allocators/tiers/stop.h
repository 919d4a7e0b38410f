/* The end of a program that releases what is not its own. */
#ifndef ALLOCATORS_TIERS_STOP_H
#define ALLOCATORS_TIERS_STOP_H

/* Writes one sentence that names the pointer to the standard error stream and
 * aborts. Allocates nothing. */
__attribute__((noreturn)) void
stop_on_pointer(const void *pointer, const char *what_it_is);

/* The same of a block of a size class, whose number and bytes it tells. */
__attribute__((noreturn)) void
stop_on_block(const void *block, unsigned size_class, const char *what_it_is);

#endif
