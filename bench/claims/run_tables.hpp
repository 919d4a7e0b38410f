// Figures from the tables that a run's studies write.
#pragma once

#include "bench/claims/evidence.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace cleanup
{

// The compiler that built the run's program, such as "gcc-12": the studies name
// it first. "" without ladder.csv.
std::string
compiler_of_ladder(const evidence &seen);

// A figure of ladder.csv for that compiler; none where there is none.
std::optional<double>
ladder_number(const evidence &seen, std::string_view mechanism,
    std::string_view shape, int count, std::string_view column);

} // namespace cleanup
