#include "bench/harness/export_go_text.hpp"

#include <doctest/doctest.h>
#include <regex.h>
#include <sstream>
#include <vector>

using namespace cleanup;

namespace
{

sample
sample_of(role which, const std::string &runtime, double ns)
{
    return {.role = which,
        .cell = {"object_pool", "central", "memory", 16, 100, 2, runtime},
        .iterations = 1200,
        .ns_per_resource = ns,
        .cpu_ns_per_resource = ns};
}

const go_text_header header{"linux", "amd64", "cleanup", "A CPU @ 2.60GHz"};

const std::string head =
    "goos: linux\ngoarch: amd64\npkg: cleanup\ncpu: A CPU @ 2.60GHz\n";

const std::string line = "BenchmarkCleanup/strategy=object_pool/"
                         "allocator=central/resource=memory/size=16/count=100-2"
                         " \t120000\t";

// POSIX's: std::regex does not compile without a warning under gcc 12's
// sanitizers.
bool
matches(const std::string &text, const std::string &pattern)
{
    regex_t compiled;
    REQUIRE(regcomp(&compiled, pattern.c_str(), REG_EXTENDED | REG_NOSUB) == 0);
    bool found = regexec(&compiled, text.c_str(), 0, nullptr, 0) == 0;
    regfree(&compiled);
    return found;
}

} // namespace

TEST_CASE("a sample is a line of Go's benchmark text")
{
    std::vector<sample> samples{
        sample_of(role::cell, "c", 18.2), sample_of(role::cell, "c", 19)};
    CHECK(go_benchmark_text(header, samples) ==
          head + "runtime: c\n" + line + "18.2 ns/op\n" + line + "19 ns/op\n");
}

TEST_CASE("the control is a benchmark of its own and twins are left out")
{
    std::vector<sample> samples{
        sample_of(role::twin, "c", 18.2), sample_of(role::control, "c", 5)};
    CHECK(go_benchmark_text(header, samples) ==
          head + "runtime: c\nBenchmarkControl-2 \t120000\t5 ns/op\n");
}

TEST_CASE("the lines of a runtime stand below its name")
{
    std::vector<sample> samples{sample_of(role::cell, "go", 1),
        sample_of(role::cell, "c", 2), sample_of(role::cell, "go", 3)};
    CHECK(go_benchmark_text(header, samples) ==
          head + "runtime: c\n" + line + "2 ns/op\n" + "runtime: go\n" + line +
              "1 ns/op\n" + line + "3 ns/op\n");
}

TEST_CASE("each line is a key or a result as Go's format defines them")
{
    // A key without spaces or upper case, a colon, a value; or a name, the
    // iterations, and pairs of a number and its unit.
    const std::string key = "^[a-z][^[:space:][:upper:]]*:([ \t]+[^ ].*)?$";
    const std::string result =
        "^Benchmark[A-Z][^[:space:]]*[ \t]+[0-9]+"
        "([ \t]+[0-9]+([.][0-9]+)?(e[+-]?[0-9]+)?[ \t]+[^[:space:]]+)+$";
    std::vector<sample> samples;
    for (double ns : {18.2, 1e-7, 1.5e20, 0.1, 12345678.9})
        samples.push_back(sample_of(role::cell, "c", ns));
    std::istringstream lines(go_benchmark_text(header, samples));
    for (std::string one; std::getline(lines, one);) {
        CAPTURE(one);
        CHECK((matches(one, key) || matches(one, result)));
    }
}
