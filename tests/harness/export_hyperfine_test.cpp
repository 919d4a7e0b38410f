#include "bench/harness/export_hyperfine.hpp"
#include "bench/harness/hyperfine_reader.hpp"

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

using namespace cleanup;
using doctest::Approx;

TEST_CASE("processes are written as hyperfine does, and read again")
{
    process_times one;
    one.identity = {"sqlite3", "glibc"};
    one.wall_ms = {{0, 10.0}, {1, 30.0}, {2, 20.0}};
    one.user_ms = {{0, 4.0}, {1, 6.0}, {2, 5.0}};
    process_times twin = one;
    twin.twin = true;
    const nlohmann::json written =
        nlohmann::json::parse(hyperfine_json(std::vector{one, twin}));
    REQUIRE(written["results"].size() == 1);
    const nlohmann::json &result = written["results"][0];
    CHECK(result["command"] == "sqlite3/glibc");
    CHECK(result["mean"] == Approx(0.02));
    CHECK(result["stddev"] == Approx(0.01));
    CHECK(result["median"] == Approx(0.02));
    CHECK(result["user"] == Approx(0.005));
    CHECK(result["min"] == Approx(0.01));
    CHECK(result["max"] == Approx(0.03));
    REQUIRE(is_hyperfine_json(written));
    const auto read = read_hyperfine(written, "process.json");
    REQUIRE(read);
    CHECK(read->cells[0].ns.size() == 3);
    CHECK(read->cells[0].ns[1] == Approx(30e6));
}
