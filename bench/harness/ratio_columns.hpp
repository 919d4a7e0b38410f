// The columns that every table of ratios has, from what was compared.
#pragma once

#include "bench/harness/statistics.hpp"

#include <cmath>

namespace cleanup
{

// `Row` has ratio, ratio_low, ratio_high, p_adjusted and rounds_to_settle. The
// last is set when the verdict is unresolved, the interval when there is one.
template <typename Row>
void
fill_ratio(Row &row, const comparison &seen, verdict judged)
{
    row.ratio = std::exp(seen.log_ratio);
    if (seen.log_range) {
        row.ratio_low = std::exp(seen.log_range->low);
        row.ratio_high = std::exp(seen.log_range->high);
    }
    row.p_adjusted = seen.p_adjusted;
    row.verdict = judged;
    if (judged == verdict::unresolved)
        row.rounds_to_settle = rounds_to_settle(seen);
}

} // namespace cleanup
