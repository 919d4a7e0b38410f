// Runs an action when the scope ends, on every way out, exceptions included:
//     cleanup::scope_guard close_file{[&] { std::fclose(file); }};
#pragma once

#include <type_traits>
#include <utility>

namespace cleanup
{

// The action must not throw. Always inline: the guard is to cost nothing.
template <typename Action> class [[nodiscard]] scope_guard
{
public:
    [[gnu::always_inline]] explicit scope_guard(Action action) noexcept
        : run_action(std::move(action))
    {
        static_assert(std::is_nothrow_move_constructible_v<Action>);
    }
    [[gnu::always_inline]] ~scope_guard()
    {
        run_action();
    }
    scope_guard(const scope_guard &) = delete;
    scope_guard &
    operator=(const scope_guard &) = delete;

private:
    Action run_action;
};

} // namespace cleanup
