// Statistics of paired rounds: small pure functions. They know nothing of
// cells, of files, nor of what took the measurements. Ratios are logarithms
// here, so that twice as slow and twice as fast lie equally far from 0.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace cleanup
{

// What a verdict's error rate is held to: 95% intervals, p below 0.05.
inline constexpr double significance_level = 0.05;
inline constexpr double confidence_level = 1 - significance_level;

// Differences under 1% are never told apart: code placement alone moves tight
// loops by that much.
inline constexpr double least_floor_ratio = 1.01;

// More rounds than this nobody waits for.
inline constexpr std::size_t most_plausible_rounds = 10'000;

// The middle value, or the mean of the middle two. `values` is not empty.
double
median(std::span<const double> values);

// `values` is not empty.
double
minimum(std::span<const double> values);

// The value below which the share `p` (0 to 1) lies, interpolated between
// order statistics: type 7 of Hyndman and Fan, Sample quantiles in statistical
// packages, The American Statistician 50 (1996), which is R's default.
// `values` is not empty.
double
quantile(std::span<const double> values, double p);

// log(numerator / denominator), pair by pair. Both are equally long and all
// are positive.
std::vector<double>
log_ratios(
    std::span<const double> numerators, std::span<const double> denominators);

struct interval {
    double low = 0;
    double high = 0;
    double coverage = 0; // achieved; at least what was asked for
};

// The sign test's interval of the median: from the k-th smallest to the k-th
// largest value, with the largest k that still covers `confidence`. Assumes
// nothing of the distribution. Conover, Practical Nonparametric Statistics,
// 3rd ed. (1999), section 3.2. None when all values together cover less, as
// fewer than 6 do at 95%.
std::optional<interval>
median_interval(
    std::span<const double> values, double confidence = confidence_level);

// Two-sided p of the sign test that the median is 0; values of 0 count for
// neither side. 1 when nothing is left. Conover (1999), section 3.4.
double
sign_test(std::span<const double> values);

// Holm's step-down adjustment for several comparisons, in the order given.
// Holm, A simple sequentially rejective multiple test procedure, Scandinavian
// Journal of Statistics 6 (1979).
std::vector<double>
holm(std::span<const double> p_values);

// How far apart (as a log ratio) two measurements of the same thing lie: the
// 95th percentile of the twins' |median log ratio|, and 1% at least.
double
noise_floor(std::span<const double> twin_log_ratios);

enum class verdict { baseline, faster, slower, same, unresolved };

std::string to_string(verdict);
std::optional<verdict>
verdict_from_string(const std::string &);

// Rounds that were measured side by side, or those of two stored runs.
enum class design { paired, unpaired };

// What is known of one comparison when it is judged.
struct comparison {
    double log_ratio = 0;              // the median over the rounds, or shift
    std::optional<interval> log_range; // of that, where there is one
    double p = 1;                      // see sign_test, mann_whitney
    double p_adjusted = 1;             // see holm
    std::size_t rounds = 0;            // of two runs, the shorter one's
    double log_floor = 0;              // see noise_floor
    std::size_t comparisons = 1;       // judged together, see holm
    design of = design::paired;
};

// What rounds measured side by side say, in any positive unit, of the one
// against the other: the median ratio, its interval and the sign test's p. Both
// are equally long and not empty. What the caller knows of the table and the
// floor it adds before it judges.
comparison
compare_paired(
    std::span<const double> numerators, std::span<const double> denominators);

// Judges the comparisons of one table together: sets each one's p_adjusted by
// holm, and how many they are. The more are made, the more are called different
// by chance alone.
void
judge_together(std::span<comparison *const> table);

// Faster or slower when the whole interval lies beyond the floor and the
// adjusted p is under 0.05; same when the whole interval lies within the floor
// (borders included); else unresolved, which is never called same.
verdict
judge(const comparison &);

// About how many rounds would settle an unresolved comparison, if its median
// and spread stay as they are. An interval shrinks with 1/sqrt(rounds), and the
// test's evidence z (p in standard deviations) grows with sqrt(rounds). So
// with n rounds so far, the median at m, floor f and the interval's reach r
// from the median to its end, it takes
//   to leave the floor, |m| > f:   n x (r / (|m| - f))^2 rounds, r towards 0,
//     and to survive Holm's test:  n x (z(0.05 / comparisons) / z(p))^2,
//   to fit into it, |m| < f:       n x (r / (f - m))^2 upwards, f + m
//                                  downwards, the worse of the two.
// Without an interval: the fewest rounds that can settle anything. None when it
// takes more than most_plausible_rounds, as with |m| = f.
std::optional<std::size_t>
rounds_to_settle(const comparison &);

} // namespace cleanup
