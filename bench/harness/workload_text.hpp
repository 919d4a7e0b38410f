// The table of workloads, as a terminal of 80 columns shows it.
#pragma once

#include "bench/harness/workload_summary.hpp"

#include <span>
#include <string>

namespace cleanup
{

// A line per workload with the baseline's time and each malloc's ratio to it;
// for programs and means what every check costs; for programs their peak
// memory; what idle ones keep; and how much more two threads get done than one.
// Ends with what the marks mean.
std::string
workload_text(std::span<const workload_row> rows);

} // namespace cleanup
