// What a pool saves, by the share of the traffic that goes through it.
#include "bench/claims/judge.hpp"
#include "bench/claims/registry.hpp"
#include "bench/claims/two_sides.hpp"
#include "bench/harness/human_units.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace cleanup
{
namespace
{

constexpr const char *experiment = "pooled_share";
constexpr std::uint64_t sizes[] = {256, 1024, 16384};
constexpr std::uint64_t shown_size = 1024;
constexpr unsigned shares[] = {25, 50, 75, 100}; // % of the traffic

// The article's: collections take 60% less. Allocations fall "significantly".
constexpr double collector_fall = 0.6;
constexpr double allocation_fall = 0.5;

std::vector<double>
values_of(const evidence &seen, std::string_view runtime, std::uint64_t size,
    unsigned share, std::string_view metric)
{
    return seen.values(experiment, runtime,
        fmt::format("size={} pooled={}", size, share), metric);
}

// What is left of a cost at that share, of what it is without a pool. None
// when some round had nothing to save.
std::optional<estimate>
left_at(const evidence &seen, std::string_view runtime, std::uint64_t size,
    unsigned share, std::string_view metric)
{
    std::vector<double> left = values_of(seen, runtime, size, share, metric);
    const auto before = values_of(seen, runtime, size, 0, metric);
    if (left.size() != before.size())
        return std::nullopt;
    for (std::size_t i = 0; i < left.size(); i++) {
        if (before[i] <= 0)
            return std::nullopt;
        left[i] /= before[i];
    }
    return estimate_of(left);
}

// The size at which the least is saved when all traffic is pooled.
std::optional<estimate>
most_left(
    const evidence &seen, std::string_view runtime, std::string_view metric)
{
    std::optional<estimate> most;
    for (const std::uint64_t size : sizes) {
        const auto left = left_at(seen, runtime, size, 100, metric);
        if (!left)
            return std::nullopt;
        if (!most || left->median > most->median)
            most = left;
    }
    return most;
}

// C has no collector, so allocations alone tell.
claim_verdict
judge_saved(
    const estimate &allocations, const std::optional<estimate> &collector)
{
    const double least_fall = 1 - allocation_fall;
    const claim_verdict fallen =
        judge_at_most(allocations, least_fall, least_fall);
    if (fallen != claim_verdict::reproduced)
        return fallen;
    return collector ? judge_at_most(*collector, 1 - collector_fall, 1)
                     : claim_verdict::direction_only;
}

double
middle_of(const evidence &seen, std::string_view runtime, unsigned share,
    std::string_view metric)
{
    const auto values = values_of(seen, runtime, shown_size, share, metric);
    return values.empty() ? 0 : median(values);
}

std::string
percent_left(const evidence &seen, unsigned share)
{
    const auto left = left_at(seen, "go", shown_size, share, "collector");
    return left ? fmt::format("{:.0f}%", 100 * left->median) : "?";
}

std::string
explain_go(const evidence &seen)
{
    return fmt::format(
        "With all requests of 1 KiB pooled, Go's collections fall from {:.0f} "
        "to {:.0f}, their CPU time to {} and a request from {} to {}; with "
        "25%, "
        "50% and 75% pooled the collector keeps {}, {} and {} of its time.",
        middle_of(seen, "go", 0, "collections"),
        middle_of(seen, "go", 100, "collections"), percent_left(seen, 100),
        duration_text(middle_of(seen, "go", 0, "request")),
        duration_text(middle_of(seen, "go", 100, "request")),
        percent_left(seen, 25), percent_left(seen, 50), percent_left(seen, 75));
}

std::string
explain_c(const evidence &seen)
{
    return fmt::format(
        "With all requests of 1 KiB pooled, C allocates {:.2f} times a request "
        "instead of {:.2f}, and a request takes {} instead of {}; it has no "
        "collector to save, so the article's 60% cannot be told here.",
        middle_of(seen, "c", 100, "allocations"),
        middle_of(seen, "c", 0, "allocations"),
        duration_text(middle_of(seen, "c", 100, "request")),
        duration_text(middle_of(seen, "c", 0, "request")));
}

estimate
in_percent(estimate left)
{
    left.median *= 100;
    if (left.range)
        left.range = interval{100 * left.range->low, 100 * left.range->high,
            left.range->coverage};
    return left;
}

// What is left of time and of what the runtime does for it: in Go the
// collector's CPU, in C allocations.
std::vector<bar>
bars_of(const evidence &seen, std::string_view runtime)
{
    const bool go = runtime == "go";
    std::vector<bar> bars;
    for (const unsigned share : shares) {
        const std::string label = fmt::format("{}% pooled", share);
        if (const auto left = left_at(seen, runtime, shown_size, share,
                go ? "collector" : "allocations"))
            bars.push_back(
                bar_of(label, go ? "Go, collector's CPU" : "C, allocations",
                    in_percent(*left)));
        if (const auto left =
                left_at(seen, runtime, shown_size, share, "request"))
            bars.push_back(
                bar_of(label, go ? "Go, time" : "C, time", in_percent(*left)));
    }
    return bars;
}

// How much falls, in %, of what is left.
void
set_measured(judged_side &side, const estimate &left)
{
    const estimate percent = in_percent(left);
    side.measured = 100 - percent.median;
    if (percent.range)
        side.range = interval{100 - percent.range->high,
            100 - percent.range->low, percent.range->coverage};
    side.rounds = left.rounds;
}

std::optional<judged_side>
judge_share_of(const evidence &seen, std::string_view runtime)
{
    const bool go = runtime == "go";
    const auto allocations = most_left(seen, runtime, "allocations");
    const auto collector = most_left(seen, runtime, "collector");
    if (!allocations || (go && !collector))
        return std::nullopt;
    judged_side side;
    side.verdict = judge_saved(*allocations, collector);
    side.says = fmt::format("a request of 1 KiB {} without a pool, {} with it; "
                            "allocations fall by {:.1f}% or more",
        duration_text(middle_of(seen, runtime, 0, "request")),
        duration_text(middle_of(seen, runtime, 100, "request")),
        100 * (1 - allocations->median));
    side.explanation = go ? explain_go(seen) : explain_c(seen);
    set_measured(side, go ? *collector : *allocations);
    side.bars = bars_of(seen, runtime);
    return side;
}

finding
judge_pooled_share(const evidence &seen)
{
    finding found = judge_two_sides(seen, experiment, judge_share_of);
    found.axis = "% of what a request of 1 KiB costs without a pool";
    found.threshold_line = 100 * (1 - collector_fall);
    return found;
}

} // namespace

const claim c32 = {"C32", "4.2",
    "使用 sync.Pool:内存分配次数显著降低,GC 耗时下降60%+",
    "A pool cuts allocations significantly and the collector's time by 60% or "
    "more.",
    "Requests take a buffer of 256 B, 1 KiB or 16 KiB, write to each of its "
    "cache lines and let it go; none, 25%, 50%, 75% or all of them use a pool. "
    "In Go some megabytes of other objects live meanwhile. Allocations, time, "
    "and in Go the collections and their CPU time.",
    "by how much the collector's CPU time (without Go: allocations) falls with "
    "all traffic pooled, at the size where it falls least, %",
    "By 95% intervals, at the size where each falls least. Reproduced: "
    "allocations fall by half or more, and the metric lies at 60% or more. "
    "Direction only: allocations fall so, and the metric lies from 0% to below "
    "60%, or C alone was measured, which has no collector. Contradicted: "
    "allocations fall by less than half, or they fall so and the collector's "
    "time rises. Else unresolved.",
    judge_pooled_share};

} // namespace cleanup
