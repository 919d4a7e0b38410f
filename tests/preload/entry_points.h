/* The library's entry points, as allocators that release each other's blocks.
 * Every one that returns a block is in one of them. */
#ifndef TESTS_PRELOAD_ENTRY_POINTS_H
#define TESTS_PRELOAD_ENTRY_POINTS_H

#include "allocators/allocator.h"

/* Ends with NULL. */
extern const struct allocator *const entry_points[];

/* C++'s operators, with an aligned form and a form of delete each. What throws
 * std::bad_alloc is told as NULL and errno = ENOMEM, and so is NULL. */
#define OPERATOR_FORMS(X) X(object) X(array) X(object_or_null) X(array_or_null)
#define DECLARE_OPERATORS(form)                                                \
    void *new_##form(size_t size);                                             \
    void *new_aligned_##form(size_t alignment, size_t size);                   \
    void delete_##form(void *block);

#ifdef __cplusplus
extern "C" {
#endif
OPERATOR_FORMS(DECLARE_OPERATORS)
#ifdef __cplusplus
}
#endif

#endif
