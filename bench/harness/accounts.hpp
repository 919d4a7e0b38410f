// cells.csv: what the plan and the accounted pass know of each cell, so that a
// resumed run neither calibrates nor accounts again.
#pragma once

#include "bench/harness/cell.hpp"
#include "bench/harness/result.hpp"

#include <cstdint>
#include <filesystem>
#include <span>
#include <vector>

namespace cleanup
{

struct accounted_cell {
    cell_id cell;
    std::uint64_t iterations = 0; // calibrated, per thread; 0: not timed
    struct account account;
};

outcome
write_accounts(
    const std::filesystem::path &path, std::span<const accounted_cell> cells);

// In the order of the file.
result<std::vector<accounted_cell>>
read_accounts(const std::filesystem::path &path);

} // namespace cleanup
