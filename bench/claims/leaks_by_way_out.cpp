#include "bench/claims/leaks_by_way_out.hpp"

#include "bench/claims/two_sides.hpp"
#include "bench/harness/human_units.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

namespace cleanup
{

std::optional<double>
leaked_per_million(const evidence &seen, std::string_view runtime,
    std::string_view strategy, std::string_view way)
{
    return seen.value("explicit_close", runtime,
        fmt::format("strategy={} way={}", strategy, way), "leaked");
}

std::string
leaks_text(double leaked)
{
    if (leaked < 1)
        return "0";
    const double unit =
        std::pow(10, std::max(std::floor(std::log10(leaked)) - 1, 0.0));
    return with_thousands(
        static_cast<std::uint64_t>(std::round(leaked / unit) * unit));
}

std::string
leaks_by_way_text(
    const evidence &seen, std::string_view runtime, std::string_view strategy)
{
    const auto on_error =
        leaked_per_million(seen, runtime, strategy, "error return");
    const auto on_panic = leaked_per_million(seen, runtime, strategy, "panic");
    const auto on_jump = leaked_per_million(seen, "c", strategy, "longjmp");
    if (!on_error || !on_panic)
        return "";
    std::vector<std::string> ways = {
        fmt::format("{} on an error return", leaks_text(*on_error)),
        fmt::format("{} on a panic", leaks_text(*on_panic))};
    if (on_jump)
        ways.push_back(
            fmt::format("{} on a longjmp in C", leaks_text(*on_jump)));
    return list_text(ways);
}

} // namespace cleanup
