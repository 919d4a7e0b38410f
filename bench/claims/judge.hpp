// What judges of claims share: estimates over rounds, ratios of what was
// measured in the same rounds, and verdicts from them. Pure functions.
#pragma once

#include "bench/claims/claim.hpp"

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace cleanup
{

// The median of some rounds, with the sign test's interval of it.
struct estimate {
    double median = 0;
    std::optional<interval> range;
    std::size_t rounds = 0;
};

// None without values.
std::optional<estimate>
estimate_of(std::span<const double> values);

// Of what an experiment printed; none when it was not measured.
std::optional<estimate>
estimate_of(const evidence &seen, std::string_view experiment,
    std::string_view runtime, std::string_view setting,
    std::string_view metric);

// How many times `numerators` are `denominators`, paired by round: the median
// and its interval are ratios, not logarithms. None when there are no rounds,
// not equally many on both sides, or some that are not above 0.
std::optional<estimate>
ratio_of(
    std::span<const double> numerators, std::span<const double> denominators);

// The noise floor as a ratio, from the same case measured twice in each round:
// how far from 1 the interval of their ratio reaches, and 1.01 at least.
double
floor_ratio_of(std::span<const double> once, std::span<const double> again);

// A figure's interval. One without that needs none (one that is the same in
// each round) is its own.
interval
range_of(const estimate &);

// Where a figure lies, given its interval: wholly at the limit or above,
// wholly below it, or across.
enum class place { below, across, above };
place
place_of(const estimate &, double limit);

// Reproduced when the whole interval is at `full` or above, direction only
// when it is at `direction` or above, contradicted when it is wholly below
// `direction`; else unresolved. `full` is `direction` or more. For a claim
// that something is at least so much.
claim_verdict
judge_at_least(const estimate &, double full, double direction);

// The same of a claim that something is at most so much: reproduced when the
// whole interval is at `full` or below, direction only when at `direction` or
// below. `full` is `direction` or less.
claim_verdict
judge_at_most(const estimate &, double full, double direction);

// What the side says when it was not measured.
inline constexpr const char *no_go_side =
    "no Go here: apt-get install golang-go";

// A side without figures, and why: no Go here, the experiment failed and how,
// or that it was not run.
side
side_not_measured(const evidence &seen, std::string_view experiment,
    std::string_view runtime);

// A finding without a verdict, for that reason, which is a whole sentence.
finding
not_measured(std::string why);

// Go's verdict where Go was measured, else C's: the article is about Go.
claim_verdict
verdict_of_sides(
    std::optional<claim_verdict> c, std::optional<claim_verdict> go);

// The cell of the run with these names; null when the run has none. A size of 0
// means any. Of several the one with the largest count.
const summary_row *
find_cell(const evidence &seen, const cell_id &like);

// "3.4 times", "12 times", "1.02 times".
std::string
times_text(double ratio);

// "1.9 (1.8 to 2.1)", or the median alone without an interval.
std::string
estimate_text(const estimate &);

// A bar of a chart with the estimate's interval.
bar
bar_of(std::string label, std::string series, const estimate &);

} // namespace cleanup
