#include "bench/claims/registry.hpp"
#include "tests/claims/claims_support.hpp"

#include <doctest/doctest.h>

using namespace cleanup;

namespace
{

void
add(made_evidence &made, const std::string &setting, double late_ms)
{
    for (const char *metric : {"overshoot", "overshoot_of_round"})
        made.about("context_timeout", "go", setting, metric, late_ms);
}

// By how many ms work is late that waits, that goes in steps, that never looks.
finding
judged(double waits, double steps, double deaf)
{
    made_evidence made;
    add(made, "waits", waits);
    add(made, "steps of 10 ms", steps);
    add(made, "never looks, 200 ms of work", deaf);
    return c37.judge(made);
}

} // namespace

TEST_CASE("C37: listening work that ends in time is reproduced")
{
    const finding found = judged(0.3, 5, 100);
    CHECK(found.verdict == claim_verdict::reproduced);
    CHECK(*found.measured == doctest::Approx(5).epsilon(0.01));
    CHECK(found.explanation.find("what waits is 0.30 ms late") !=
          std::string::npos);
    CHECK(found.explanation.find("200 ms of work ends 100 ms late") !=
          std::string::npos);
}

TEST_CASE("C37: the slowest kind of listening work decides")
{
    CHECK(judged(0.3, 50, 100).verdict == claim_verdict::direction_only);
    CHECK(judged(50, 0.3, 100).verdict == claim_verdict::direction_only);
}

TEST_CASE("C37: work that ends no sooner for listening is contradicted")
{
    CHECK(judged(0.3, 120, 100).verdict == claim_verdict::contradicted);
}

TEST_CASE("C37: work that never looks must have been measured as well")
{
    made_evidence made;
    add(made, "waits", 0.3);
    CHECK(c37.judge(made).verdict == claim_verdict::not_measured);
}

TEST_CASE("C37: without Go there is no verdict")
{
    const finding found = c37.judge(evidence{});
    CHECK(found.verdict == claim_verdict::not_measured);
    CHECK_FALSE(found.c.why_not.empty());
}
