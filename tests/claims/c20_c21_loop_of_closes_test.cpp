#include "bench/claims/registry.hpp"
#include "claims_support.hpp"

#include <doctest/doctest.h>

using namespace cleanup;

namespace
{

constexpr std::size_t files = 10'000;

summary_row
file_row(const char *strategy, const char *runtime, std::uint64_t held,
    double ratio, double spread = 0.01)
{
    summary_row row;
    row.cell = {strategy,
        std::string_view(runtime) == "go" ? "go" : "thread_cache", "file", 4096,
        files, 1, runtime};
    row.rounds = 20;
    row.ratio = ratio;
    row.ratio_low = ratio - spread;
    row.ratio_high = ratio + spread;
    row.account.held_peak = held;
    row.account.burst_peak = held;
    row.account.burst_ns = 11e6;
    return row;
}

// What a loop of deferred closes and one of function literals hold, and the
// time that the first takes as a multiple of closing at once.
evidence
files_held(std::uint64_t deferred, std::uint64_t literal, double ratio,
    double spread = 0.01, const char *runtime = "go")
{
    return made_evidence()
        .cell(file_row("loop_defer", runtime, deferred, ratio, spread))
        .cell(file_row("scoped_defer", runtime, literal, 1))
        .cell(file_row("explicit_close", runtime, 1, 1));
}

} // namespace

TEST_CASE("a burst that doubles the time reproduces C20")
{
    CHECK(c20.judge(files_held(files, 1, 2.5)).verdict ==
          claim_verdict::reproduced);
}

TEST_CASE("a burst that costs little is C20's direction only")
{
    const finding found = c20.judge(files_held(files, 1, 1.1));
    CHECK(found.verdict == claim_verdict::direction_only);
    CHECK(found.measured == 1.1);
    CHECK(found.explanation.find("cannot tell") == std::string::npos);
    CHECK(found.explanation.find("10,000 files open") != std::string::npos);
}

TEST_CASE("files that are closed as they go contradict C20")
{
    CHECK(c20.judge(files_held(3, 1, 2.5)).verdict ==
          claim_verdict::contradicted);
}

TEST_CASE("an interval across the threshold leaves C20 unresolved")
{
    CHECK(c20.judge(files_held(files, 1, 2, 0.5)).verdict ==
          claim_verdict::unresolved);
}

TEST_CASE("a burst that takes no longer contradicts C20")
{
    const finding found = c20.judge(files_held(files, 1, 0.9));
    CHECK(found.verdict == claim_verdict::contradicted);
    CHECK(found.explanation.find("cannot tell") == std::string::npos);
}

TEST_CASE("a slow-down that may be none leaves C20 unresolved, and it says so")
{
    const finding found = c20.judge(files_held(files, 1, 1.05, 0.1));
    CHECK(found.verdict == claim_verdict::unresolved);
    CHECK(found.explanation.find("1.05 (0.95 to 1.15) times the time") !=
          std::string::npos);
    CHECK(found.explanation.find("this run cannot tell from no slow-down") !=
          std::string::npos);
    CHECK(c20.judge(files_held(files, 1, 1.5, 0.7)).verdict ==
          claim_verdict::unresolved);
}

TEST_CASE("a literal that holds one file reproduces C21")
{
    CHECK(c21.judge(files_held(files, 1, 1.1)).verdict ==
          claim_verdict::reproduced);
}

TEST_CASE("a literal that holds some is C21's direction only")
{
    CHECK(c21.judge(files_held(files, 16, 1.1)).verdict ==
          claim_verdict::direction_only);
}

TEST_CASE("a literal that holds all the same contradicts C21")
{
    CHECK(c21.judge(files_held(files, files, 1.1)).verdict ==
          claim_verdict::contradicted);
}

TEST_CASE("without Go's cells C20 and C21 are C's, and say so")
{
    const evidence seen = files_held(files, 1, 2.5, 0.01, "c");
    CHECK(c20.judge(seen).verdict == claim_verdict::reproduced);
    CHECK(
        c20.judge(seen).go.why_not == "no Go here: apt-get install golang-go");
    CHECK(c21.judge(seen).explanation.find("In C ") == 0);
}

TEST_CASE("a run without files measures neither C20 nor C21")
{
    CHECK(c20.judge(evidence()).verdict == claim_verdict::not_measured);
    CHECK(c21.judge(evidence()).verdict == claim_verdict::not_measured);
}
