#include "bench/claims/registry.hpp"
#include "tests/claims/claims_support.hpp"

#include <doctest/doctest.h>

using namespace cleanup;

namespace
{

// Shares of the leaks and of the innocents that are called leaks.
void
add(made_evidence &made, const std::string &samples, double leaks,
    double innocents)
{
    const auto called = [&](const std::string &kind, double share) {
        made.values("goroutine_count", "go", kind + "/" + samples,
            "called_leak", {share});
    };
    called("leak/steady", leaks);
    called("leak/slow", leaks);
    called("innocent/spike", innocents);
    called("innocent/warm-up", innocents);
}

finding
judged(double leaks, double innocents)
{
    made_evidence made;
    add(made, "12", leaks, innocents);
    return c28.judge(made);
}

} // namespace

TEST_CASE("C28: all leaks and nothing else is reproduced")
{
    CHECK(judged(1, 0).verdict == claim_verdict::reproduced);
}

TEST_CASE("C28: all leaks and half the innocents is the direction only")
{
    const finding found = judged(1, 0.5);
    CHECK(found.verdict == claim_verdict::direction_only);
    CHECK(
        found.explanation.find("accuses spike, warm-up") != std::string::npos);
    CHECK(found.explanation.find("misses nothing") != std::string::npos);
}

TEST_CASE("C28: as many innocents as leaks is contradicted")
{
    CHECK(judged(1, 1).verdict == claim_verdict::contradicted);
}

TEST_CASE("C28: the number of samples that serves the rule best decides")
{
    made_evidence made;
    add(made, "12", 1, 1);
    add(made, "120", 1, 0);
    const finding found = c28.judge(made);
    CHECK(found.verdict == claim_verdict::reproduced);
    CHECK(found.go.says.find("120 samples") != std::string::npos);
    CHECK(found.bars.size() == 4);
}

TEST_CASE("C28: a setting that is no program is left out")
{
    made_evidence made;
    add(made, "12", 1, 0);
    made.values("goroutine_count", "go", "leak", "called_leak", {0});
    made.values("goroutine_count", "go", "leak/x/many", "called_leak", {0});
    CHECK(c28.judge(made).verdict == claim_verdict::reproduced);
}

TEST_CASE("C28: without Go there is no verdict")
{
    const finding found = c28.judge(evidence{});
    CHECK(found.verdict == claim_verdict::not_measured);
    CHECK_FALSE(found.c.why_not.empty());
}
