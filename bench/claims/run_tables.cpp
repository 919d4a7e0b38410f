#include "bench/claims/run_tables.hpp"

#include <charconv>

#include <fmt/format.h>

namespace cleanup
{
namespace
{

std::optional<double>
number(const std::string &text)
{
    double value = 0;
    const char *end = text.data() + text.size();
    const auto [stopped, error] = std::from_chars(text.data(), end, value);
    if (error != std::errc() || stopped != end)
        return std::nullopt;
    return value;
}

} // namespace

std::string
compiler_of_ladder(const evidence &seen)
{
    const table *ladder = seen.file("ladder.csv");
    if (!ladder || ladder->rows.empty())
        return "";
    const auto compiler = ladder->column("compiler");
    return compiler ? ladder->rows.front()[*compiler] : "";
}

std::optional<double>
ladder_number(const evidence &seen, std::string_view mechanism,
    std::string_view shape, int count, std::string_view column)
{
    const table *ladder = seen.file("ladder.csv");
    if (!ladder)
        return std::nullopt;
    const auto wanted = ladder->column(column);
    const auto compilers = ladder->column("compiler");
    const auto mechanisms = ladder->column("mechanism");
    const auto shapes = ladder->column("shape");
    const auto counts = ladder->column("count");
    if (!wanted || !compilers || !mechanisms || !shapes || !counts)
        return std::nullopt;
    const std::string compiler = compiler_of_ladder(seen);
    for (const auto &row : ladder->rows)
        if (row[*compilers] == compiler && row[*mechanisms] == mechanism &&
            row[*shapes] == shape && row[*counts] == std::to_string(count))
            return number(row[*wanted]);
    return std::nullopt;
}

} // namespace cleanup
