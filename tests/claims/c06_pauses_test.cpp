#include "bench/claims/registry.hpp"
#include "tests/claims/claims_support.hpp"

#include <doctest/doctest.h>

using namespace cleanup;

namespace
{

made_evidence
measured(double concurrent_ms, double stopped_ms)
{
    return made_evidence()
        .about("pauses", "go", "concurrent", "standstill", concurrent_ms * 1e6)
        .about("pauses", "go", "stop_the_world", "standstill", stopped_ms * 1e6)
        .about("pauses", "go", "stop_the_world", "pause_in_books", 40e3);
}

claim_verdict
verdict_of(const made_evidence &made)
{
    return c06.judge(made).verdict;
}

} // namespace

TEST_CASE("C06: pauses cut to half or less are reproduced")
{
    const finding found = c06.judge(measured(0.1, 50));
    CHECK(found.verdict == claim_verdict::reproduced);
    CHECK(*found.measured == doctest::Approx(0.002));
    CHECK(found.explanation.find("50.0 ms") != std::string::npos);
    CHECK(found.bars.size() == 2);
}

TEST_CASE("C06: pauses that are cut, but by less, are the direction only")
{
    CHECK(verdict_of(measured(40, 50)) == claim_verdict::direction_only);
}

TEST_CASE("C06: pauses that are no shorter are contradicted")
{
    CHECK(verdict_of(measured(60, 50)) == claim_verdict::contradicted);
}

TEST_CASE("C06: rounds that disagree are unresolved")
{
    made_evidence made;
    made.values("pauses", "go", "concurrent", "standstill",
        {1e6, 90e6, 2e6, 80e6, 1e6, 90e6, 95e6, 3e6});
    made.about("pauses", "go", "stop_the_world", "standstill", 50e6, 8);
    CHECK(verdict_of(made) == claim_verdict::unresolved);
}

TEST_CASE("C06: the runtime's account is named where it hides the pause")
{
    const auto names_it = [](const made_evidence &made) {
        return c06.judge(made).explanation.find("own account") !=
               std::string::npos;
    };
    CHECK(names_it(measured(0.1, 50)));
    CHECK_FALSE(names_it(measured(0.01, 0.05)));
}

TEST_CASE("C06: without Go there is no verdict")
{
    const finding found = c06.judge(evidence{});
    CHECK(found.verdict == claim_verdict::not_measured);
    CHECK_FALSE(found.c.why_not.empty());
    CHECK_FALSE(found.go.why_not.empty());
}
