// The tables of a report.
#pragma once

#include "bench/harness/answer.hpp"
#include "bench/harness/csv.hpp"
#include "bench/harness/growth.hpp"
#include "bench/harness/process_summary.hpp"
#include "bench/harness/report_charts.hpp"
#include "bench/harness/summary.hpp"

#include <span>
#include <string>

namespace cleanup
{

// The rows at a point, with those in Go below, in the order of the legends.
std::string
point_table(std::span<const summary_row> rows, const answer_point &point,
    std::span<const look> looks);

// How the time of a whole function grows at a point, whatever its count; empty
// where nothing was timed at three counts.
std::string
growth_table(std::span<const growth_row> rows, const answer_point &point);

// The allocators of a resource that one strategy alone was measured with, at
// one thread and at every size.
std::string
allocator_table(std::span<const summary_row> rows, const std::string &resource);

// Whole processes, folded away when they are many; empty without any.
std::string
processes_table(const process_file &file);

// Any CSV file, folded away when it is long.
std::string
file_table(const table &content);

} // namespace cleanup
