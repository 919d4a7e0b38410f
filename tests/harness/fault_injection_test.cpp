#include "bench/harness/fault_injection.hpp"

#include <string>
#include <vector>

#include <doctest/doctest.h>

using namespace cleanup;

namespace
{

cell_id
cell_of(const std::string &strategy)
{
    return {strategy, "thread_cache", "memory", 256, 10, 1};
}

// The field of the row of a strategy and way out.
std::string
field(const table &faults, const std::string &strategy, const std::string &way,
    const std::string &column)
{
    for (const std::vector<std::string> &row : faults.rows)
        if (row[*faults.column("strategy")] == strategy &&
            row[*faults.column("way_out")] == way)
            return row[*faults.column(column)];
    return "no such row";
}

} // namespace

TEST_CASE("faults are read from a resource, a probability and a seed")
{
    const result<fault_injection> faults =
        fault_injection_from_string("file:0.01:42");
    REQUIRE(faults);
    CHECK(faults->resource == "file");
    CHECK(faults->probability == 0.01);
    CHECK(faults->seed == 42);
    CHECK(to_string(*faults) == "file:0.01:42");
}

TEST_CASE("what is no fault says how to write one")
{
    for (const char *text : {"", "file", "file:0.1", "file:2:1", "file:-0.1:1",
             "file:nan:1", "file:0.1:x", "file:0.1:1:2", "file::1"}) {
        const result<fault_injection> faults =
            fault_injection_from_string(text);
        REQUIRE_FALSE(faults);
        CHECK(faults.message().find("RESOURCE:PROBABILITY:SEED") !=
              std::string::npos);
    }
}

TEST_CASE("an unknown resource is told the nearest")
{
    const result<fault_injection> faults =
        fault_injection_from_string("fiel:0.1:1");
    REQUIRE_FALSE(faults);
    CHECK(faults.message().find("did you mean file") != std::string::npos);
}

TEST_CASE("each cell has a line for each way out")
{
    const std::vector<cell_id> cells = {
        cell_of("explicit_close"), cell_of("scoped_defer")};
    const result<table> faults = inject_faults(cells, {"memory", 0.1, 3});
    REQUIRE(faults);
    CHECK(faults->rows.size() == 6);
    CHECK(field(*faults, "explicit_close", "error return", "leaked") == "0");
    CHECK(std::stod(field(*faults, "explicit_close", "panic", "leaked")) > 0);
    CHECK(field(*faults, "scoped_defer", "panic", "leaked") == "0");
    CHECK(std::stod(field(*faults, "scoped_defer", "longjmp", "leaked")) > 0);
    const std::string text = faults_text(*faults);
    CHECK(text.find("explicit_close") != std::string::npos);
    CHECK(text.find("longjmp") != std::string::npos);
}

TEST_CASE("a selection without the resource is refused")
{
    const std::vector<cell_id> cells = {cell_of("explicit_close")};
    const result<table> faults = inject_faults(cells, {"file", 0.1, 3});
    REQUIRE_FALSE(faults);
    CHECK(faults.message().find("file") != std::string::npos);
}
