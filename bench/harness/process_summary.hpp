// process.csv and programs.csv: what whole processes take, one row each.
#pragma once

#include "bench/harness/csv.hpp"
#include "bench/harness/process_rounds.hpp"
#include "bench/harness/result.hpp"
#include "bench/harness/statistics.hpp"

#include <cstddef>
#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace cleanup
{

// What tells processes apart, and which are compared: those that differ in the
// varied column alone, with the one that has `baseline` there.
struct process_design {
    std::vector<std::string> columns;
    std::size_t varied = 0; // its place among the columns
    std::string baseline;
    // The place of the column over which geometric means are taken, if any.
    std::optional<std::size_t> mean_over;
    // The noise floor where it is known from elsewhere; none: of the twins.
    std::optional<double> log_floor = std::nullopt;
};

// In that column, stands for all its values.
inline constexpr char geometric_mean_name[] = "geometric_mean";

struct process_row {
    std::vector<std::string> identity; // as wide as the design's columns
    std::size_t rounds = 0;
    std::optional<double> wall_ms_median;
    std::optional<double> wall_ms_low; // sign test's interval of the median
    std::optional<double> wall_ms_high;
    std::optional<double> wall_ms_min;
    std::optional<double> user_ms_median;
    std::optional<double> system_ms_median;
    std::optional<double> peak_kib;
    std::optional<double> ratio; // of wall times, paired by round
    std::optional<double> ratio_low;
    std::optional<double> ratio_high;
    std::optional<double> p_adjusted; // Holm, over its table
    std::optional<enum verdict> verdict;
    std::optional<std::size_t> rounds_to_settle; // when unresolved
    std::optional<double> floor_ratio;           // of all twins
    std::optional<double> user_ratio;            // paired too
    std::optional<double> peak_ratio;
};

// The processes without their twins, in their order; then the means, each made
// of a round's times and judged as a process is. What was not measured in all
// that its baseline was has no mean. Times are in the unit that they come in.
std::vector<process_row>
summarise_processes(
    const process_design &design, std::span<const process_times> processes);

// The rows with the columns of the design first.
table
process_table(
    std::span<const std::string> columns, std::span<const process_row> rows);

struct process_file {
    std::vector<std::string> columns; // of the identity
    std::vector<process_row> rows;
};

// A file of an earlier version has no ratios, and no peaks.
result<process_file>
read_process_file(const std::filesystem::path &path);

} // namespace cleanup
