// The study of the tiers: what each of them serves, what a miss costs at each,
// and what a block costs by its size. Misses and pairs are timed in the same
// rounds, each round in an order of its own. Writes tiers.csv into a folder.
#include "bench/claims/experiments/medians.h"
#include "bench/harness/csv.hpp"
#include "bench/harness/progress.hpp"
#include "bench/harness/schedule.hpp"
#include "bench/harness/statistics.hpp"
#include "bench/studies/tiers/misses.h"
#include "bench/studies/tiers/pairs.h"
#include "bench/studies/tiers/served.h"

#include "allocators/tiers/size_class.h"

#include <algorithm>
#include <array>
#include <bit>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <filesystem>
#include <functional>
#include <map>
#include <numeric>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

namespace
{

using namespace cleanup;
using row = std::vector<std::string>;

const row header = {"part", "what", "tier", "size", "rounds", "ns_median",
    "ns_low", "ns_high", "share", "blocks", "faults", "proved"};

constexpr const char *tier_names[ALLOCATOR_TIERS] = {
    "thread_cache", "central", "heap"};

// --- What each tier serves ------------------------------------------------

constexpr std::size_t largest_served = 65536;

using shares = std::array<double, ALLOCATOR_TIERS>;

void
add_class(shares &sum, const served &seen, int size_class)
{
    for (int tier = 0; tier < ALLOCATOR_TIERS; tier++)
        sum[tier] += static_cast<double>(seen.by_tier[tier][size_class]);
}

std::vector<row>
share_rows(const std::string &what, std::size_t size, const shares &counts)
{
    std::vector<row> rows;
    const double all = std::accumulate(counts.begin(), counts.end(), 0.0);
    for (int tier = 0; tier < ALLOCATOR_TIERS && all > 0; tier++)
        rows.push_back(
            {"served", what, tier_names[tier], std::to_string(size), "", "", "",
                "", fmt::format("{:.6g}", counts[tier] / all), "", "", ""});
    return rows;
}

std::vector<row>
rows_of_one_size(const std::string &what, std::size_t size, const served &seen)
{
    shares sum = {};
    for (int i = 0; i < ALLOCATOR_CLASSES; i++)
        add_class(sum, seen, i);
    return share_rows(what, size, sum);
}

// By the power of two that a class's blocks fit into.
std::vector<row>
rows_of_mixed(const served &seen)
{
    std::map<std::size_t, shares> by_size;
    for (int i = 0; i < ALLOCATOR_CLASSES; i++) {
        const std::size_t bytes =
            i ? size_class_block_bytes[i] : largest_served;
        add_class(by_size[std::bit_ceil(bytes)], seen, i);
    }
    std::vector<row> rows;
    for (const auto &[size, sum] : by_size)
        std::ranges::move(
            share_rows("mixed", size, sum), std::back_inserter(rows));
    return rows;
}

std::vector<row>
served_rows()
{
    std::vector<row> rows;
    const auto add = [&](std::vector<row> more) {
        std::ranges::move(more, std::back_inserter(rows));
    };
    for (std::size_t size = 16; size <= largest_served; size *= 2) {
        add(rows_of_one_size("pairs", size, served_of_pairs(size)));
        add(rows_of_one_size("batches", size, served_of_batches(size)));
    }
    add(rows_of_mixed(served_of_mixed()));
    return rows;
}

// --- What is timed --------------------------------------------------------

// One line of the table, and what was seen of it in each round.
struct job {
    std::string part;
    std::string what;
    std::string tier;
    std::size_t size;
    std::function<void(job &)> sample; // adds to the following
    std::vector<double> ns = {};
    std::vector<double> blocks = {};
    std::vector<double> faults = {};
    double tried = 0;
    double proved = 0;
};

// Calls in a sample. A miss has to be prepared each time, at length.
constexpr int misses_in_sample = 16;
constexpr int clock_looks = 64;

double
middle_mean(std::vector<double> values)
{
    return middle_mean_of(values.data(), values.size());
}

double
clock_costs_ns()
{
    std::vector<double> looks(clock_looks);
    std::ranges::generate(looks, miss_clock_ns);
    return middle_mean(looks);
}

void
sample_misses(job &of, miss_way way)
{
    std::vector<double> ns, blocks, faults;
    for (int i = 0; i < misses_in_sample; i++) {
        const miss seen = miss_provoke(way, of.size);
        of.tried++;
        of.proved += seen.proved;
        if (!seen.proved)
            continue;
        ns.push_back(seen.ns);
        blocks.push_back(static_cast<double>(seen.blocks));
        faults.push_back(static_cast<double>(seen.faults));
    }
    if (ns.empty())
        return;
    of.ns.push_back(middle_mean(ns) - clock_costs_ns());
    of.blocks.push_back(median(blocks));
    of.faults.push_back(median(faults));
}

using pairs_work = void(std::size_t size, std::uint64_t pairs);

double
time_pairs(pairs_work *work, std::size_t size, std::uint64_t pairs)
{
    const auto started = std::chrono::steady_clock::now();
    work(size, pairs);
    const std::chrono::duration<double, std::nano> passed =
        std::chrono::steady_clock::now() - started;
    return passed.count() / static_cast<double>(pairs);
}

// Every job begins with an empty heap; its first pair is not timed.
void
sample_pairs(job &of, pairs_work *work)
{
    constexpr double sample_ns = 100'000;
    pairs_begin();
    const double once = std::min(
        {time_pairs(work, of.size, 1), time_pairs(work, of.size, 100)});
    of.ns.push_back(time_pairs(work, of.size,
        std::max<std::uint64_t>(1, std::llround(sample_ns / once))));
}

// --- The jobs -------------------------------------------------------------

void
add_misses(std::vector<job> &jobs)
{
    for (const std::size_t size : {64, 1024, 4096, 32768})
        for (int way = 0; way < MISS_WAYS; way++) {
            const auto of = static_cast<miss_way>(way);
            if (miss_is_possible(of, size))
                jobs.push_back({"miss", miss_way_name(of), miss_way_tier(of),
                    size, [of](job &each) {
                        sample_misses(each, of);
                    }});
        }
}

// Powers of two, and more where the size classes end.
std::vector<std::size_t>
pair_sizes()
{
    std::vector<std::size_t> sizes = {24576, 28672, 32769, 40960, 49152};
    for (std::size_t size = 16; size <= 1 << 20; size *= 2)
        sizes.push_back(size);
    std::ranges::sort(sizes);
    return sizes;
}

void
add_pairs(std::vector<job> &jobs)
{
    constexpr pairs_work *works[ALLOCATOR_TIERS] = {
        pairs_thread_cache, pairs_central, pairs_heap};
    for (const std::size_t size : pair_sizes())
        for (int tier = 0; tier < ALLOCATOR_TIERS; tier++)
            jobs.push_back({"pair", "pair", tier_names[tier], size,
                [work = works[tier]](job &each) {
                    sample_pairs(each, work);
                }});
}

void
measure(std::vector<job> &jobs, unsigned rounds, std::uint64_t seed)
{
    progress shown("studies: tiers", rounds);
    for (unsigned round = 0; round < rounds; round++) {
        for (const auto at : round_order(jobs.size(), round, seed))
            jobs[at].sample(jobs[at]);
        shown.update(round + 1, "");
    }
}

// --- The table ------------------------------------------------------------

std::string
text(double number)
{
    return fmt::format("{:.6g}", number);
}

row
timed_row(const job &of)
{
    const auto range = median_interval(of.ns);
    const bool is_miss = of.tried > 0;
    return {of.part, of.what, of.tier, std::to_string(of.size),
        std::to_string(of.ns.size()), text(median(of.ns)),
        range ? text(range->low) : "", range ? text(range->high) : "", "",
        is_miss ? text(median(of.blocks)) : "",
        is_miss ? text(median(of.faults)) : "",
        is_miss ? text(of.proved / of.tried) : ""};
}

table
all_rows(const std::vector<job> &jobs)
{
    table content = {"tiers.csv", header, served_rows()};
    for (const job &each : jobs)
        if (!each.ns.empty())
            content.rows.push_back(timed_row(each));
    return content;
}

} // namespace

int
main(int argc, char **argv)
try {
    unsigned rounds = 100;
    std::uint64_t seed = 1;
    std::filesystem::path folder;
    CLI::App app("Measures the tiers of the allocator and writes tiers.csv.");
    app.add_option("folder", folder, "where to write it")->required();
    app.add_option("--rounds", rounds, "of all that is timed")
        ->check(CLI::Range(1, 100000));
    app.add_option("--seed", seed, "of their order");
    CLI11_PARSE(app, argc, argv);

    std::vector<job> jobs;
    add_misses(jobs);
    add_pairs(jobs);
    measure(jobs, rounds, seed);
    const outcome written = write_csv(folder / "tiers.csv", all_rows(jobs));
    if (!written)
        fmt::print(stderr, "tiers-timed: {}\n", written.message());
    return written ? 0 : 1;
} catch (const std::exception &failure) {
    std::fputs(failure.what(), stderr); // such as std::bad_alloc
    return 1;
}
