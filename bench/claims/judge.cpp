#include "bench/claims/judge.hpp"

#include "bench/harness/human_units.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

namespace cleanup
{
namespace
{

std::optional<interval>
exponential(const std::optional<interval> &logs)
{
    if (!logs)
        return std::nullopt;
    return interval{std::exp(logs->low), std::exp(logs->high), logs->coverage};
}

bool
all_positive(std::span<const double> values)
{
    return std::all_of(values.begin(), values.end(),
        [](double value) { return value > 0 && std::isfinite(value); });
}

bool
matches(const cell_id &cell, const cell_id &like)
{
    return cell.runtime == like.runtime && cell.strategy == like.strategy &&
           cell.allocator == like.allocator && cell.resource == like.resource &&
           cell.threads == like.threads &&
           (like.size == 0 || cell.size == like.size) &&
           (like.count == 0 || cell.count == like.count);
}

} // namespace

std::optional<estimate>
estimate_of(std::span<const double> values)
{
    if (values.empty())
        return std::nullopt;
    return estimate{median(values), median_interval(values), values.size()};
}

std::optional<estimate>
estimate_of(const evidence &seen, std::string_view experiment,
    std::string_view runtime, std::string_view setting, std::string_view metric)
{
    return estimate_of(seen.values(experiment, runtime, setting, metric));
}

std::optional<estimate>
ratio_of(
    std::span<const double> numerators, std::span<const double> denominators)
{
    if (numerators.empty() || numerators.size() != denominators.size() ||
        !all_positive(numerators) || !all_positive(denominators))
        return std::nullopt;
    const std::vector<double> logs = log_ratios(numerators, denominators);
    return estimate{std::exp(median(logs)), exponential(median_interval(logs)),
        logs.size()};
}

double
floor_ratio_of(std::span<const double> once, std::span<const double> again)
{
    const std::optional<estimate> apart = ratio_of(once, again);
    if (!apart)
        return least_floor_ratio;
    const interval range = range_of(*apart);
    return std::max({least_floor_ratio, range.high, 1 / range.low});
}

interval
range_of(const estimate &of)
{
    return of.range.value_or(interval{of.median, of.median, 1});
}

place
place_of(const estimate &of, double limit)
{
    const interval range = range_of(of);
    if (range.low >= limit)
        return place::above;
    return range.high < limit ? place::below : place::across;
}

claim_verdict
judge_at_least(const estimate &of, double full, double direction)
{
    if (place_of(of, full) == place::above)
        return claim_verdict::reproduced;
    switch (place_of(of, direction)) {
    case place::above:
        return place_of(of, full) == place::below
                   ? claim_verdict::direction_only
                   : claim_verdict::unresolved;
    case place::below:
        return claim_verdict::contradicted;
    case place::across:
        break;
    }
    return claim_verdict::unresolved;
}

claim_verdict
judge_at_most(const estimate &of, double full, double direction)
{
    estimate mirrored = of;
    mirrored.median = -of.median;
    if (of.range)
        mirrored.range =
            interval{-of.range->high, -of.range->low, of.range->coverage};
    return judge_at_least(mirrored, -full, -direction);
}

side
side_not_measured(
    const evidence &seen, std::string_view experiment, std::string_view runtime)
{
    if (const auto failure = seen.text(experiment, runtime, "", "failure"))
        return {"",
            fmt::format("the experiment {} failed: {}", experiment, *failure)};
    if (runtime == "go" && !seen.has_go())
        return {"", no_go_side};
    return {"", "not run: make claims runs it"};
}

finding
not_measured(std::string why)
{
    finding none;
    none.c.why_not = none.go.why_not = "not measured";
    none.explanation = std::move(why);
    return none;
}

claim_verdict
verdict_of_sides(
    std::optional<claim_verdict> c, std::optional<claim_verdict> go)
{
    return go ? *go : c.value_or(claim_verdict::not_measured);
}

const summary_row *
find_cell(const evidence &seen, const cell_id &like)
{
    const summary_row *found = nullptr;
    for (const summary_row &row : seen.cells())
        if (matches(row.cell, like) &&
            (!found || row.cell.count > found->cell.count))
            found = &row;
    return found;
}

std::string
times_text(double ratio)
{
    return (ratio < 0.095 ? fmt::format("{:.2g}", ratio)
                          : three_digits(ratio)) +
           " times";
}

std::string
estimate_text(const estimate &of)
{
    std::string middle = three_digits(of.median);
    if (!of.range)
        return middle;
    return fmt::format("{} ({} to {})", middle, three_digits(of.range->low),
        three_digits(of.range->high));
}

bar
bar_of(std::string label, std::string series, const estimate &of)
{
    return {std::move(label), std::move(series), of.median, of.range};
}

} // namespace cleanup
