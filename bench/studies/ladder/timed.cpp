// The timed half of the ladder: the rungs of all compilers, those in Go and
// the pools in the same rounds, each round in an order of its own. Writes, into
// a folder, `timed`, a line of CSV per rung; pools.csv; and goals.csv.
#include "bench/harness/csv.hpp"
#include "bench/harness/statistics.hpp"
#include "bench/studies/ladder/go_ladder.hpp"
#include "bench/studies/ladder/goals.hpp"
#include "bench/studies/ladder/pools.hpp"
#include "bench/studies/ladder/rungs.hpp"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <filesystem>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

namespace
{

using namespace cleanup;
using row = std::vector<std::string>;

std::vector<contender>
all_contenders()
{
    std::vector<contender> all = rungs();
    for (auto *more : {&go_ladder, &pools})
        std::ranges::move(more(), std::back_inserter(all));
    return all;
}

const contender *
baseline_of(const std::vector<contender> &all, const contender &like)
{
    return find(all, like.compiler, baseline_mechanism, like.shape, like.count);
}

// As a logarithm, from the twins' medians: single samples are too short to
// outlast another process on the core, medians are what is compared.
double
floor_of(const std::vector<contender> &all)
{
    std::vector<double> medians;
    for (const contender &each : all)
        if (each.twin)
            medians.push_back(
                median(log_ratios(each.ns, baseline_of(all, each)->ns)));
    return noise_floor(medians);
}

std::vector<double>
paired(const contender &of, const contender &to, auto &&combine)
{
    std::vector<double> results(of.ns.size());
    std::ranges::transform(of.ns, to.ns, results.begin(), combine);
    return results;
}

void
add_median(row &fields, const std::vector<double> &values)
{
    const auto text = [](double number) {
        return fmt::format("{:.6g}", number);
    };
    const auto range = median_interval(values);
    fields.push_back(text(median(values)));
    fields.push_back(range ? text(range->low) : "");
    fields.push_back(range ? text(range->high) : "");
}

// A rung against explicit_close of the same compiler, shape and count.
struct compared {
    const contender *rung;
    const contender *baseline;
    comparison seen = {};
};

std::vector<compared>
compare(const std::vector<contender> &all, double log_floor)
{
    std::vector<compared> comparisons;
    std::vector<double> p_values;
    for (const contender &each : all) {
        const contender *baseline = baseline_of(all, each);
        if (each.twin || !baseline)
            continue;
        const auto logs = log_ratios(each.ns, baseline->ns);
        comparisons.push_back({&each, baseline,
            {median(logs), median_interval(logs), sign_test(logs), 1,
                logs.size(), log_floor}});
        p_values.push_back(comparisons.back().seen.p);
    }
    const std::vector<double> adjusted = holm(p_values);
    for (std::size_t i = 0; i < comparisons.size(); i++) {
        comparisons[i].seen.p_adjusted = adjusted[i];
        comparisons[i].seen.comparisons = comparisons.size();
    }
    return comparisons;
}

const row ladder_header = {"symbol", "compiler", "mechanism", "shape", "count",
    "rounds", "ns_median", "ns_low", "ns_high", "ratio", "ratio_low",
    "ratio_high", "extra_ns", "extra_ns_low", "extra_ns_high", "floor_ratio",
    "verdict"};

row
ladder_row(const compared &one)
{
    const contender &rung = *one.rung;
    row fields = {rung.symbol, rung.compiler, rung.mechanism, rung.shape,
        std::to_string(rung.count), std::to_string(rung.ns.size())};
    add_median(fields, rung.ns);
    add_median(fields, paired(rung, *one.baseline, std::divides<>()));
    add_median(fields, paired(rung, *one.baseline, std::minus<>()));
    fields.push_back(fmt::format("{:.6g}", std::exp(one.seen.log_floor)));
    fields.push_back(to_string(
        one.rung == one.baseline ? verdict::baseline : judge(one.seen)));
    return fields;
}

table
ladder_table(const std::vector<contender> &all)
{
    table content = {"timed", ladder_header, {}};
    for (const compared &one : compare(all, floor_of(all)))
        content.rows.push_back(ladder_row(one));
    return content;
}

// What all threads do together, as a multiple of what one does.
row
pool_row(const std::vector<contender> &all, const contender &pool)
{
    row fields = {pool.compiler, pool.mechanism, std::to_string(pool.count),
        std::to_string(pool.ns.size())};
    add_median(fields, pool.ns);
    const contender *alone =
        find(all, pool.compiler, pool.mechanism, pool.shape, 1);
    add_median(fields, paired(*alone, pool, [&](double one, double each) {
        return pool.count * one / each;
    }));
    return fields;
}

table
pool_table(const std::vector<contender> &all)
{
    table content = {"pools.csv",
        {"compiler", "pool", "threads", "rounds", "ns_median", "ns_low",
            "ns_high", "times_one_thread", "times_low", "times_high"},
        {}};
    for (const contender &each : all)
        if (each.shape == "pool")
            content.rows.push_back(pool_row(all, each));
    return content;
}

// Status 1 and a sentence when a file cannot be written.
int
write_all(
    const std::vector<contender> &all, const std::filesystem::path &folder)
{
    for (const table &content :
        {ladder_table(all), pool_table(all), judged_goals(all)}) {
        const outcome written = write_csv(folder / content.source, content);
        if (written)
            continue;
        fmt::print(stderr, "ladder-timed: {}\n", written.message());
        return 1;
    }
    return 0;
}

} // namespace

int
main(int argc, char **argv)
try {
    unsigned rounds = 100;
    std::uint64_t seed = 1;
    std::filesystem::path folder;
    CLI::App app("Times the mechanism ladder and writes it as CSV.");
    app.add_option("folder", folder, "where to write it")->required();
    app.add_option("--rounds", rounds, "of all rungs")
        ->check(CLI::Range(1, 100000));
    app.add_option("--seed", seed, "of their order");
    CLI11_PARSE(app, argc, argv);

    std::vector<contender> all = all_contenders();
    measure(all, rounds, seed);
    return write_all(all, folder);
} catch (const std::exception &failure) {
    std::fputs(failure.what(), stderr); // such as std::bad_alloc
    return 1;
}
