// summary.csv: what a run says, one row per cell.
#pragma once

#include "bench/harness/cell.hpp"
#include "bench/harness/result.hpp"
#include "bench/harness/statistics.hpp"

#include <cstddef>
#include <filesystem>
#include <map>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

namespace cleanup
{

// What every other strategy is compared with.
inline constexpr std::string_view baseline_strategy = "explicit_close";

// What Go's runtime did for one resource, over all rounds; C has none.
struct go_rates {
    std::optional<double> allocations_per_resource;
    std::optional<double> bytes_per_resource;
    std::optional<double> collections_per_million; // resources
    std::optional<double> collector_cpu_ns_per_resource;
};

// A cell that was not timed, as one whose account failed, has no ns_*; one
// whose baseline was not timed has no ratio and no verdict.
struct summary_row {
    cell_id cell;
    std::optional<double> ns_median; // wall time of one thread, per resource
    std::optional<double> ns_low;    // sign test's interval of the median
    std::optional<double> ns_high;
    std::optional<double> ns_min;
    std::size_t rounds = 0;
    std::optional<double> ratio; // of ns to the baseline's, paired by round
    std::optional<double> ratio_low;
    std::optional<double> ratio_high;
    std::optional<double> p_adjusted;       // Holm, over its resource's rows
    std::optional<std::size_t> comparisons; // which are so many
    std::optional<enum verdict> verdict;
    std::optional<std::size_t> rounds_to_settle; // when unresolved
    double floor_ratio = 1;                      // the run's noise floor
    std::optional<double> throughput_per_s;      // of all threads together
    struct account account;
    struct go_rates go;
};

// One row per cell, in the order of `cells`.
std::vector<summary_row>
summarise(std::span<const cell_id> cells, std::span<const sample> samples,
    const std::map<cell_id, account> &accounts);

outcome
write_summary(
    const std::filesystem::path &path, std::span<const summary_row> rows);

result<std::vector<summary_row>>
read_summary(const std::filesystem::path &path);

} // namespace cleanup
