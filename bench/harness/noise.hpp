// What the twins tell: a twin is a cell measured once more in the same round,
// so their ratio is nothing but noise.
#pragma once

#include "bench/harness/cell.hpp"

#include <map>
#include <span>
#include <string>
#include <vector>

namespace cleanup
{

// Nanoseconds per resource of one cell, by round.
using rounds_of_cell = std::map<unsigned, double>;

// The samples of one role, sorted to their cells. A sample without a time, as a
// clock too coarse for the cell gives, is left out: it has no ratio.
std::map<cell_id, rounds_of_cell>
group_by_cell(std::span<const sample> samples, role wanted);

// Two cells side by side: only rounds that have both, in their order.
struct paired_rounds {
    std::vector<double> first;
    std::vector<double> second;
};
paired_rounds
pair_rounds(const rounds_of_cell &first, const rounds_of_cell &second);

// For each twin the median over its rounds of log(twin / cell): the same
// statistic as a cell's ratio to its baseline, so that both stray alike. A
// single round's ratio strays far more. A twin carries the identity of its
// cell and the role twin.
std::vector<double>
twin_log_ratios(std::span<const sample> samples);

// Median nanoseconds by the name of a cell: what one whole run says of it.
using medians_of_run = std::map<std::string, double>;

// The noise across runs, which twins cannot show, as they share a process: for
// each two of the repeated runs of the same thing, log(later / earlier) of each
// cell that both have. For noise_floor. Empty with fewer than two runs.
std::vector<double>
repeated_log_ratios(std::span<const medians_of_run> runs);

} // namespace cleanup
