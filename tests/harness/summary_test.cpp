#include "bench/harness/noise.hpp"
#include "bench/harness/summary.hpp"
#include "tests/harness/temporary_folder.hpp"

#include <cmath>
#include <doctest/doctest.h>
#include <sstream>

using namespace cleanup;
using doctest::Approx;

namespace
{

cell_id
cell_of(const std::string &strategy, std::size_t count = 100)
{
    return {strategy, "central", "memory", 16, count, 2, "c"};
}

sample
sample_of(
    const cell_id &cell, unsigned round, double ns, role which = role::cell)
{
    sample measured;
    measured.round = round;
    measured.role = which;
    measured.cell = cell;
    measured.ns_per_resource = ns;
    return measured;
}

// Seven rounds of a machine that slows down: loop_defer takes 1.5 times the
// baseline's time in each, and the twin 1.02 times its cell's.
std::vector<sample>
known_samples()
{
    std::vector<sample> samples;
    for (unsigned round = 0; round < 7; ++round) {
        double ns = 10 + round;
        auto close = cell_of("explicit_close");
        samples.push_back(sample_of(cell_of("loop_defer"), round, 1.5 * ns));
        samples.push_back(sample_of(close, round, 1.02 * ns, role::twin));
        samples.push_back(sample_of(close, round, ns));
        samples.push_back(sample_of({}, round, 99, role::control));
    }
    return samples;
}

std::vector<summary_row>
known_rows()
{
    account failed;
    failed.failures = 2;
    failed.held_at_failure = 64;
    failed.failure = "no \"connection\", 50 ms";
    std::vector<cell_id> cells{cell_of("loop_defer"), cell_of("object_pool"),
        cell_of("explicit_close")};
    return summarise(
        cells, known_samples(), {{cell_of("object_pool"), failed}});
}

} // namespace

TEST_CASE("rounds are paired, and those that one cell lacks are left out")
{
    auto pairs = pair_rounds(
        {{0, 1.0}, {1, 2.0}, {3, 4.0}}, {{1, 20.0}, {2, 30.0}, {3, 40.0}});
    CHECK(pairs.first == std::vector{2.0, 4.0});
    CHECK(pairs.second == std::vector{20.0, 40.0});
}

TEST_CASE("a twin is paired with its own cell, round by round")
{
    auto ratios = twin_log_ratios(known_samples());
    REQUIRE(ratios.size() == 1);
    CHECK(ratios.front() == Approx(std::log(1.02)));
}

TEST_CASE("a round that strays does not make the noise of the median")
{
    auto samples = known_samples();
    samples.front().ns_per_resource = 1000;
    CHECK(twin_log_ratios(samples).front() == Approx(std::log(1.02)));
}

TEST_CASE("a sample too short for the clock has no ratio")
{
    auto close = cell_of("explicit_close");
    std::vector<sample> samples{sample_of(close, 0, 10), sample_of(close, 1, 0),
        sample_of(close, 1, 10, role::twin)};
    CHECK(group_by_cell(samples, role::cell)[close].size() == 1);
    CHECK(twin_log_ratios(samples).empty());
}

TEST_CASE("a twin whose cell was not measured tells nothing")
{
    std::vector<sample> alone{
        sample_of(cell_of("loop_defer"), 0, 10, role::twin)};
    CHECK(twin_log_ratios(alone).empty());
}

TEST_CASE("a summary has a row per cell in the order asked for")
{
    auto rows = known_rows();
    REQUIRE(rows.size() == 3);
    CHECK(rows[0].cell == cell_of("loop_defer"));
    CHECK(rows[1].cell == cell_of("object_pool"));
    CHECK(rows[2].cell == cell_of("explicit_close"));
}

TEST_CASE("a timed cell has its median, its interval and its throughput")
{
    summary_row close = known_rows()[2];
    CHECK(close.rounds == 7);
    CHECK(close.ns_median == 13.0);
    CHECK(close.ns_min == 10.0);
    CHECK(close.ns_low == 10.0); // of 7 values the interval takes all
    CHECK(close.ns_high == 16.0);
    CHECK(close.throughput_per_s == Approx(2 * 1e9 / 13));
    CHECK(close.floor_ratio == Approx(1.02));
}

TEST_CASE("a ratio pairs the rounds, so that drift does not widen it")
{
    summary_row loop = known_rows()[0];
    CHECK(loop.ratio == Approx(1.5));
    CHECK(loop.ratio_low == Approx(1.5));
    CHECK(loop.ratio_high == Approx(1.5));
    CHECK(loop.p_adjusted == Approx(2.0 / 128)); // one comparison in the run
    CHECK(loop.verdict == verdict::slower);
    CHECK_FALSE(loop.rounds_to_settle.has_value());
}

TEST_CASE("the baseline is compared with nothing")
{
    summary_row close = known_rows()[2];
    CHECK(close.verdict == verdict::baseline);
    CHECK(close.ratio == 1.0);
    CHECK_FALSE(close.p_adjusted.has_value());
}

TEST_CASE("a cell that failed has its account and no times")
{
    summary_row pool = known_rows()[1];
    CHECK(pool.account.failures == 2);
    CHECK(pool.account.held_at_failure == 64);
    CHECK(pool.rounds == 0);
    CHECK_FALSE(pool.ns_median.has_value());
    CHECK_FALSE(pool.throughput_per_s.has_value());
    CHECK_FALSE(pool.ratio.has_value());
    CHECK_FALSE(pool.verdict.has_value());
}

TEST_CASE("a baseline that failed is no baseline")
{
    std::vector<cell_id> cells{cell_of("explicit_close", 1000)};
    summary_row close = summarise(cells, known_samples(), {})[0];
    CHECK_FALSE(close.ratio.has_value());
    CHECK_FALSE(close.verdict.has_value());
}

TEST_CASE("what Go did for a resource is taken from all rounds together")
{
    const cell_id cell{"loop_defer", "go", "memory", 16, 100, 2, "go"};
    std::vector<sample> samples;
    for (unsigned round = 0; round < 4; ++round) {
        samples.push_back(sample_of(cell, round, 90));
        samples.back().iterations = 50; // 40,000 resources in all rounds
        samples.back().go = {20000, 1600000, round % 2, 5000.0 * round};
    }
    summary_row loop = summarise(std::vector{cell}, samples, {})[0];
    CHECK(loop.go.allocations_per_resource == Approx(2));
    CHECK(loop.go.bytes_per_resource == Approx(160));
    CHECK(loop.go.collections_per_million == Approx(50));
    CHECK(loop.go.collector_cpu_ns_per_resource == Approx(0.75));
    summary_row in_c =
        summarise(std::vector{cell_of("loop_defer")}, known_samples(), {})[0];
    CHECK_FALSE(in_c.go.allocations_per_resource.has_value());
}

TEST_CASE("a cell in Go is compared with Go's baseline")
{
    std::vector<sample> samples = known_samples();
    cell_id cell = cell_of("loop_defer");
    cell_id baseline = cell_of("explicit_close");
    cell.allocator = cell.runtime = baseline.allocator = baseline.runtime =
        "go";
    for (unsigned round = 0; round < 7; ++round) {
        samples.push_back(sample_of(cell, round, 300));
        samples.push_back(sample_of(baseline, round, 100));
    }
    CHECK(summarise(std::vector{cell}, samples, {})[0].ratio == Approx(3));
}

TEST_CASE("a cell is only compared with the baseline at its own place")
{
    std::vector<sample> samples = known_samples();
    samples.push_back(sample_of(cell_of("loop_defer", 1000), 0, 30));
    std::vector<cell_id> cells{cell_of("loop_defer", 1000)};
    auto rows = summarise(cells, samples, {});
    CHECK(rows[0].ns_median == 30.0);
    CHECK_FALSE(rows[0].ratio.has_value());
    CHECK_FALSE(rows[0].verdict.has_value());
}

TEST_CASE("with few rounds a ratio is unresolved and says how many it needs")
{
    std::vector<sample> samples = known_samples();
    std::erase_if(samples, [](const sample &one) { return one.round > 4; });
    std::vector<cell_id> cells{cell_of("loop_defer")};
    summary_row loop = summarise(cells, samples, {})[0];
    CHECK(loop.ratio == Approx(1.5));
    CHECK_FALSE(loop.ratio_low.has_value());
    CHECK(loop.verdict == verdict::unresolved);
    CHECK(loop.rounds_to_settle == 6);
}

TEST_CASE("every comparison of a resource raises the others' adjusted p")
{
    std::vector<sample> samples = known_samples();
    std::vector<cell_id> cells{
        cell_of("loop_defer"), cell_of("explicit_close")};
    for (std::size_t count = 101; count <= 120; ++count) {
        for (std::string name : {"explicit_close", "loop_defer"}) {
            cells.push_back(cell_of(name, count));
            for (unsigned round = 0; round < 7; ++round)
                samples.push_back(sample_of(cells.back(), round,
                    name == "loop_defer" && round % 2 ? 20 : 10));
        }
    }
    summary_row loop = summarise(cells, samples, {})[0];
    CHECK(loop.p_adjusted == Approx(21 * 2.0 / 128));
    CHECK(loop.comparisons == 21);
    CHECK(loop.verdict == verdict::unresolved);
    // R: 7 * (qnorm(.025/21, lower=F) / qnorm(1/128, lower=F))^2 = 11.05
    CHECK(loop.rounds_to_settle == 12);
}

TEST_CASE("comparisons of another resource are another table")
{
    std::vector<sample> samples = known_samples();
    std::vector<cell_id> cells{
        cell_of("loop_defer"), cell_of("explicit_close")};
    for (std::string name : {"explicit_close", "loop_defer"}) {
        cells.push_back(cell_of(name));
        cells.back().resource = "file";
        for (unsigned round = 0; round < 7; ++round)
            samples.push_back(sample_of(cells.back(), round, 10));
    }
    summary_row loop = summarise(cells, samples, {})[0];
    CHECK(loop.p_adjusted == Approx(2.0 / 128));
    CHECK(loop.comparisons == 1);
}

TEST_CASE("summary.csv has the columns that its readers expect")
{
    temporary_folder folder;
    REQUIRE(write_summary(folder / "summary.csv", known_rows()));
    std::string text = text_of_file(folder / "summary.csv");
    CHECK(text.substr(0, text.find('\n')) ==
          "strategy,allocator,resource,size,count,threads,runtime,ns_median,"
          "ns_low,ns_high,ns_min,rounds,ratio,ratio_low,ratio_high,p_adjusted,"
          "comparisons,verdict,rounds_to_settle,floor_ratio,throughput_per_s,"
          "held_peak,"
          "held_bytes_peak,hold_ns_mean,hold_ns_max,burst_peak,burst_ns,"
          "stack_bytes,heap_bytes_peak,record_bytes_peak,records_peak,"
          "allocations,page_faults,asked,completed,failures,held_at_failure,"
          "failure,go_allocations_per_resource,go_bytes_per_resource,"
          "go_collections_per_million,go_collector_cpu_ns_per_resource");
    CHECK(
        text.find("object_pool,central,memory,16,100,2,c,,,,,0,,,,,,,,1.02") !=
        std::string::npos);
}

TEST_CASE("a summary is read back with every figure")
{
    temporary_folder folder;
    auto rows = known_rows();
    rows[0].rounds_to_settle = 45;
    REQUIRE(write_summary(folder / "summary.csv", rows));
    auto read = read_summary(folder / "summary.csv");
    REQUIRE(read);
    REQUIRE(write_summary(folder / "again.csv", *read));
    CHECK(text_of_file(folder / "again.csv") ==
          text_of_file(folder / "summary.csv"));
    CHECK((*read)[0].ratio == rows[0].ratio);
    CHECK((*read)[0].rounds_to_settle == 45);
    CHECK((*read)[0].verdict == verdict::slower);
    CHECK_FALSE((*read)[1].ns_median.has_value());
    CHECK((*read)[1].account.failure == rows[1].account.failure);
}

TEST_CASE("a summary from before there was Go is read, without Go's figures")
{
    temporary_folder folder;
    REQUIRE(write_summary(folder / "summary.csv", known_rows()));
    std::istringstream lines(text_of_file(folder / "summary.csv"));
    std::string before, line;
    std::getline(lines, line);
    before = line.substr(0, line.find(",go_")) + '\n';
    while (std::getline(lines, line))
        before +=
            line.substr(0, line.size() - std::string(",,,,").size()) + '\n';
    put_text(folder / "before.csv", before);
    auto read = read_summary(folder / "before.csv");
    if (!read)
        FAIL(read.message());
    CHECK((*read)[0].ratio == known_rows()[0].ratio);
    CHECK_FALSE((*read)[0].go.collections_per_million.has_value());
}

TEST_CASE("a summary with a verdict that does not exist is refused")
{
    temporary_folder folder;
    REQUIRE(write_summary(folder / "summary.csv", known_rows()));
    std::string text = text_of_file(folder / "summary.csv");
    text.replace(text.find("slower"), 6, "snappy");
    put_text(folder / "summary.csv", text);
    auto read = read_summary(folder / "summary.csv");
    REQUIRE_FALSE(read);
    CHECK(read.message().find("column verdict") != std::string::npos);
}
