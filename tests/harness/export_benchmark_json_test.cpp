#include "bench/harness/export_benchmark_json.hpp"

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>
#include <vector>

using namespace cleanup;
using nlohmann::json;

namespace
{

sample
sample_of(unsigned round, role which, const std::string &runtime, double ns)
{
    return {.round = round,
        .role = which,
        .cell = {"loop_defer", "central", "file", 4096, 100, 2, runtime},
        .iterations = 1200,
        .ns_per_resource = ns,
        .cpu_ns_per_resource = ns / 2};
}

const benchmark_context context{.date = "2024-05-01T12:00:00+02:00",
    .host_name = "bench \"1\"",
    .executable = "build/cleanup-bench",
    .num_cpus = 2,
    .mhz_per_cpu = 2600,
    .caches = {{"Data", 1, 32768, 1}},
    .load_avg = {0.5, 0.25, 0.125},
    .library_build_type = "release"};

json
exported(const std::vector<sample> &samples)
{
    return json::parse(benchmark_json(context, samples));
}

const std::string name = "cleanup/strategy=loop_defer/allocator=central/"
                         "resource=file/size=4096/count=100/threads=2";

} // namespace

TEST_CASE("benchmark.json carries google-benchmark's context")
{
    CHECK(exported({})["context"] == json::parse(R"({
        "date": "2024-05-01T12:00:00+02:00", "host_name": "bench \"1\"",
        "executable": "build/cleanup-bench", "num_cpus": 2,
        "mhz_per_cpu": 2600, "cpu_scaling_enabled": false,
        "caches": [{"type": "Data", "level": 1, "size": 32768,
                    "num_sharing": 1}],
        "load_avg": [0.5, 0.25, 0.125], "library_build_type": "release"})"));
}

TEST_CASE("a sample is a repetition with google-benchmark's fields")
{
    json runs = exported({sample_of(3, role::cell, "c", 18.2)})["benchmarks"];
    CHECK(runs[0] == json{{"name", name}, {"run_name", name},
                         {"family_index", 0}, {"per_family_instance_index", 0},
                         {"run_type", "iteration"}, {"repetitions", 1},
                         {"repetition_index", 3}, {"threads", 2},
                         {"iterations", 120000}, {"real_time", 18.2},
                         {"cpu_time", 9.1}, {"time_unit", "ns"}});
}

TEST_CASE("a cell's repetitions end with their median")
{
    json runs = exported(
        {sample_of(0, role::cell, "c", 10), sample_of(1, role::cell, "c", 40),
            sample_of(2, role::cell, "c", 20)})["benchmarks"];
    REQUIRE(runs.size() == 4);
    CHECK(runs[3]["name"] == name + "_median");
    CHECK(runs[3]["run_name"] == name);
    CHECK(runs[3]["run_type"] == "aggregate");
    CHECK(runs[3]["aggregate_name"] == "median");
    CHECK(runs[3]["aggregate_unit"] == "time");
    CHECK(runs[3]["repetitions"] == 3);
    CHECK(runs[3]["iterations"] == 3);
    CHECK(runs[3]["real_time"] == 20.0);
    CHECK(runs[3]["cpu_time"] == 10.0);
}

TEST_CASE("the control is a benchmark of its own and twins are left out")
{
    json runs = exported(
        {sample_of(0, role::cell, "c", 10), sample_of(0, role::twin, "c", 11),
            sample_of(0, role::control, "c", 5)})["benchmarks"];
    REQUIRE(runs.size() == 4);
    CHECK(runs[0]["name"] == name);
    CHECK(runs[2]["name"] == "cleanup/control");
    CHECK(runs[2]["family_index"] == 1);
    CHECK(runs[3]["name"] == "cleanup/control_median");
}

TEST_CASE("another runtime's cell is not taken for C's")
{
    json runs = exported({sample_of(0, role::cell, "c", 10),
        sample_of(0, role::cell, "go", 20)})["benchmarks"];
    REQUIRE(runs.size() == 4);
    CHECK(runs[2]["name"] == name + "/runtime=go");
}

TEST_CASE("a host name that is not UTF-8 still makes valid JSON")
{
    benchmark_context odd = context;
    odd.host_name = "b\xfcro";
    CHECK(json::accept(benchmark_json(odd, {})));
}
