// growth.csv: how the time of a whole function grows with its count, a line for
// all counts of what is otherwise one cell.
#pragma once

#include "bench/harness/complexity.hpp"
#include "bench/harness/result.hpp"
#include "bench/harness/summary.hpp"

#include <cstddef>
#include <filesystem>
#include <span>
#include <vector>

namespace cleanup
{

struct growth_row {
    cell_id cell; // without its count
    std::size_t counts = 0;
    std::size_t least_count = 0;
    std::size_t greatest_count = 0;
    growth_fit fit;
};

// From the medians, in the order of `rows`. What was timed at fewer than three
// counts has no row.
std::vector<growth_row>
growth_of(std::span<const summary_row> rows);

outcome
write_growth(
    const std::filesystem::path &path, std::span<const growth_row> rows);

result<std::vector<growth_row>>
read_growth(const std::filesystem::path &path);

} // namespace cleanup
