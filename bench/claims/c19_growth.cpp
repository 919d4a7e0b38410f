// How the cost of deferred calls grows with their count.
#include "bench/claims/judge.hpp"
#include "bench/claims/registry.hpp"
#include "bench/harness/complexity.hpp"
#include "bench/harness/human_units.hpp"

#include <cmath>

#include <fmt/format.h>

namespace cleanup
{
namespace
{

constexpr const char *experiment = "defer_growth";
constexpr std::size_t counts[] = {10, 100, 1'000, 10'000, 100'000, 1'000'000};

// Proportional is an exponent of 1. Between the first two bounds the cost of
// one call changes less than threefold over the five decades of counts.
constexpr double linear_least = 0.9;
constexpr double linear_most = 1.1;
constexpr double growing_least = 0.5;
constexpr double growing_most = 1.5;

std::string
setting_of(std::size_t count)
{
    return fmt::format("deferred={}", count);
}

// The exponent b of total = a x count^b, by least squares of the logarithms.
double
exponent_of(const std::vector<double> &totals)
{
    const double decades = static_cast<double>(totals.size()) - 1;
    double moment = 0;
    double spread = 0;
    for (std::size_t i = 0; i < totals.size(); i++) {
        const double from_middle = static_cast<double>(i) - decades / 2;
        moment += from_middle * std::log10(totals[i]);
        spread += from_middle * from_middle;
    }
    return moment / spread;
}

struct growth_of_side {
    estimate exponent;
    growth_fit fit;
    std::vector<estimate> totals; // ns, by count
};

std::optional<growth_of_side>
growth_of(const evidence &seen, const char *runtime)
{
    growth_of_side of;
    std::vector<std::vector<double>> by_round;
    std::vector<double> medians;
    std::vector<double> n;
    for (const std::size_t count : counts) {
        const std::vector<double> ns =
            seen.values(experiment, runtime, setting_of(count), "time");
        if (ns.empty() || (!by_round.empty() && ns.size() != by_round.size()))
            return std::nullopt;
        by_round.resize(ns.size());
        for (std::size_t i = 0; i < ns.size(); i++)
            by_round[i].push_back(ns[i]);
        of.totals.push_back(*estimate_of(ns));
        medians.push_back(of.totals.back().median);
        n.push_back(static_cast<double>(count));
    }
    std::vector<double> exponents;
    for (const std::vector<double> &totals : by_round)
        exponents.push_back(exponent_of(totals));
    of.exponent = *estimate_of(exponents);
    of.fit = *best_growth(n, medians);
    return of;
}

bool
within(const estimate &of, double least, double most)
{
    return place_of(of, least) == place::above &&
           place_of(of, most) == place::below;
}

claim_verdict
judge_growth(const growth_of_side &side)
{
    const estimate &exponent = side.exponent;
    if (within(exponent, linear_least, linear_most))
        return claim_verdict::reproduced;
    if (place_of(exponent, growing_least) == place::below ||
        place_of(exponent, growing_most) == place::above)
        return claim_verdict::contradicted;
    const bool never_linear = place_of(exponent, linear_most) == place::above ||
                              place_of(exponent, linear_least) == place::below;
    return never_linear && within(exponent, growing_least, growing_most)
               ? claim_verdict::direction_only
               : claim_verdict::unresolved;
}

double
ns_per_call(const growth_of_side &side, std::size_t i)
{
    return side.totals[i].median / static_cast<double>(counts[i]);
}

// Where one call gets dearer most from one count to the next.
std::string
steepest_step(const growth_of_side &side)
{
    std::size_t steepest = 1;
    const auto step = [&](std::size_t i) {
        return ns_per_call(side, i) / ns_per_call(side, i - 1);
    };
    for (std::size_t i = 2; i < std::size(counts); i++)
        if (step(i) > step(steepest))
            steepest = i;
    return fmt::format("from {} to {} calls, where one takes {} instead of {}",
        with_thousands(counts[steepest - 1]), with_thousands(counts[steepest]),
        duration_text(ns_per_call(side, steepest)),
        duration_text(ns_per_call(side, steepest - 1)));
}

std::string
says(const growth_of_side &side)
{
    return fmt::format("n^{:.2f}: {} a call of 10, {} of a million",
        side.exponent.median, duration_text(ns_per_call(side, 0)),
        duration_text(ns_per_call(side, std::size(counts) - 1)));
}

void
add_bars(finding &found, const char *series, const growth_of_side &side)
{
    for (std::size_t i = 0; i < std::size(counts); i++) {
        const double n = static_cast<double>(counts[i]);
        const estimate &total = side.totals[i];
        bar one{with_thousands(counts[i]), series, total.median / n, {}};
        if (total.range)
            one.range = interval{total.range->low / n, total.range->high / n,
                total.range->coverage};
        found.bars.push_back(one);
    }
}

finding
judge_c19(const evidence &seen)
{
    const auto c = growth_of(seen, "c");
    const auto go = growth_of(seen, "go");
    const auto &telling = go ? go : c;
    if (!telling)
        return not_measured("The time of functions that defer 10 to 1,000,000 "
                            "calls was not measured.");
    finding found;
    found.verdict = judge_growth(*telling);
    found.c = c ? side{says(*c), ""} : side_not_measured(seen, experiment, "c");
    found.go =
        go ? side{says(*go), ""} : side_not_measured(seen, experiment, "go");
    found.measured = telling->exponent.median;
    found.range = telling->exponent.range;
    found.rounds = telling->exponent.rounds;
    found.explanation = fmt::format(
        "In {} the time of n deferred calls grows as n to the power of {:.2f} "
        "from 10 to 1,000,000 calls: one call takes {} among 10 and {} among "
        "a million; of O(1), O(n) and O(n log n), {} fits best, off by "
        "{:.0f}%. One call gets dearer most {}; what causes it (records that "
        "outgrow a thread's store, or the processor's caches) was not told "
        "apart.",
        go ? "Go" : "C", telling->exponent.median,
        duration_text(ns_per_call(*telling, 0)),
        duration_text(ns_per_call(*telling, std::size(counts) - 1)),
        to_string(telling->fit.growth), 100 * telling->fit.residual,
        steepest_step(*telling));
    found.axis = "ns a deferred call, by calls in the function";
    if (c)
        add_bars(found, "C", *c);
    if (go)
        add_bars(found, "Go", *go);
    return found;
}

} // namespace

const claim c19 = {"C19", "2.4", "defer 的注册和执行成本随数量线性增长。",
    "Registering and running deferred calls costs in proportion to their "
    "count.",
    "A function defers 10, 100, ... 1,000,000 calls of an empty function in a "
    "loop; the whole of it is timed, in each round at each count. Go's "
    "collector is off meanwhile.",
    "exponent b of time = a x count^b, by least squares of logarithms",
    "Reproduced: the 95% interval of the exponent lies within 0.9 to 1.1. "
    "Direction only: within 0.5 to 1.5, and wholly outside 0.9 to 1.1. "
    "Contradicted: wholly outside 0.5 to 1.5. Else unresolved.",
    judge_c19};

} // namespace cleanup
