#include "tests/preload/entry_points.h"

#include <cerrno>
#include <new>

namespace
{

template <typename allocation>
void *
block_or_null(allocation allocate) noexcept
{
    void *block = nullptr;
    try {
        block = allocate();
    } catch (const std::bad_alloc &) {
    }
    if (!block)
        errno = ENOMEM;
    return block;
}

} // namespace

void *
new_object(size_t size)
{
    return block_or_null([=] { return ::operator new(size); });
}

void *
new_array(size_t size)
{
    return block_or_null([=] { return ::operator new[](size); });
}

void *
new_object_or_null(size_t size)
{
    return block_or_null([=] { return ::operator new(size, std::nothrow); });
}

void *
new_array_or_null(size_t size)
{
    return block_or_null([=] { return ::operator new[](size, std::nothrow); });
}

void *
new_aligned_object(size_t alignment, size_t size)
{
    return block_or_null(
        [=] { return ::operator new (size, std::align_val_t{alignment}); });
}

void *
new_aligned_array(size_t alignment, size_t size)
{
    return block_or_null(
        [=] { return ::operator new[](size, std::align_val_t{alignment}); });
}

void *
new_aligned_object_or_null(size_t alignment, size_t size)
{
    return block_or_null([=] {
        return ::operator new (size, std::align_val_t{alignment}, std::nothrow);
    });
}

void *
new_aligned_array_or_null(size_t alignment, size_t size)
{
    return block_or_null([=] {
        return ::operator new[](
            size, std::align_val_t{alignment}, std::nothrow);
    });
}

void
delete_object(void *block)
{
    ::operator delete(block);
}

void
delete_array(void *block)
{
    ::operator delete[](block);
}

void
delete_object_or_null(void *block)
{
    ::operator delete(block, std::nothrow);
}

void
delete_array_or_null(void *block)
{
    ::operator delete[](block, std::nothrow);
}
