#include "bench/claims/registry.hpp"
#include "tests/claims/claims_support.hpp"

#include <doctest/doctest.h>

using namespace cleanup;

namespace
{

// What stays per context, with cancel and without.
made_evidence
measured(double with_cancel, double without)
{
    made_evidence made;
    for (const std::string family :
        {"timeout", "no timeout", "foreign parent"}) {
        for (const char *metric : {"timers", "objects", "goroutines"}) {
            made.values("context_cancel", "go", family + ", cancel", metric,
                {with_cancel});
            made.values("context_cancel", "go", family + ", no cancel", metric,
                {without});
        }
        made.values(
            "context_cancel", "go", family + ", no cancel", "bytes", {243});
    }
    return made;
}

claim_verdict
verdict_of(double with_cancel, double without)
{
    return c38.judge(measured(with_cancel, without)).verdict;
}

} // namespace

TEST_CASE("C38: all stays without cancel and nothing with it: reproduced")
{
    const finding found = c38.judge(measured(0.001, 1));
    CHECK(found.verdict == claim_verdict::reproduced);
    CHECK(found.measured == 0.001);
    CHECK(found.explanation.find("243 B") != std::string::npos);
}

TEST_CASE("C38: less that stays with cancel is the direction only")
{
    CHECK(verdict_of(0.5, 1) == claim_verdict::direction_only);
    CHECK(verdict_of(0, 0.5) == claim_verdict::direction_only);
}

TEST_CASE("C38: a cancel that releases nothing is contradicted")
{
    CHECK(verdict_of(1, 1) == claim_verdict::contradicted);
}

TEST_CASE("C38: nothing to release is contradicted")
{
    CHECK(verdict_of(0, 0) == claim_verdict::contradicted);
}

TEST_CASE("C38: a goroutine that stays with cancel counts")
{
    made_evidence made = measured(0, 1);
    made.values(
        "context_cancel", "go", "foreign parent, cancel", "goroutines", {1, 1});
    CHECK(c38.judge(made).verdict == claim_verdict::contradicted);
}

TEST_CASE("C38: without Go there is no verdict")
{
    const finding found = c38.judge(evidence{});
    CHECK(found.verdict == claim_verdict::not_measured);
    CHECK_FALSE(found.c.why_not.empty());
}
