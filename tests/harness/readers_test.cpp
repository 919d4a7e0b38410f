#include "bench/harness/export_benchmark_json.hpp"
#include "bench/harness/export_go_text.hpp"
#include "bench/harness/run_reader.hpp"
#include "bench/harness/samples.hpp"
#include "tests/harness/temporary_folder.hpp"

#include <algorithm>
#include <doctest/doctest.h>

using namespace cleanup;

namespace
{

measured_run
read_text(const std::string &text)
{
    temporary_folder folder;
    put_text(folder / "file", text);
    auto run = read_measured_run(folder / "file", folder.path);
    if (!run)
        FAIL(run.message());
    return *run;
}

std::string
refusal(const std::string &text)
{
    temporary_folder folder;
    put_text(folder / "file", text);
    auto run = read_measured_run(folder / "file", folder.path);
    REQUIRE_FALSE(run);
    return run.message();
}

std::string
fact(const measured_run &run, const std::string &what)
{
    for (const known_fact &each : run.context)
        if (each.what == what)
            return each.value;
    return "";
}

const std::vector<double> *
times_of(const measured_run &run, const std::string &name)
{
    for (const measured_cell &cell : run.cells)
        if (cell.name == name)
            return &cell.ns;
    return nullptr;
}

// As google-benchmark 1.8 writes with --benchmark_repetitions=3.
constexpr char repeated[] = R"({
  "context": {"date": "2024-05-01T12:00:00+02:00", "host_name": "one",
    "executable": "./bench", "num_cpus": 8, "mhz_per_cpu": 3000,
    "library_version": "v1.8.3", "library_build_type": "release"},
  "benchmarks": [
    {"name": "BM_sort/1024", "run_name": "BM_sort/1024",
     "run_type": "iteration", "repetition_index": 0, "iterations": 10,
     "real_time": 1.5, "cpu_time": 1.4, "time_unit": "us"},
    {"name": "BM_sort/1024", "run_name": "BM_sort/1024",
     "run_type": "iteration", "repetition_index": 1, "iterations": 10,
     "real_time": 1.7, "cpu_time": 1.6, "time_unit": "us"},
    {"name": "BM_sort/1024_median", "run_name": "BM_sort/1024",
     "run_type": "aggregate", "aggregate_name": "median",
     "real_time": 99, "cpu_time": 99, "time_unit": "us"},
    {"name": "BM_sort_BigO", "run_name": "BM_sort", "run_type": "aggregate",
     "aggregate_name": "BigO", "big_o": "N", "real_coefficient": 3},
    {"name": "BM_broken", "run_name": "BM_broken", "run_type": "iteration",
     "error_occurred": true, "error_message": "no such file"}
  ]})";

// One cell and the control, twice, as a run has them.
std::vector<sample>
own_samples()
{
    std::vector<sample> samples;
    for (unsigned round = 0; round < 2; ++round)
        for (role which : {role::cell, role::control}) {
            sample measured;
            measured.round = round;
            measured.role = which;
            measured.cell = {
                "object_pool", "central", "memory", 16, 100, 2, "c"};
            measured.iterations = 10;
            measured.ns_per_resource = 8.5 + round;
            measured.cpu_ns_per_resource = 8.5;
            samples.push_back(measured);
        }
    return samples;
}

} // namespace

TEST_CASE("google-benchmark's repetitions are read in its unit of time")
{
    measured_run run = read_text(repeated);
    CHECK(run.format == "google-benchmark JSON");
    CHECK(run.unit == "ns per iteration");
    REQUIRE(run.cells.size() == 1);
    CHECK(run.cells[0].name == "BM_sort/1024");
    CHECK(run.cells[0].ns == std::vector{1500.0, 1700.0});
    CHECK(fact(run, "number of cores") == "8");
    CHECK(fact(run, "version of google-benchmark") == "v1.8.3");
}

TEST_CASE("a benchmark of google's that failed is named with its reason")
{
    measured_run run = read_text(repeated);
    REQUIRE(run.failed.size() == 1);
    CHECK(run.failed[0] == "BM_broken: no such file");
}

TEST_CASE("where only aggregates were written, the median stands for them")
{
    measured_run run = read_text(R"({"benchmarks": [
        {"name": "a_mean", "run_name": "a", "run_type": "aggregate",
         "aggregate_name": "mean", "real_time": 5, "time_unit": "ns"},
        {"name": "a_median", "run_name": "a", "run_type": "aggregate",
         "aggregate_name": "median", "real_time": 4, "time_unit": "ns"}]})");
    REQUIRE(times_of(run, "a"));
    CHECK(*times_of(run, "a") == std::vector{4.0});
}

TEST_CASE("a file of google-benchmark before 1.5 has names and times only")
{
    measured_run run = read_text(R"({"context": {}, "benchmarks": [
        {"name": "a", "iterations": 3, "real_time": 2, "cpu_time": 2,
         "time_unit": "ms"}]})");
    REQUIRE(times_of(run, "a"));
    CHECK(*times_of(run, "a") == std::vector{2e6});
}

TEST_CASE("hyperfine's JSON has every run of every command in seconds")
{
    measured_run run = read_text(R"({"results": [
        {"command": "sleep 0.1", "mean": 0.15, "times": [0.1, 0.2],
         "exit_codes": [0, 0]},
        {"command": "true", "mean": 0.001, "times": [0.001]}]})");
    CHECK(run.format == "hyperfine JSON");
    CHECK(run.unit == "ns per process");
    REQUIRE(times_of(run, "sleep 0.1"));
    CHECK(*times_of(run, "sleep 0.1") == std::vector{1e8, 2e8});
    CHECK(times_of(run, "true"));
}

TEST_CASE("Go's benchmark text gives ns/op and its header")
{
    measured_run run = read_text("goos: linux\n"
                                 "goarch: amd64\n"
                                 "pkg: example.org/sort\n"
                                 "cpu: AMD EPYC\n"
                                 "BenchmarkSort/n=10-8 \t 1000\t 18.2 ns/op\t"
                                 " 16 B/op\t 1 allocs/op\n"
                                 "BenchmarkSort/n=10-8   1000  19.2 ns/op\n"
                                 "BenchmarkWrite-8  10  7.5 MB/s  3 ns/op\n"
                                 "--- BENCH: BenchmarkSort-8\n"
                                 "PASS\n"
                                 "ok  \texample.org/sort\t1.2s\n");
    CHECK(run.format == "Go benchmark text");
    CHECK(run.unit == "ns per op");
    REQUIRE(times_of(run, "BenchmarkSort/n=10-8"));
    CHECK(*times_of(run, "BenchmarkSort/n=10-8") == std::vector{18.2, 19.2});
    REQUIRE(times_of(run, "BenchmarkWrite-8"));
    CHECK(*times_of(run, "BenchmarkWrite-8") == std::vector{3.0});
    CHECK(run.cells.size() == 2);
    CHECK(fact(run, "CPU") == "AMD EPYC");
    CHECK(fact(run, "goos") == "linux");
}

TEST_CASE("what nobody wrote for comparing is refused in one sentence")
{
    CHECK(refusal("a,b\n1,2\n").find("none of the files that can be") !=
          std::string::npos);
    CHECK(refusal("").find("none of the files") != std::string::npos);
    CHECK(refusal("{\"a\": 1}").find("neither google-benchmark's") !=
          std::string::npos);
    CHECK(refusal("[1, 2]").find("neither google-benchmark's") !=
          std::string::npos);
    CHECK(refusal("{\"benchmarks\": []}").find("no benchmark with a time") !=
          std::string::npos);
}

TEST_CASE("a JSON with unexpected types is refused or read, never a crash")
{
    CHECK(refusal(R"({"benchmarks": [1, "a", {"name": 3}]})")
              .find("no benchmark with a time") != std::string::npos);
    CHECK(refusal(R"({"context": 5, "benchmarks": [{"name": "a",
        "real_time": "fast", "time_unit": "ns"}]})")
              .find("no benchmark with a time") != std::string::npos);
    CHECK(refusal(R"({"results": [{"command": "a", "times": ["x"]}]})")
              .find("no command with a time") != std::string::npos);
    CHECK(refusal(R"({"benchmarks": [{"name": "a", "error_occurred": 7,
        "real_time": -1, "time_unit": "ns"}]})")
              .find("no benchmark with a time") != std::string::npos);
}

TEST_CASE("a run and its own exports have the same names and times")
{
    const auto samples = own_samples();
    for (const std::string &text :
        {benchmark_json({}, samples), go_benchmark_text({}, samples)}) {
        measured_run run = read_text(text);
        REQUIRE(run.cells.size() == 1);
        CHECK(run.cells[0].name == "object_pool/central/memory/16/100/2");
        CHECK(run.cells[0].table == "memory");
        CHECK(run.cells[0].ns == std::vector{8.5, 9.5});
        CHECK(run.control_ns == std::vector{8.5, 9.5});
    }
}

TEST_CASE("a run's folder is read with its context, control and twins")
{
    temporary_folder folder;
    std::filesystem::create_directories(folder / "results/one");
    put_text(folder / "results/one/context.json",
        R"({"machine": {"cpu": "AMD EPYC", "cores": 2,
            "build": {"c_flags": "-O2"}}, "go": null})");
    {
        auto writer = sample_writer::open(folder / "results/one/samples.csv");
        REQUIRE(writer);
        for (sample &each : own_samples())
            REQUIRE(writer->append(each));
    }
    auto run = read_measured_run("one", folder / "results");
    if (!run)
        FAIL(run.message());
    CHECK(run->format == "run folder");
    CHECK(fact(*run, "CPU") == "AMD EPYC");
    CHECK(fact(*run, "number of cores") == "2");
    CHECK(fact(*run, "flags") == "-O2");
    CHECK(fact(*run, "Go") == "");
    REQUIRE(run->cells.size() == 1);
    CHECK(run->cells[0].ns == std::vector{8.5, 9.5});
    CHECK(run->control_ns.size() == 2);
    auto unknown = read_measured_run("onne", folder / "results");
    REQUIRE_FALSE(unknown);
    CHECK(unknown.message().find("has one") != std::string::npos);
}
