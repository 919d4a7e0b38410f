#include "bench/harness/complexity.hpp"

#include <cassert>
#include <cmath>
#include <set>

namespace cleanup
{

namespace
{

double
growth_at(growth which, double count)
{
    switch (which) {
    case growth::constant:
        return 1;
    case growth::linear:
        return count;
    case growth::linearithmic:
        return count * std::log2(count + 1);
    }
    return 0;
}

} // namespace

std::string
to_string(growth which)
{
    switch (which) {
    case growth::constant:
        return "O(1)";
    case growth::linear:
        return "O(n)";
    case growth::linearithmic:
        return "O(n log n)";
    }
    return {};
}

std::string
unit_of(growth which)
{
    switch (which) {
    case growth::constant:
        return "1";
    case growth::linear:
        return "n";
    case growth::linearithmic:
        return "n log2(n + 1)";
    }
    return {};
}

growth_fit
fit_growth(growth which, std::span<const double> counts,
    std::span<const double> totals)
{
    assert(counts.size() == totals.size() && counts.size() > 1);
    double sum = 0, squares = 0; // of f / total, which would be 1 / factor
    for (std::size_t i = 0; i < counts.size(); ++i) {
        double share = growth_at(which, counts[i]) / totals[i];
        sum += share;
        squares += share * share;
    }
    growth_fit fit{which, sum / squares, 0};
    for (std::size_t i = 0; i < counts.size(); ++i) {
        double fitted = fit.factor * growth_at(which, counts[i]);
        fit.residual += std::pow(fitted / totals[i] - 1, 2);
    }
    fit.residual =
        std::sqrt(fit.residual / static_cast<double>(counts.size() - 1));
    return fit;
}

std::optional<growth_fit>
best_growth(std::span<const double> counts, std::span<const double> totals)
{
    if (std::set<double>(counts.begin(), counts.end()).size() < 3)
        return std::nullopt;
    growth_fit best = fit_growth(growth::constant, counts, totals);
    for (growth which : {growth::linear, growth::linearithmic}) {
        growth_fit fit = fit_growth(which, counts, totals);
        if (fit.residual < best.residual)
            best = fit;
    }
    return best;
}

} // namespace cleanup
