#include "bench/harness/statistics.hpp"

#include <algorithm>
#include <boost/math/distributions/binomial.hpp>
#include <boost/math/distributions/normal.hpp>
#include <boost/math/special_functions/binomial.hpp>
#include <cassert>
#include <cmath>
#include <limits>
#include <numeric>

namespace cleanup
{

namespace
{

// How many of the rounds lie above the true median.
boost::math::binomial
coin_flips(std::size_t rounds)
{
    return boost::math::binomial(static_cast<double>(rounds), 0.5);
}

std::vector<double>
sorted(std::span<const double> values)
{
    std::vector<double> copy(values.begin(), values.end());
    std::sort(copy.begin(), copy.end());
    return copy;
}

// How many standard deviations a two-sided p stands for. Past 1,000 rounds p
// may be too small for a double, so it is bounded.
double
deviations(double p)
{
    constexpr double least = std::numeric_limits<double>::min();
    return quantile(complement(boost::math::normal(), std::max(p / 2, least)));
}

// The p of n rounds that all agree: 2 x 2^-n by the sign test, and 2 of all
// orders of n and n values by Mann and Whitney's.
double
least_p(std::size_t rounds, design of)
{
    auto n = static_cast<double>(rounds);
    if (of == design::paired)
        return 2 * std::pow(2, -n);
    return 2 / boost::math::binomial_coefficient<double>(
                   static_cast<unsigned>(2 * rounds),
                   static_cast<unsigned>(rounds));
}

// The fewest rounds with which a test, all rounds agreeing, comes under the
// significance level after Holm's largest factor; they have an interval too.
std::size_t
fewest_rounds(const comparison &seen)
{
    std::size_t rounds = 1;
    while (least_p(rounds, seen.of) * static_cast<double>(seen.comparisons) >=
           significance_level)
        ++rounds;
    return rounds;
}

// By what factor the interval must shrink to leave the floor, on the side where
// the median already is.
double
shrink_to_leave(const comparison &seen)
{
    double reach = seen.log_ratio > 0 ? seen.log_ratio - seen.log_range->low
                                      : seen.log_range->high - seen.log_ratio;
    return reach / (std::abs(seen.log_ratio) - seen.log_floor);
}

// By what factor it must shrink to fit into the floor, on the worse side.
double
shrink_to_fit(const comparison &seen)
{
    double above = seen.log_range->high - seen.log_ratio;
    double below = seen.log_ratio - seen.log_range->low;
    return std::max(above / (seen.log_floor - seen.log_ratio),
        below / (seen.log_floor + seen.log_ratio));
}

// By what factor the test's evidence must grow to survive Holm's largest
// factor.
double
growth_to_count(const comparison &seen)
{
    return deviations(
               significance_level / static_cast<double>(seen.comparisons)) /
           deviations(seen.p);
}

// The square root of how many times as many rounds are needed; not finite when
// no number is enough.
double
root_of_more_rounds(const comparison &seen)
{
    double margin = std::abs(seen.log_ratio) - seen.log_floor;
    if (margin < 0)
        return shrink_to_fit(seen);
    if (margin > 0)
        return std::max(shrink_to_leave(seen), growth_to_count(seen));
    return HUGE_VAL;
}

} // namespace

double
median(std::span<const double> values)
{
    return quantile(values, 0.5);
}

double
minimum(std::span<const double> values)
{
    assert(!values.empty());
    return *std::min_element(values.begin(), values.end());
}

double
quantile(std::span<const double> values, double p)
{
    assert(!values.empty());
    std::vector<double> ordered = sorted(values);
    double place = p * static_cast<double>(ordered.size() - 1);
    auto below = static_cast<std::size_t>(place);
    auto above = std::min(below + 1, ordered.size() - 1);
    return std::lerp(
        ordered[below], ordered[above], place - static_cast<double>(below));
}

std::vector<double>
log_ratios(
    std::span<const double> numerators, std::span<const double> denominators)
{
    assert(numerators.size() == denominators.size());
    std::vector<double> ratios(numerators.size());
    std::transform(numerators.begin(), numerators.end(), denominators.begin(),
        ratios.begin(), [](double numerator, double denominator) {
            return std::log(numerator / denominator);
        });
    return ratios;
}

std::optional<interval>
median_interval(std::span<const double> values, double confidence)
{
    auto flips = coin_flips(values.size());
    auto covered = [&flips](std::size_t outside) {
        return 1 - 2 * cdf(flips, static_cast<double>(outside));
    };
    std::size_t outside = 0; // values beyond the interval's end, on each side
    if (values.empty() || covered(outside) < confidence)
        return std::nullopt;
    while (covered(outside + 1) >= confidence)
        ++outside;
    std::vector<double> ordered = sorted(values);
    return interval{ordered[outside], ordered[ordered.size() - 1 - outside],
        covered(outside)};
}

double
sign_test(std::span<const double> values)
{
    auto above = std::count_if(
        values.begin(), values.end(), [](double value) { return value > 0; });
    auto below = std::count_if(
        values.begin(), values.end(), [](double value) { return value < 0; });
    auto rounds = static_cast<std::size_t>(above + below);
    double tail =
        cdf(coin_flips(rounds), static_cast<double>(std::min(above, below)));
    return std::min(1.0, 2 * tail);
}

std::vector<double>
holm(std::span<const double> p_values)
{
    std::vector<std::size_t> order(p_values.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
        return p_values[a] < p_values[b];
    });
    std::vector<double> adjusted(p_values.size());
    double least = 0; // an adjusted p is never under one of a smaller p
    for (std::size_t rank = 0; rank < order.size(); ++rank) {
        auto factor = static_cast<double>(order.size() - rank);
        least = std::max(least, factor * p_values[order[rank]]);
        adjusted[order[rank]] = std::min(1.0, least);
    }
    return adjusted;
}

double
noise_floor(std::span<const double> twin_log_ratios)
{
    double least = std::log(least_floor_ratio);
    if (twin_log_ratios.empty())
        return least;
    std::vector<double> sizes(twin_log_ratios.size());
    std::transform(twin_log_ratios.begin(), twin_log_ratios.end(),
        sizes.begin(), [](double ratio) { return std::abs(ratio); });
    return std::max(least, quantile(sizes, 0.95));
}

std::string
to_string(verdict which)
{
    switch (which) {
    case verdict::baseline:
        return "baseline";
    case verdict::faster:
        return "faster";
    case verdict::slower:
        return "slower";
    case verdict::same:
        return "same";
    case verdict::unresolved:
        return "unresolved";
    }
    return {};
}

std::optional<verdict>
verdict_from_string(const std::string &name)
{
    for (verdict which : {verdict::baseline, verdict::faster, verdict::slower,
             verdict::same, verdict::unresolved}) {
        if (to_string(which) == name)
            return which;
    }
    return std::nullopt;
}

comparison
compare_paired(
    std::span<const double> numerators, std::span<const double> denominators)
{
    const std::vector<double> ratios = log_ratios(numerators, denominators);
    comparison seen;
    seen.log_ratio = median(ratios);
    seen.log_range = median_interval(ratios);
    seen.p = seen.p_adjusted = sign_test(ratios);
    seen.rounds = ratios.size();
    return seen;
}

void
judge_together(std::span<comparison *const> table)
{
    std::vector<double> p_values;
    for (const comparison *one : table)
        p_values.push_back(one->p);
    std::vector<double> adjusted = holm(p_values);
    for (std::size_t i = 0; i < table.size(); ++i) {
        table[i]->p_adjusted = adjusted[i];
        table[i]->comparisons = table.size();
    }
}

verdict
judge(const comparison &seen)
{
    if (!seen.log_range)
        return verdict::unresolved;
    auto [low, high, coverage] = *seen.log_range;
    if (low >= -seen.log_floor && high <= seen.log_floor)
        return verdict::same;
    if (seen.p_adjusted >= significance_level)
        return verdict::unresolved;
    if (high < -seen.log_floor)
        return verdict::faster;
    return low > seen.log_floor ? verdict::slower : verdict::unresolved;
}

std::optional<std::size_t>
rounds_to_settle(const comparison &seen)
{
    if (!seen.log_range)
        return fewest_rounds(seen);
    double root = root_of_more_rounds(seen);
    double needed = std::ceil(static_cast<double>(seen.rounds) * root * root);
    if (!(needed <= static_cast<double>(most_plausible_rounds)))
        return std::nullopt;
    return std::max(seen.rounds + 1, static_cast<std::size_t>(needed));
}

} // namespace cleanup
