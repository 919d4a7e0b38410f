#include "bench/harness/process_summary.hpp"
#include "bench/harness/workload_summary.hpp"
#include "bench/harness/workload_text.hpp"
#include "temporary_folder.hpp"

#include <doctest/doctest.h>

using namespace cleanup;
using doctest::Approx;

namespace
{

// Ten rounds under changing weather.
constexpr double weather[] = {10, 15, 9, 20, 11, 9.5, 13, 10.5, 18, 12};

// `factor` times the weather, and so many KiB at the peak.
void
add(std::vector<workload_sample> &samples, const std::string &workload,
    const std::string &kind, const std::string &malloc, double factor,
    double peak_kib = 1000)
{
    unsigned round = 0;
    for (double ns : weather) {
        workload_sample &sample = samples.emplace_back();
        sample.round = round;
        sample.workload = workload;
        sample.kind = kind;
        sample.malloc = malloc;
        sample.operations = 1000;
        sample.ns_median = factor * ns;
        sample.ns_best = factor * ns / 2;
        sample.user_ns = factor * ns;
        sample.peak_kib = peak_kib;
        sample.growth_kib = round;
        sample.end_kib = peak_kib / 2;
        sample.faults = 0.5;
        ++round;
    }
}

std::vector<workload_sample>
some_samples()
{
    std::vector<workload_sample> samples;
    add(samples, "pair_16", "shape", "glibc", 1);
    add(samples, "pair_16", "shape", "tiers", 0.5);
    add(samples, "pair_16", "shape", "floor", 0.25);
    add(samples, "pair_16", "shape", "twin", 1.02);
    add(samples, "two_threads_pair_16", "shape", "glibc", 0.8);
    add(samples, "two_threads_pair_16", "shape", "tiers", 0.25);
    add(samples, "server", "program", "glibc", 3, 8000);
    add(samples, "server", "program", "tiers", 2.7, 4000);
    add(samples, "parser", "program", "glibc", 1, 1000);
    add(samples, "parser", "program", "tiers", 0.4, 8000);
    add(samples, "spike_1g", "idle", "glibc", 100, 1048576);
    add(samples, "spike_1g", "idle", "tiers", 100, 1048576);
    return samples;
}

// Some, with two more mallocs: one that takes 1.5 times what tiers takes for a
// pair, and the same as tiers for the server.
std::vector<workload_sample>
samples_with_checks()
{
    std::vector<workload_sample> samples = some_samples();
    add(samples, "pair_16", "shape", "tiers_hardened", 0.75);
    add(samples, "two_threads_pair_16", "shape", "tiers_hardened", 0.5);
    add(samples, "server", "program", "tiers_hardened", 2.7, 4000);
    add(samples, "parser", "program", "tiers_hardened", 0.9, 8000);
    return samples;
}

const workload_row *
find(const std::vector<workload_row> &rows, const std::string &workload,
    const std::string &malloc, const std::string &kind = "")
{
    for (const workload_row &row : rows)
        if (row.workload == workload && row.malloc == malloc &&
            (kind.empty() || row.kind == kind))
            return &row;
    return nullptr;
}

} // namespace

TEST_CASE("a workload is compared with glibc's within its rounds")
{
    const auto rows = summarise_workloads(some_samples());
    const workload_row *row = find(rows, "pair_16", "tiers");
    REQUIRE(row);
    CHECK(row->rounds == 10);
    CHECK(*row->ratio == Approx(0.5));
    CHECK(*row->ratio_high == Approx(0.5));
    CHECK(row->verdict == verdict::faster);
    CHECK(*row->ns_median == Approx(5.75));
    CHECK(*row->ns_best == Approx(2.25)); // of all rounds
    CHECK(*row->growth_kib == Approx(4.5));
    CHECK(*row->faults == Approx(0.5));
    CHECK(find(rows, "pair_16", "glibc")->verdict == verdict::baseline);
}

TEST_CASE("the baseline's twin is no row, and tells the noise")
{
    const auto rows = summarise_workloads(some_samples());
    CHECK_FALSE(find(rows, "pair_16", "twin"));
    CHECK(*rows.front().floor_ratio == Approx(1.02));
}

TEST_CASE("two threads are told by how much more they do than one")
{
    const auto rows = summarise_workloads(some_samples());
    CHECK(*find(rows, "two_threads_pair_16", "tiers")->scaling == Approx(2));
    CHECK(*find(rows, "two_threads_pair_16", "glibc")->scaling == Approx(1.25));
    CHECK_FALSE(find(rows, "pair_16", "tiers")->scaling);
}

TEST_CASE("the library with its checks is compared with the one without, too")
{
    const auto rows = summarise_workloads(samples_with_checks());
    const workload_row *row = find(rows, "pair_16", "tiers_hardened");
    REQUIRE(row);
    CHECK(*row->ratio == Approx(0.75));
    CHECK(*row->price == Approx(1.5));
    CHECK(*row->price_low == Approx(1.5));
    CHECK(*row->price_high == Approx(1.5));
    CHECK(row->price_verdict == verdict::slower);
    CHECK_FALSE(find(rows, "pair_16", "tiers")->price);
    // Within the noise that the baseline's twin tells.
    CHECK(
        find(rows, "server", "tiers_hardened")->price_verdict == verdict::same);
    CHECK(
        *find(rows, geometric_mean_name, "tiers_hardened", "program")->price ==
        Approx(1.5));
}

TEST_CASE("eight rounds tell six mallocs from glibc's, and seven do not")
{
    for (const unsigned rounds : {7u, 8u}) {
        std::vector<workload_sample> samples;
        for (const char *malloc : {"tiers", "tiers_hardened", "jemalloc",
                 "mimalloc", "tcmalloc", "floor"})
            add(samples, "pair_16", "shape", malloc, 0.5);
        add(samples, "pair_16", "shape", "glibc", 1);
        std::erase_if(samples, [=](const workload_sample &sample) {
            return sample.round >= rounds;
        });
        const auto rows = summarise_workloads(samples);
        CHECK(find(rows, "pair_16", "tiers")->verdict ==
              (rounds == 8 ? verdict::faster : verdict::unresolved));
    }
}

TEST_CASE("the workloads of a kind have a geometric mean of time and memory")
{
    const auto rows = summarise_workloads(some_samples());
    const workload_row *row =
        find(rows, geometric_mean_name, "tiers", "program");
    REQUIRE(row);
    CHECK(*row->ratio == Approx(0.6));
    CHECK(*row->peak_ratio == Approx(2));
    CHECK_FALSE(find(rows, geometric_mean_name, "tiers", "idle"));
}

TEST_CASE("what ran some workloads only has no mean beside glibc's of all")
{
    const auto rows = summarise_workloads(some_samples());
    CHECK(find(rows, "pair_16", "floor"));
    CHECK(find(rows, geometric_mean_name, "tiers", "shape"));
    CHECK_FALSE(find(rows, geometric_mean_name, "floor", "shape"));
}

TEST_CASE("what is not known of a row is an empty field")
{
    const auto rows = summarise_workloads(some_samples());
    const table content = workload_table(rows);
    REQUIRE(content.rows.size() == rows.size());
    const auto scaling = content.column("scaling");
    REQUIRE(scaling);
    CHECK(content.rows[0][*scaling].empty());
    CHECK(content.rows[0][*content.column("malloc")] == "glibc");
}

TEST_CASE("the terminal's table has each ratio with a mark, within 80 columns")
{
    const std::string text =
        workload_text(summarise_workloads(samples_with_checks()));
    CHECK(text.find("pair_16                    11.5 ns    0.50     0.25 ") !=
          std::string::npos);
    CHECK(text.find("mean of programs           19.9 ns    0.60 ") !=
          std::string::npos);
    CHECK(text.find("server                        7.81    0.50 ") !=
          std::string::npos); // MiB
    CHECK(text.find("spike_1g                       512      512") !=
          std::string::npos);
    CHECK(text.find("time per operation           glibc    tiers    floor\n") !=
          std::string::npos);
    CHECK(text.find("price of every check         tiers tiers_hardened\n") !=
          std::string::npos);
    CHECK(text.find("server                     31.1 ns          1.00=\n") !=
          std::string::npos);
    CHECK(text.find("mean of shapes             4.07 ns          1.73 \n") !=
          std::string::npos);
    CHECK(text.find("10 rounds; differences under 2.0%") != std::string::npos);
    std::size_t longest = 0, from = 0;
    for (std::size_t to; (to = text.find('\n', from)) != std::string::npos;
         from = to + 1)
        longest = std::max(longest, to - from);
    CHECK(longest <= 80);
}

TEST_CASE(
    "without the library with its checks there is no table of their price")
{
    const std::string text = workload_text(summarise_workloads(some_samples()));
    CHECK(text.find("price of every check") == std::string::npos);
    CHECK(text.find("tiers_hardened") == std::string::npos);
}

TEST_CASE("a file that lacks a column is an error with its name")
{
    const temporary_folder folder;
    put_text(folder / "samples.csv", "round,malloc\n0,glibc\n");
    const auto samples = read_workload_samples(folder / "samples.csv");
    REQUIRE_FALSE(samples);
    CHECK(samples.message().find("workload") != std::string::npos);
}
