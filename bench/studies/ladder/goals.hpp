// What the mechanisms are to reach, judged from the rounds of one run.
#pragma once

#include "bench/harness/csv.hpp"
#include "bench/studies/ladder/contender.hpp"

#include <span>

namespace cleanup
{

// A line for each comparison that a goal stands for: goal, what is compared,
// unit, what is wanted, the median over the rounds with its interval, and the
// verdict: met when the whole interval keeps to what is wanted, not met when
// all of it does not, else unresolved.
table
judged_goals(std::span<const contender> contenders);

} // namespace cleanup
