/* C++'s operator new and operator delete in all their forms, by the names that
 * the Itanium ABI gives them where size_t is unsigned long. In C, so that a
 * program without C++ does not load the C++ library.
 *
 * When memory is exhausted the same operator of the C++ library takes over: it
 * tries malloc again, asks the new-handler, and throws. */
#include "allocators/preload/entry.h"
#include "allocators/tiers/stop.h"

#include <dlfcn.h>
#include <stdint.h>

#define UNUSED __attribute__((unused))

/* The operator behind this one in the order of symbols; else that of a C++
 * library which was loaded for some plug-in alone. */
static SLOW_PATH void *
find_next(const char *symbol)
{
    void *found = dlsym(RTLD_NEXT, symbol);
    if (found)
        return found;
    void *library = dlopen("libstdc++.so.6", RTLD_LAZY | RTLD_NOLOAD);
    found = library ? dlsym(library, symbol) : NULL;
    if (!found)
        stop_on_pointer(NULL,
            "is all that operator new has, and no C++ library is there to "
            "throw");
    return found;
}

/* The C++ library rounds a size up to the alignment without a look at overflow:
 * SIZE_MAX would become 0, and be had. What cannot be had stays so. */
static size_t
without_overflow(size_t size)
{
    return size < PTRDIFF_MAX ? size : PTRDIFF_MAX;
}

#define OPERATOR_NEW(name, symbol, parameters, arguments, allocation)          \
    ENTRY_POINT void *name parameters __asm__(symbol);                         \
    void *name parameters                                                      \
    {                                                                          \
        void *block = allocation;                                              \
        if (!rarely(!block))                                                   \
            return block;                                                      \
        union {                                                                \
            void *symbol_address;                                              \
            void *(*call)parameters;                                           \
        } next = {find_next(symbol)};                                          \
        return next.call arguments;                                            \
    }

#define OPERATOR_DELETE(name, symbol, parameters)                              \
    ENTRY_POINT void name parameters __asm__(symbol);                          \
    void name parameters                                                       \
    {                                                                          \
        entry_release(block);                                                  \
    }

/* clang-format off */
OPERATOR_NEW(new_object, "_Znwm",
    (size_t size), (size), entry_allocate(size))
OPERATOR_NEW(new_array, "_Znam",
    (size_t size), (size), entry_allocate(size))
OPERATOR_NEW(new_object_or_null, "_ZnwmRKSt9nothrow_t",
    (size_t size, const void *nothrow), (size, nothrow), entry_allocate(size))
OPERATOR_NEW(new_array_or_null, "_ZnamRKSt9nothrow_t",
    (size_t size, const void *nothrow), (size, nothrow), entry_allocate(size))
OPERATOR_NEW(new_aligned_object, "_ZnwmSt11align_val_t",
    (size_t size, size_t alignment), (without_overflow(size), alignment),
    entry_allocate_aligned(alignment, size))
OPERATOR_NEW(new_aligned_array, "_ZnamSt11align_val_t",
    (size_t size, size_t alignment), (without_overflow(size), alignment),
    entry_allocate_aligned(alignment, size))
OPERATOR_NEW(new_aligned_object_or_null, "_ZnwmSt11align_val_tRKSt9nothrow_t",
    (size_t size, size_t alignment, const void *nothrow),
    (without_overflow(size), alignment, nothrow),
    entry_allocate_aligned(alignment, size))
OPERATOR_NEW(new_aligned_array_or_null, "_ZnamSt11align_val_tRKSt9nothrow_t",
    (size_t size, size_t alignment, const void *nothrow),
    (without_overflow(size), alignment, nothrow),
    entry_allocate_aligned(alignment, size))

OPERATOR_DELETE(delete_object, "_ZdlPv", (void *block))
OPERATOR_DELETE(delete_array, "_ZdaPv", (void *block))
OPERATOR_DELETE(delete_object_or_null, "_ZdlPvRKSt9nothrow_t",
    (void *block, UNUSED const void *nothrow))
OPERATOR_DELETE(delete_array_or_null, "_ZdaPvRKSt9nothrow_t",
    (void *block, UNUSED const void *nothrow))
OPERATOR_DELETE(delete_sized_object, "_ZdlPvm",
    (void *block, UNUSED size_t size))
OPERATOR_DELETE(delete_sized_array, "_ZdaPvm",
    (void *block, UNUSED size_t size))
OPERATOR_DELETE(delete_aligned_object, "_ZdlPvSt11align_val_t",
    (void *block, UNUSED size_t alignment))
OPERATOR_DELETE(delete_aligned_array, "_ZdaPvSt11align_val_t",
    (void *block, UNUSED size_t alignment))
OPERATOR_DELETE(delete_aligned_object_or_null,
    "_ZdlPvSt11align_val_tRKSt9nothrow_t",
    (void *block, UNUSED size_t alignment, UNUSED const void *nothrow))
OPERATOR_DELETE(delete_aligned_array_or_null,
    "_ZdaPvSt11align_val_tRKSt9nothrow_t",
    (void *block, UNUSED size_t alignment, UNUSED const void *nothrow))
OPERATOR_DELETE(delete_sized_aligned_object, "_ZdlPvmSt11align_val_t",
    (void *block, UNUSED size_t size, UNUSED size_t alignment))
OPERATOR_DELETE(delete_sized_aligned_array, "_ZdaPvmSt11align_val_t",
    (void *block, UNUSED size_t size, UNUSED size_t alignment))
/* clang-format on */
