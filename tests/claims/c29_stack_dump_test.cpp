#include "bench/claims/registry.hpp"
#include "tests/claims/claims_support.hpp"

#include <doctest/doctest.h>

using namespace cleanup;

namespace
{

void
add(made_evidence &made, const std::string &setting, double cut_off,
    double standstill_ns)
{
    made.values("stack_dump", "go", setting, "cut_off", {cut_off})
        .values("stack_dump", "go", setting, "standstill", {standstill_ns})
        .values("stack_dump", "go", setting, "stack", {400});
}

// Shares that are cut off of 10 and of 100,000 goroutines.
finding
judged(double few, double many)
{
    made_evidence made;
    add(made, "goroutines=100000", many, 450e6);
    add(made, "goroutines=10", few, 80e3);
    return c29.judge(made);
}

} // namespace

TEST_CASE("C29: whole dumps are reproduced")
{
    CHECK(judged(0, 0).verdict == claim_verdict::reproduced);
}

TEST_CASE("C29: dumps of many that are cut off are the direction only")
{
    const finding found = judged(0, 0.97);
    CHECK(found.verdict == claim_verdict::direction_only);
    CHECK(found.measured == 0.97);
    CHECK(found.explanation.find("up to 10 goroutines") != std::string::npos);
    CHECK(found.explanation.find("97%") != std::string::npos);
    CHECK(found.explanation.find("450 ms with 100,000") != std::string::npos);
}

TEST_CASE("C29: dumps of few that are cut off are contradicted")
{
    CHECK(judged(0.1, 0.97).verdict == claim_verdict::contradicted);
}

TEST_CASE("C29: without Go there is no verdict")
{
    const finding found = c29.judge(evidence{});
    CHECK(found.verdict == claim_verdict::not_measured);
    CHECK_FALSE(found.c.why_not.empty());
}
