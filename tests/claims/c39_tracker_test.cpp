#include "bench/claims/registry.hpp"

#include "claims_support.hpp"

#include <doctest/doctest.h>

using namespace cleanup;

namespace
{

constexpr const char *leaks = "tracker_leaks";
constexpr const char *watched = "tool=tracker every=1";

// A tracker that tells of so many of 100 leaks of each kind.
struct told {
    double found = 100;
    double alarms = 0;
    double twice = 50; // of 50
};

made_evidence &
add(made_evidence &made, const std::string &runtime, const told &of)
{
    for (const std::string kind : {"lost", "reachable", "files"}) {
        made.values(leaks, runtime, watched, "planted_" + kind, {100});
        made.values(leaks, runtime, watched, "reported_" + kind, {of.found});
        made.values(leaks, runtime, watched, "false_" + kind, {0});
    }
    made.values(leaks, runtime, watched, "false_nothing", {of.alarms});
    made.values(leaks, runtime, watched, "planted_twice", {50});
    return made.values(leaks, runtime, watched, "reported_twice", {of.twice});
}

claim_verdict
verdict_in_c(const told &of)
{
    made_evidence made;
    return c39.judge(add(made, "c", of)).verdict;
}

} // namespace

TEST_CASE("c39_is_reproduced_when_all_is_told_and_nothing_else")
{
    CHECK(verdict_in_c({}) == claim_verdict::reproduced);
}

TEST_CASE("c39_is_direction_only_when_something_is_missed_or_made_up")
{
    CHECK(verdict_in_c({.found = 99}) == claim_verdict::direction_only);
    CHECK(verdict_in_c({.alarms = 1}) == claim_verdict::direction_only);
    CHECK(verdict_in_c({.twice = 49}) == claim_verdict::direction_only);
}

TEST_CASE("c39_is_contradicted_when_half_is_missed")
{
    CHECK(verdict_in_c({.found = 50}) == claim_verdict::contradicted);
}

TEST_CASE("c39_goes_by_go_where_go_was_measured")
{
    made_evidence made;
    add(made, "c", {});
    add(made, "go", {.found = 10});
    const finding found = c39.judge(made);
    CHECK(found.verdict == claim_verdict::contradicted);
    CHECK(*found.measured == doctest::Approx(10));
    CHECK(found.c.says.find("300 of 300") != std::string::npos);
}

TEST_CASE("c39_without_measurements_has_no_verdict")
{
    CHECK(c39.judge(evidence()).verdict == claim_verdict::not_measured);
    made_evidence half;
    half.values(leaks, "c", watched, "planted_lost", {100});
    CHECK(c39.judge(half).verdict == claim_verdict::not_measured);
}

TEST_CASE("c39_tells_what_it_costs_beyond_the_blocks")
{
    made_evidence made;
    add(made, "c", {});
    made.about("tracker", "c", "tool=none depth=16", "time", 10);
    made.about("tracker", "c", "tool=tracker every=1 depth=16", "time", 82);
    made.about("tracker", "c", "tool=heaptrack depth=16", "time", 1510);
    made.values(leaks, "c", "tool=none", "memory", {80});
    made.values(leaks, "c", "tool=tracker", "memory", {160});
    for (const std::string kind : {"lost", "reachable", "files"})
        made.values(leaks, "c", "tool=heaptrack", "reported_" + kind, {70});
    const finding found = c39.judge(made);
    CHECK(found.c.says.find("72.0 ns a create") != std::string::npos);
    CHECK(found.c.says.find("80 bytes a record") != std::string::npos);
    CHECK(found.explanation.find("heaptrack tells of 210 for 1.50 us") !=
          std::string::npos);
    REQUIRE(found.bars.size() == 2);
    CHECK(found.bars[0].value == doctest::Approx(72).epsilon(0.01));
}

TEST_CASE("c39_tells_what_one_in_100_tracked_finds")
{
    made_evidence made;
    add(made, "c", {});
    CHECK(c39.judge(made).explanation.find("which then") == std::string::npos);
    const char *sampled = "tool=tracker every=100";
    made.values(leaks, "c", sampled, "planted_files", {200});
    made.values(leaks, "c", sampled, "reported_files", {100});
    made.values(leaks, "c", sampled, "planted_lost", {10'000});
    made.values(leaks, "c", sampled, "reported_lost", {10'200});
    made.values(leaks, "c", sampled, "reported_reachable", {12'500});
    CHECK(c39.judge(made).explanation.find(
              "with one in 100 tracked, which then tells of 100 of 200 files "
              "and estimates 10,200 and 12,500 of 10,000 blocks each") !=
          std::string::npos);
}
