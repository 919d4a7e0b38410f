#include "bench/harness/rank_sum.hpp"

#include <algorithm>
#include <boost/math/distributions/normal.hpp>
#include <cmath>
#include <numeric>
#include <vector>

namespace cleanup
{

namespace
{

// How many of the m x n pairs are 0, 1, ... m x n, as a share of all orders of
// m + n values: the coefficients of the Gaussian binomial, built up by one
// factor after the other.
std::vector<double>
share_of_u(std::size_t m, std::size_t n)
{
    std::vector<double> ways(m * n + 1);
    ways[0] = 1;
    double orders = 1;
    for (std::size_t k = 1; k <= m; ++k) {
        for (std::size_t u = ways.size(); u-- > n + k;)
            ways[u] -= ways[u - n - k];
        for (std::size_t u = k; u < ways.size(); ++u)
            ways[u] += ways[u - k];
        orders *= static_cast<double>(n + k) / static_cast<double>(k);
    }
    for (double &way : ways)
        way /= orders;
    return ways;
}

// P(U <= u) for every u.
std::vector<double>
distribution_of_u(std::size_t m, std::size_t n)
{
    std::vector<double> cumulated = share_of_u(m, n);
    std::partial_sum(cumulated.begin(), cumulated.end(), cumulated.begin());
    return cumulated;
}

bool
are_small(std::size_t m, std::size_t n)
{
    return std::max(m, n) < least_normal_size;
}

// Twice the rank of each value among all, equal ones sharing theirs: whole
// numbers, those of `first` in front.
std::vector<std::size_t>
doubled_ranks(std::span<const double> first, std::span<const double> second)
{
    std::vector<double> all(first.begin(), first.end());
    all.insert(all.end(), second.begin(), second.end());
    std::vector<double> sorted = all;
    std::sort(sorted.begin(), sorted.end());
    std::vector<std::size_t> ranks;
    for (double value : all) {
        const auto [low, high] =
            std::equal_range(sorted.begin(), sorted.end(), value);
        ranks.push_back(static_cast<std::size_t>(
            (low - sorted.begin()) + (high - sorted.begin()) + 1));
    }
    return ranks;
}

// How many choices of `m` of the ranks have the sum 0, 1, ...
std::vector<double>
ways_by_sum(const std::vector<std::size_t> &ranks, std::size_t m)
{
    const std::size_t most =
        std::accumulate(ranks.begin(), ranks.end(), std::size_t{0});
    std::vector<std::vector<double>> ways(m + 1, std::vector<double>(most + 1));
    ways[0][0] = 1;
    for (std::size_t rank : ranks)
        for (std::size_t chosen = m; chosen > 0; --chosen)
            for (std::size_t sum = most; sum >= rank; --sum)
                ways[chosen][sum] += ways[chosen - 1][sum - rank];
    return ways[m];
}

// Twice the smaller tail, among all ways to deal out the values as they are,
// equal ones too.
double
exact_p(std::span<const double> first, std::span<const double> second)
{
    const std::vector<std::size_t> ranks = doubled_ranks(first, second);
    const std::vector<double> ways = ways_by_sum(ranks, first.size());
    const std::size_t seen = std::accumulate(ranks.begin(),
        ranks.begin() + static_cast<std::ptrdiff_t>(first.size()),
        std::size_t{0});
    const auto at = ways.begin() + static_cast<std::ptrdiff_t>(seen);
    const double below = std::accumulate(ways.begin(), at + 1, 0.0);
    const double above = std::accumulate(at, ways.end(), 0.0);
    const double all = below + above - *at;
    return std::min(1.0, 2 * std::min(below, above) / all);
}

// U's standard deviation, where `tied` is the sum of t^3 - t over the groups of
// t equal values.
double
deviation_of_u(std::size_t m, std::size_t n, double tied)
{
    auto all = static_cast<double>(m + n);
    return std::sqrt(
        static_cast<double>(m * n) / 12 * (all + 1 - tied / (all * (all - 1))));
}

double
normal_p(double u, std::size_t m, std::size_t n, double tied)
{
    double deviation = deviation_of_u(m, n, tied);
    double apart = std::abs(u - static_cast<double>(m * n) / 2) - 0.5;
    if (deviation == 0 || apart <= 0)
        return 1;
    return 2 * cdf(complement(boost::math::normal(), apart / deviation));
}

// The sum of t^3 - t over the groups of t equal values of both samples.
double
ties(std::span<const double> first, std::span<const double> second)
{
    std::vector<double> all(first.begin(), first.end());
    all.insert(all.end(), second.begin(), second.end());
    std::sort(all.begin(), all.end());
    double sum = 0;
    for (auto at = all.begin(); at != all.end();) {
        auto end = std::upper_bound(at, all.end(), *at);
        auto equal = static_cast<double>(end - at);
        sum += equal * equal * equal - equal;
        at = end;
    }
    return sum;
}

double
pairs_won(std::span<const double> first, std::span<const double> second)
{
    double won = 0;
    for (double one : first)
        for (double other : second)
            won += one > other ? 1 : one == other ? 0.5 : 0;
    return won;
}

// All differences between the two samples, in order.
std::vector<double>
differences(std::span<const double> first, std::span<const double> second)
{
    std::vector<double> all;
    all.reserve(first.size() * second.size());
    for (double one : first)
        for (double other : second)
            all.push_back(one - other);
    std::sort(all.begin(), all.end());
    return all;
}

// Of the interval from the least difference to the largest: it misses only in
// the two orders in which the samples do not overlap.
double
most_coverage(std::size_t m, std::size_t n)
{
    auto log_factorial = [](std::size_t k) {
        return std::lgamma(static_cast<double>(k) + 1);
    };
    return 1 - 2 * std::exp(log_factorial(m) + log_factorial(n) -
                            log_factorial(m + n));
}

// How many differences lie beyond the interval's end, on each side, and how
// much it then covers.
struct tails {
    std::size_t outside = 0;
    double coverage = 0;
};

tails
exact_tails(std::size_t m, std::size_t n, double confidence)
{
    std::vector<double> below = distribution_of_u(m, n);
    std::size_t outside = 0;
    while (1 - 2 * below[outside + 1] >= confidence)
        ++outside;
    return {outside, 1 - 2 * below[outside]};
}

tails
normal_tails(std::size_t m, std::size_t n, double confidence)
{
    boost::math::normal bell;
    double middle = static_cast<double>(m * n) / 2;
    double deviation = deviation_of_u(m, n, 0);
    double z = quantile(bell, (1 + confidence) / 2);
    double outside = std::max(0.0, std::floor(middle - z * deviation - 0.5));
    double reach = (middle - outside - 0.5) / deviation;
    return {static_cast<std::size_t>(outside), 1 - 2 * cdf(bell, -reach)};
}

std::vector<double>
logarithms(std::span<const double> values)
{
    std::vector<double> logs;
    for (double value : values)
        logs.push_back(std::log(value));
    return logs;
}

} // namespace

rank_sum
mann_whitney(std::span<const double> first, std::span<const double> second)
{
    double u = pairs_won(first, second);
    if (first.empty() || second.empty())
        return {u, 1, false};
    if (are_small(first.size(), second.size()))
        return {u, exact_p(first, second), true};
    return {u, normal_p(u, first.size(), second.size(), ties(first, second)),
        false};
}

double
shift(std::span<const double> first, std::span<const double> second)
{
    return median(differences(first, second));
}

std::optional<interval>
shift_interval(std::span<const double> first, std::span<const double> second,
    double confidence)
{
    std::size_t m = first.size(), n = second.size();
    if (m == 0 || n == 0 || most_coverage(m, n) < confidence)
        return std::nullopt;
    tails beyond = are_small(m, n) ? exact_tails(m, n, confidence)
                                   : normal_tails(m, n, confidence);
    std::vector<double> all = differences(first, second);
    return interval{all[beyond.outside], all[all.size() - 1 - beyond.outside],
        beyond.coverage};
}

comparison
compare_unpaired(
    std::span<const double> numerators, std::span<const double> denominators)
{
    std::vector<double> above = logarithms(numerators);
    std::vector<double> below = logarithms(denominators);
    comparison seen;
    seen.of = design::unpaired;
    seen.log_ratio = shift(above, below);
    seen.log_range = shift_interval(above, below);
    seen.p = seen.p_adjusted = mann_whitney(above, below).p;
    seen.rounds = std::min(above.size(), below.size());
    return seen;
}

} // namespace cleanup
