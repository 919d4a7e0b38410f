// Findings of claims that were measured in C and in Go in the same way.
#pragma once

#include "bench/claims/judge.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace cleanup
{

// What one runtime says of a claim.
struct judged_side {
    // None where the claim is about Go and this is C.
    std::optional<claim_verdict> verdict;
    std::string says;        // see struct side
    std::string explanation; // one sentence with its figures
    std::optional<double> measured;
    std::optional<interval> range;
    std::optional<double> floor;
    std::size_t rounds = 1;
    std::vector<bar> bars;
};

using side_judge = std::optional<judged_side> (*)(
    const evidence &, std::string_view runtime);

// The finding of both sides: verdict, figure and explanation are Go's where Go
// has a verdict, else C's. `experiment` is where a side without a judgement was
// to come from.
finding
judge_two_sides(
    const evidence &seen, std::string_view experiment, side_judge judge);

// "Go" or "C".
const char *
runtime_title(std::string_view runtime);

// "a", "a and b", "a, b and c".
std::string
list_text(const std::vector<std::string> &items);

// The lines of a text.
std::vector<std::string>
lines_of(std::string_view text);

} // namespace cleanup
