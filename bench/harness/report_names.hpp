// What the names in a run mean.
#pragma once

#include "bench/harness/report_charts.hpp"
#include "bench/harness/summary.hpp"

#include <span>
#include <string>

namespace cleanup
{

// As HTML, folded away: the run's strategies with their marks, its allocators
// and its resources, each with the line that this build has on it.
std::string
names_html(std::span<const summary_row> rows, std::span<const look> looks);

} // namespace cleanup
