// How the harness says that something failed: a value or an error, never an
// exception. Only the command line prints the error.
#pragma once

#include <string>
#include <utility>
#include <variant>

namespace cleanup
{

// One sentence for people: what failed, on which file, and the way out.
struct error {
    std::string message;
};

// A T or an error. Reading the value of an error, or the message of a value,
// is a mistake of the caller: test first.
template <typename T> class [[nodiscard]] result
{
public:
    result(T value) : state(std::move(value))
    {
    }
    result(error failure) : state(std::move(failure))
    {
    }

    explicit operator bool() const
    {
        return std::holds_alternative<T>(state);
    }
    T &
    operator*()
    {
        return std::get<T>(state);
    }
    const T &
    operator*() const
    {
        return std::get<T>(state);
    }
    T *
    operator->()
    {
        return &std::get<T>(state);
    }
    const T *
    operator->() const
    {
        return &std::get<T>(state);
    }
    const std::string &
    message() const
    {
        return std::get<error>(state).message;
    }

private:
    std::variant<T, error> state;
};

// For what has nothing to return: `return success{};` or `return error{...};`.
struct success {
};
using outcome = result<success>;

} // namespace cleanup
