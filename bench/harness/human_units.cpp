#include "bench/harness/human_units.hpp"

#include <array>
#include <cmath>
#include <fmt/format.h>

namespace cleanup
{

std::string
with_thousands(std::uint64_t number)
{
    std::string digits = fmt::format("{}", number);
    for (std::size_t place = digits.size(); place > 3; place -= 3)
        digits.insert(place - 3, 1, ',');
    return digits;
}

time_unit
unit_for(double nanoseconds)
{
    // A unit begins where its three digits do: 999.6 us is 1.00 ms.
    if (nanoseconds < 999.5)
        return {"ns", 1};
    if (nanoseconds < 999.5e3)
        return {"us", 1e3};
    if (nanoseconds < 999.5e6)
        return {"ms", 1e6};
    return {"s", 1e9};
}

std::string
three_digits(double number)
{
    if (number < 9.995)
        return fmt::format("{:.2f}", number);
    if (number < 99.95)
        return fmt::format("{:.1f}", number);
    return with_thousands(static_cast<std::uint64_t>(std::llround(number)));
}

std::string
four_digits(double number)
{
    constexpr double most = 1e15; // whole numbers of double are exact below
    if (std::abs(number) < 9999.5 || !(std::abs(number) < most))
        return fmt::format("{:.4g}", number);
    const auto whole =
        static_cast<std::uint64_t>(std::llround(std::abs(number)));
    return (number < 0 ? "-" : "") + with_thousands(whole);
}

std::string
ratio_number(double ratio)
{
    return ratio < 0.095 ? fmt::format("{:.2g}", ratio) : three_digits(ratio);
}

std::string
duration_text(double nanoseconds)
{
    if (nanoseconds == 0)
        return "0 ns";
    time_unit unit = unit_for(nanoseconds);
    return fmt::format(
        "{} {}", three_digits(nanoseconds / unit.nanoseconds), unit.name);
}

std::string
bytes_text(std::uint64_t bytes)
{
    constexpr std::array units{"B", "KiB", "MiB", "GiB"};
    std::size_t unit = 0;
    while (bytes != 0 && bytes % 1024 == 0 && unit + 1 < units.size()) {
        bytes /= 1024;
        ++unit;
    }
    return fmt::format("{} {}", with_thousands(bytes), units[unit]);
}

} // namespace cleanup
