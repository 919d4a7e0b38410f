/* What AddressSanitizer is told about the heap's memory: what no program holds
 * is poisoned, so that a look at a block after its release, or at pages that
 * nobody was given, is reported where it happens. Without the sanitizer all of
 * this is nothing. */
#ifndef ALLOCATORS_TIERS_POISON_H
#define ALLOCATORS_TIERS_POISON_H

#include <stdbool.h>
#include <stddef.h>

#ifdef __has_feature
#if __has_feature(address_sanitizer)
#define TIERS_POISON
#endif
#endif
#if defined(__SANITIZE_ADDRESS__) && !defined(TIERS_POISON)
#define TIERS_POISON
#endif

#ifdef TIERS_POISON

#include <sanitizer/asan_interface.h>
#include <sanitizer/lsan_interface.h>

/* A function of the heap's own, which reads and writes free memory. */
#define SEES_FREE_MEMORY __attribute__((no_sanitize("address")))

static inline void
poison(const void *start, size_t bytes)
{
    __asan_poison_memory_region(start, bytes);
}

static inline void
unpoison(const void *start, size_t bytes)
{
    __asan_unpoison_memory_region(start, bytes);
}

static inline bool
is_poisoned(const void *address)
{
    return __asan_address_is_poisoned(address) != 0;
}

#else

#define SEES_FREE_MEMORY

static inline void
poison(const void *start, size_t bytes)
{
    (void)start;
    (void)bytes;
}

static inline void
unpoison(const void *start, size_t bytes)
{
    (void)start;
    (void)bytes;
}

static inline bool
is_poisoned(const void *address)
{
    (void)address;
    return false;
}

#endif

#endif
