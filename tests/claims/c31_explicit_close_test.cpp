#include "bench/claims/registry.hpp"
#include "tests/claims/claims_support.hpp"

#include <doctest/doctest.h>
#include <fmt/format.h>

using namespace cleanup;

namespace
{

// What is held by hand and by a loop's defer, and what leaks by hand on a
// panic.
made_evidence
measured(const std::string &runtime, double by_hand_ns, double deferred_ns,
    double leaked_by_hand)
{
    made_evidence made;
    const std::string name = "explicit_close";
    made.about(name, runtime, "strategy=explicit_close", "hold", by_hand_ns);
    made.about(name, runtime, "strategy=loop_defer", "hold", deferred_ns);
    for (const char *strategy :
        {"explicit_close", "close_at_the_end", "loop_defer"})
        for (const char *way : {"error return", "panic"}) {
            const bool leaks = strategy != std::string("loop_defer") &&
                               way == std::string("panic");
            made.about(name, runtime,
                fmt::format("strategy={} way={}", strategy, way), "leaked",
                leaks ? leaked_by_hand : 0);
        }
    return made;
}

claim_verdict
verdict_of(const made_evidence &made)
{
    return c31.judge(made).verdict;
}

} // namespace

TEST_CASE("C31: sooner and no leak is reproduced")
{
    CHECK(verdict_of(measured("go", 30, 9000, 0)) == claim_verdict::reproduced);
}

TEST_CASE("C31: sooner with leaks is the direction only")
{
    const finding found = c31.judge(measured("go", 30, 9000, 10'000));
    CHECK(found.verdict == claim_verdict::direction_only);
    CHECK(found.explanation.find("one that a panic leaves 10,000") !=
          std::string::npos);
}

TEST_CASE("C31: leaks are told in two digits")
{
    const finding found = c31.judge(measured("go", 30, 9000, 11'036));
    CHECK(found.explanation.find("leaves 11,000,") != std::string::npos);
    CHECK(found.go.says.find("up to 11,000 more") != std::string::npos);
}

TEST_CASE("C31: C's longjmp is shown and not judged")
{
    made_evidence made = measured("c", 30, 9000, 0);
    CHECK(c31.judge(made).explanation.find("longjmp") == std::string::npos);
    const std::size_t bars = c31.judge(made).bars.size();
    made.about("explicit_close", "c", "strategy=loop_defer way=longjmp",
        "leaked", 698'000);
    made.about("explicit_close", "c", "strategy=explicit_close way=longjmp",
        "leaked", 710'000);
    const finding found = c31.judge(made);
    CHECK(found.verdict == claim_verdict::reproduced);
    CHECK(found.explanation.find(
              "a longjmp in C leaves 700,000 open of those "
              "that a loop defers, 710,000") != std::string::npos);
    CHECK(found.bars.size() == bars + 2);
}

TEST_CASE("C31: no sooner is contradicted")
{
    CHECK(verdict_of(measured("go", 30, 20, 0)) == claim_verdict::contradicted);
}

TEST_CASE("C31: Go decides where it was measured, else C")
{
    CHECK(verdict_of(measured("c", 30, 9000, 0)) == claim_verdict::reproduced);
    const finding found = c31.judge(measured("c", 30, 9000, 0));
    CHECK(found.go.says.empty());
    CHECK_FALSE(found.go.why_not.empty());
}

TEST_CASE("C31: nothing measured has no verdict")
{
    const finding found = c31.judge(evidence{});
    CHECK(found.verdict == claim_verdict::not_measured);
    CHECK_FALSE(found.explanation.empty());
}
