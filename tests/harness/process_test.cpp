#include "bench/harness/process_summary.hpp"
#include "temporary_folder.hpp"

#include <doctest/doctest.h>

#include <cmath>

#include <fmt/format.h>

using namespace cleanup;
using doctest::Approx;

namespace
{

const process_design by_malloc{{"program", "malloc"}, 1, "glibc", 0};

// A process whose wall time was this in each round, and whose user time was
// half of it.
process_times
timed(const std::string &program, const std::string &malloc,
    const std::vector<double> &wall_ms, double peak_kib, bool twin = false)
{
    process_times process{{program, malloc}, twin, peak_kib, {}, {}, {}};
    for (unsigned round = 0; round < wall_ms.size(); ++round) {
        process.wall_ms[round] = wall_ms[round];
        process.user_ms[round] = wall_ms[round] / 2;
        process.system_ms[round] = 0;
    }
    return process;
}

std::vector<double>
times(const std::vector<double> &ms, double factor)
{
    std::vector<double> scaled = ms;
    for (double &each : scaled)
        each *= factor;
    return scaled;
}

// Ten rounds under changing weather.
const std::vector<double> weather{
    100, 150, 90, 200, 110, 95, 130, 105, 180, 120};

// Two programs, both of them `ratio` times as slow on other, in the same
// rounds.
std::vector<process_times>
two_programs(double ratio, double twin_ratio = 1.002)
{
    return {timed("jq", "glibc", weather, 1000),
        timed("jq", "other", times(weather, ratio), 2000),
        timed("jq", "glibc", times(weather, twin_ratio), 1000, true),
        timed("sqlite3", "glibc", times(weather, 2), 1000),
        timed("sqlite3", "other", times(weather, 2 * ratio * ratio), 8000)};
}

const process_row &
row_of(const std::vector<process_row> &rows, const std::string &program,
    const std::string &malloc)
{
    for (const process_row &row : rows)
        if (row.identity == std::vector{program, malloc})
            return row;
    FAIL("no row of ", program, " on ", malloc);
    return rows.front();
}

void
put_rounds(const temporary_folder &folder)
{
    put_text(folder / "processes.csv",
        "name,peak_kib\njq/other,500\njq/glibc,400\njq/glibc/twin,\n");
    for (int round = 0; round < 2; ++round)
        put_text(folder / fmt::format("round-{}.json", round),
            fmt::format(R"({{"results": [
            {{"command": "jq/glibc", "mean": 0.{0}2, "user": 0.01,
              "system": 0.004, "times": [0.{0}2]}},
            {{"command": "jq/glibc/twin", "mean": 0.5, "user": 0.01,
              "system": 0.004, "times": [0.5]}},
            {{"command": "jq/other", "mean": 0.1, "user": 0.03,
              "system": 0, "times": [0.1]}}]}})",
                round + 3));
}

} // namespace

TEST_CASE("a process has the median of its rounds, its interval and least")
{
    const auto rows = summarise_processes(by_malloc,
        std::vector{timed("jq", "glibc", {7, 1, 9, 3, 5, 4, 6, 2, 8}, 1000)});
    const process_row &row = row_of(rows, "jq", "glibc");
    CHECK(row.rounds == 9);
    CHECK(row.wall_ms_median == 5);
    CHECK(row.wall_ms_low == 2); // the outermost are left out
    CHECK(row.wall_ms_high == 8);
    CHECK(row.wall_ms_min == 1);
    CHECK(row.user_ms_median == 2.5);
    CHECK(row.system_ms_median == 0);
    CHECK(row.peak_kib == 1000);
    CHECK(row.verdict == verdict::baseline);
}

TEST_CASE("processes are compared within their rounds, whatever the weather")
{
    const auto rows = summarise_processes(by_malloc, two_programs(1.1));
    const process_row &row = row_of(rows, "jq", "other");
    CHECK(*row.ratio == Approx(1.1));
    CHECK(*row.ratio_low == Approx(1.1));
    CHECK(*row.user_ratio == Approx(1.1));
    CHECK(*row.peak_ratio == Approx(2));
    CHECK(row.verdict == verdict::slower);
    CHECK(
        row_of(summarise_processes(by_malloc, two_programs(0.9)), "jq", "other")
            .verdict == verdict::faster);
}

TEST_CASE("what lies within the noise of the twins is the same")
{
    const auto rows = summarise_processes(by_malloc, two_programs(1.1, 1.15));
    CHECK(*row_of(rows, "jq", "other").floor_ratio == Approx(1.15));
    CHECK(row_of(rows, "jq", "other").verdict == verdict::same);
    CHECK(row_of(rows, "sqlite3", "other").verdict == verdict::slower);
}

TEST_CASE("the geometric mean joins the programs of each malloc")
{
    const auto rows = summarise_processes(by_malloc, two_programs(1.1));
    REQUIRE(rows.size() == 6); // without the twin
    const process_row &row = row_of(rows, geometric_mean_name, "other");
    CHECK(*row.ratio == Approx(std::pow(1.1, 1.5)));
    CHECK(*row.user_ratio == Approx(std::pow(1.1, 1.5)));
    CHECK(*row.peak_ratio == Approx(4));
    CHECK(row.verdict == verdict::slower);
    CHECK(row_of(rows, geometric_mean_name, "glibc").verdict ==
          verdict::baseline);
}

TEST_CASE("five rounds give no interval, and settle nothing")
{
    const std::vector<double> few{100, 101, 99, 102, 98};
    const auto rows = summarise_processes(
        by_malloc, std::vector{timed("jq", "glibc", few, 1000),
                       timed("jq", "other", times(few, 2), 1000)});
    const process_row &row = row_of(rows, "jq", "other");
    CHECK(*row.ratio == Approx(2));
    CHECK_FALSE(row.ratio_low);
    CHECK(row.verdict == verdict::unresolved);
    CHECK(row.rounds_to_settle == 6);
}

TEST_CASE("user time that the kernel counted as none has no ratio")
{
    std::vector<process_times> processes = two_programs(1.1);
    processes[0].user_ms[3] = 0;
    const auto rows = summarise_processes(by_malloc, processes);
    CHECK_FALSE(row_of(rows, "jq", "other").user_ratio);
    CHECK(row_of(rows, "sqlite3", "other").user_ratio);
}

TEST_CASE("rounds of hyperfine are read in milliseconds, twins apart")
{
    const temporary_folder folder;
    put_rounds(folder);
    const auto processes = read_process_rounds(folder.path, 2);
    REQUIRE(processes);
    REQUIRE(processes->size() == 3);
    const process_times &first = processes->front();
    CHECK(first.identity == std::vector<std::string>{"jq", "other"});
    CHECK(first.peak_kib == 500);
    CHECK_FALSE(first.twin);
    const process_times &glibc = (*processes)[1];
    CHECK(glibc.wall_ms.at(0) == Approx(320));
    CHECK(glibc.wall_ms.at(1) == Approx(420));
    CHECK(glibc.user_ms.at(1) == Approx(10));
    CHECK(glibc.system_ms.at(0) == Approx(4));
    CHECK((*processes)[2].twin);
    CHECK((*processes)[2].identity == glibc.identity);
    CHECK_FALSE((*processes)[2].peak_kib);
}

TEST_CASE("a round of something that is not listed is an error with its file")
{
    const temporary_folder folder;
    put_rounds(folder);
    put_text(folder / "processes.csv", "name,peak_kib\njq/glibc,\n");
    const auto processes = read_process_rounds(folder.path, 2);
    REQUIRE_FALSE(processes);
    CHECK(processes.message().find("round-0.json times jq/glibc/twin") !=
          std::string::npos);
    put_text(folder / "processes.csv", "name,peak_kib\njq,\n");
    CHECK_FALSE(read_process_rounds(folder.path, 2));
}

TEST_CASE("a file of processes reads back, an earlier version's too")
{
    const temporary_folder folder;
    const auto rows = summarise_processes(by_malloc, two_programs(1.1));
    REQUIRE(
        write_csv(folder / "a.csv", process_table(by_malloc.columns, rows)));
    const auto read = read_process_file(folder / "a.csv");
    REQUIRE(read);
    CHECK(read->columns == by_malloc.columns);
    REQUIRE(read->rows.size() == rows.size());
    CHECK(read->rows[1].identity == rows[1].identity);
    CHECK(read->rows[1].ratio == rows[1].ratio);
    CHECK(read->rows[1].verdict == rows[1].verdict);
    put_text(folder / "old.csv",
        "strategy,allocator,runs,wall_ms_median,wall_ms_low,wall_ms_high,"
        "wall_ms_min,user_ms_median,system_ms_median\n"
        "raii,system,9,4,3,5,2,1,0\n");
    const auto old = read_process_file(folder / "old.csv");
    REQUIRE(old);
    CHECK(old->rows[0].identity == std::vector<std::string>{"raii", "system"});
    CHECK(old->rows[0].wall_ms_high == 5);
    CHECK_FALSE(old->rows[0].ratio);
}
