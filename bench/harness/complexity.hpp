// How a call's time grows with its count.
#pragma once

#include <optional>
#include <span>
#include <string>

namespace cleanup
{

enum class growth { constant, linear, linearithmic };

// "O(1)", "O(n)" or "O(n log n)".
std::string to_string(growth);

// What a fit's factor is multiplied by: "1", "n" or "n log2(n + 1)".
std::string unit_of(growth);

struct growth_fit {
    enum growth growth = growth::constant;
    double factor = 0; // ns per 1, per n, per n log2(n + 1)
    // Of one total: root mean square of (fit - total) / total over counts - 1
    // degrees of freedom. R: summary(lm(...))$sigma.
    double residual = 0;
};

// The fit of total = factor x f(count) for one f by least squares of relative
// errors, as R's lm(total ~ 0 + f, weights = 1 / total^2): counts span four
// decades, and plain squares would look at the largest alone. Log is that of
// n + 1, so that one resource costs something. Both are equally long, all are
// positive, and there are 2 at least.
growth_fit
fit_growth(
    growth, std::span<const double> counts, std::span<const double> totals);

// The fit with the least residual; the simpler of equals. None with fewer than
// 3 different counts, which every f fits too well. Read its residual: a fixed
// cost per call beside a small cost per resource fits none of them.
std::optional<growth_fit>
best_growth(std::span<const double> counts, std::span<const double> totals);

} // namespace cleanup
