// The method on simulated runs whose truth is known: a machine that slows down
// by half and back, with noise of its own in every measurement.
#include "bench/harness/statistics.hpp"
#include "bench/harness/summary.hpp"

#include <algorithm>
#include <cmath>
#include <doctest/doctest.h>
#include <random>

using namespace cleanup;

namespace
{

constexpr unsigned rounds = 20;
constexpr double noise = 0.02; // standard deviation of one log time

using generator = std::mt19937_64;

double
noisy(generator &random)
{
    return std::exp(std::normal_distribution<double>(0, noise)(random));
}

// How much slower the machine is in this round than at its best.
double
weather(unsigned round)
{
    return 1.25 - 0.25 * std::cos(round * 6.2832 / rounds);
}

cell_id
cell_of(const std::string &strategy, std::size_t size)
{
    return {strategy, "central", "memory", size, 100, 1, "c"};
}

// A run of `pairs` baselines, each with a rival that takes `ratio` times as
// long, and a twin of the first baseline.
std::vector<sample>
simulated_run(std::size_t pairs, double ratio, generator &random)
{
    std::vector<sample> samples;
    auto add = [&](unsigned round, role which, cell_id cell, double ns) {
        sample measured;
        measured.round = round;
        measured.role = which;
        measured.cell = std::move(cell);
        measured.ns_per_resource = ns * weather(round) * noisy(random);
        samples.push_back(measured);
    };
    for (unsigned round = 0; round < rounds; ++round) {
        add(round, role::twin, cell_of("explicit_close", 0), 10);
        for (std::size_t size = 0; size < pairs; ++size) {
            add(round, role::cell, cell_of("explicit_close", size), 10);
            add(round, role::cell, cell_of("rival", size), 10 * ratio);
        }
    }
    return samples;
}

// The rivals' verdicts.
std::vector<verdict>
verdicts_of_run(std::size_t pairs, double ratio, generator &random)
{
    std::vector<cell_id> cells;
    for (std::size_t size = 0; size < pairs; ++size) {
        cells.push_back(cell_of("explicit_close", size));
        cells.push_back(cell_of("rival", size));
    }
    std::vector<verdict> verdicts;
    auto samples = simulated_run(pairs, ratio, random);
    for (const summary_row &row : summarise(cells, samples, {})) {
        if (row.cell.strategy == "rival")
            verdicts.push_back(row.verdict.value());
    }
    return verdicts;
}

double
share_of_runs(double ratio, verdict wanted, std::size_t pairs)
{
    generator random(1);
    constexpr int runs = 400;
    int found = 0;
    for (int run = 0; run < runs; ++run) {
        auto verdicts = verdicts_of_run(pairs, ratio, random);
        found += std::count(verdicts.begin(), verdicts.end(), wanted) > 0;
    }
    return static_cast<double>(found) / runs;
}

} // namespace

TEST_CASE("a drift is not called a difference in more than 5% of runs")
{
    for (std::size_t pairs : {1, 10}) {
        CHECK(share_of_runs(1.0, verdict::faster, pairs) +
                  share_of_runs(1.0, verdict::slower, pairs) <=
              0.05);
    }
}

TEST_CASE("a difference far under the drift is found, as rounds are paired")
{
    CHECK(share_of_runs(1.12, verdict::slower, 1) >= 0.95);
    CHECK(share_of_runs(1 / 1.12, verdict::faster, 1) >= 0.95);
}

TEST_CASE("without pairing that same difference drowns in the drift")
{
    generator random(2);
    std::vector<double> baseline, rival;
    for (const sample &measured : simulated_run(1, 1.12, random)) {
        if (measured.role != role::cell)
            continue;
        bool is_rival = measured.cell.strategy == "rival";
        (is_rival ? rival : baseline).push_back(*measured.ns_per_resource);
    }
    CHECK(median_interval(rival)->low < median_interval(baseline)->high);
}

TEST_CASE("the median's interval covers the truth as often as it says")
{
    generator random(3);
    constexpr int runs = 4000;
    int covered = 0;
    double promised = 0;
    for (int run = 0; run < runs; ++run) {
        std::vector<double> values(rounds);
        for (double &value : values)
            value = std::log(noisy(random));
        auto range = median_interval(values);
        REQUIRE(range);
        covered += range->low <= 0 && range->high >= 0;
        promised = range->coverage;
    }
    CHECK(static_cast<double>(covered) / runs ==
          doctest::Approx(promised).epsilon(0.01));
}

TEST_CASE("pairs without a difference are told apart in at most 5%")
{
    generator random(4);
    constexpr int runs = 4000;
    int told_apart = 0;
    for (int run = 0; run < runs; ++run) {
        std::vector<double> ratios(rounds);
        for (double &ratio : ratios)
            ratio = std::log(noisy(random) / noisy(random));
        comparison seen{.log_ratio = median(ratios),
            .log_range = median_interval(ratios),
            .p = sign_test(ratios),
            .p_adjusted = sign_test(ratios),
            .rounds = rounds,
            .log_floor = 0, // the sign test alone must hold the rate
            .comparisons = 1};
        verdict found = judge(seen);
        told_apart += found == verdict::faster || found == verdict::slower;
    }
    double share = static_cast<double>(told_apart) / runs;
    CHECK(share <= 0.05);
    CHECK(share >= 0.03); // 4.1% by the binomial: the rate is used, not wasted
}
