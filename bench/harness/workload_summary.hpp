// workloads.csv: what each malloc takes for each workload, one row each.
#pragma once

#include "bench/harness/csv.hpp"
#include "bench/harness/statistics.hpp"
#include "bench/harness/workload_samples.hpp"

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace cleanup
{

// What the other mallocs are compared with.
inline constexpr char baseline_malloc[] = "glibc";

// The library with every check is compared with the same without them, too.
inline constexpr char hardened_malloc[] = "tiers_hardened";
inline constexpr char unhardened_malloc[] = "tiers";

struct workload_row {
    std::string workload; // or geometric_mean_name, over those of its kind
    std::string kind;
    std::string malloc;
    std::size_t rounds = 0;
    // Wall time per operation: each process says the median of its batches.
    std::optional<double> ns_median;
    std::optional<double> ns_low; // sign test's interval of the median
    std::optional<double> ns_high;
    std::optional<double> ns_best; // the best batch of all
    std::optional<double> ratio;   // of these times, paired by round
    std::optional<double> ratio_low;
    std::optional<double> ratio_high;
    std::optional<double> p_adjusted; // Holm, over the mallocs of a workload
    std::optional<enum verdict> verdict;
    std::optional<std::size_t> rounds_to_settle; // when unresolved
    std::optional<double> floor_ratio;           // of all twins
    // Of a process, the median over the rounds.
    std::optional<double> peak_kib;
    std::optional<double> peak_ratio;
    std::optional<double> growth_kib;
    std::optional<double> end_kib;
    std::optional<double> faults; // minor page faults per operation
    std::optional<double> user_ns;
    std::optional<double> system_ns;
    // Of two threads: as many times as much as one thread, paired by round.
    std::optional<double> scaling;
    // Of hardened_malloc, what its checks cost: the ratio of its times to those
    // of unhardened_malloc, paired by round.
    std::optional<double> price;
    std::optional<double> price_low;
    std::optional<double> price_high;
    std::optional<enum verdict> price_verdict;
};

// In the samples' order, without the twins; then the geometric means of each
// kind, which idle workloads have none of.
std::vector<workload_row>
summarise_workloads(std::span<const workload_sample> samples);

table
workload_table(std::span<const workload_row> rows);

} // namespace cleanup
