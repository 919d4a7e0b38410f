#include "bench/harness/noise.hpp"

#include "bench/harness/statistics.hpp"

#include <cmath>

namespace cleanup
{

std::map<cell_id, rounds_of_cell>
group_by_cell(std::span<const sample> samples, role wanted)
{
    std::map<cell_id, rounds_of_cell> grouped;
    for (const sample &measured : samples) {
        if (measured.role == wanted && measured.ns_per_resource > 0)
            grouped[measured.cell][measured.round] = *measured.ns_per_resource;
    }
    return grouped;
}

paired_rounds
pair_rounds(const rounds_of_cell &first, const rounds_of_cell &second)
{
    paired_rounds pairs;
    for (const auto &[round, ns] : first) {
        if (auto match = second.find(round); match != second.end()) {
            pairs.first.push_back(ns);
            pairs.second.push_back(match->second);
        }
    }
    return pairs;
}

std::vector<double>
twin_log_ratios(std::span<const sample> samples)
{
    auto cells = group_by_cell(samples, role::cell);
    std::vector<double> all;
    for (const auto &[cell, rounds] : group_by_cell(samples, role::twin)) {
        auto pairs = pair_rounds(rounds, cells[cell]);
        if (!pairs.first.empty())
            all.push_back(median(log_ratios(pairs.first, pairs.second)));
    }
    return all;
}

std::vector<double>
repeated_log_ratios(std::span<const medians_of_run> runs)
{
    std::vector<double> all;
    for (std::size_t later = 1; later < runs.size(); ++later)
        for (std::size_t earlier = 0; earlier < later; ++earlier)
            for (const auto &[cell, ns] : runs[later])
                if (auto match = runs[earlier].find(cell);
                    match != runs[earlier].end())
                    all.push_back(std::log(ns / match->second));
    return all;
}

} // namespace cleanup
