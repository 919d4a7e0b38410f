// Two samples that cannot be paired, as two stored runs: the Mann-Whitney test
// and the interval that belongs to it. Small pure functions.
#pragma once

#include "bench/harness/statistics.hpp"

#include <cstddef>
#include <optional>
#include <span>

namespace cleanup
{

// Samples smaller than this are judged by U's exact distribution; for larger
// ones the normal one is right to the third digit of p.
inline constexpr std::size_t least_normal_size = 20;

struct rank_sum {
    double u = 0; // pairs in which the first's value is larger; a tie is half
    double p = 1; // two-sided
    bool exact = false;
};

// Mann and Whitney, On a test of whether one of two random variables is
// stochastically larger than the other, Annals of Mathematical Statistics 18
// (1947). U's exact distribution where both samples are small, equal values
// among them too; else the normal one, corrected for ties and for continuity. p
// is 1 when either sample is empty.
rank_sum
mann_whitney(std::span<const double> first, std::span<const double> second);

// By how much `first` lies above `second`: the median of all differences
// between a value of the one and a value of the other. Neither is empty. Hodges
// and Lehmann, Estimates of location based on rank tests, Annals of
// Mathematical Statistics 34 (1963).
double
shift(std::span<const double> first, std::span<const double> second);

// The shifts that mann_whitney does not reject. Of logarithms of times this is
// the interval of the ratio of medians, if one run is the other but for a
// factor. It was preferred to a bootstrap of the medians, because it belongs to
// the test (without ties it leaves 0 out exactly when the test does), needs no
// random numbers, and keeps its coverage at 6 values, where few different
// medians can be drawn at all. None where the samples are too small for
// `confidence`: at 95% it takes 4 and 4. Conover, Practical Nonparametric
// Statistics, 3rd ed. (1999), section 5.4.
std::optional<interval>
shift_interval(std::span<const double> first, std::span<const double> second,
    double confidence = confidence_level);

// Two stored runs of one cell, in any positive unit. Neither is empty. What the
// caller knows of the table and the floor it adds before it judges.
comparison
compare_unpaired(
    std::span<const double> numerators, std::span<const double> denominators);

} // namespace cleanup
