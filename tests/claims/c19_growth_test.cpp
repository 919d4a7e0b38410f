#include "bench/claims/registry.hpp"
#include "claims_support.hpp"

#include <doctest/doctest.h>

#include <cmath>

#include <fmt/format.h>

using namespace cleanup;

namespace
{

// Functions whose time grows as count^exponent.
void
add_growth(made_evidence &made, const char *runtime, double exponent)
{
    for (int count = 10; count <= 1'000'000; count *= 10)
        made.about("defer_growth", runtime, fmt::format("deferred={}", count),
            "time", 20 * std::pow(count, exponent), 12);
}

claim_verdict
verdict_of_growth(double exponent)
{
    made_evidence made;
    add_growth(made, "go", exponent);
    return c19.judge(made).verdict;
}

} // namespace

TEST_CASE("a cost in proportion to the count reproduces C19")
{
    CHECK(verdict_of_growth(1) == claim_verdict::reproduced);
    CHECK(verdict_of_growth(1.08) == claim_verdict::reproduced);
}

TEST_CASE("a cost that grows faster or slower is C19's direction only")
{
    CHECK(verdict_of_growth(1.2) == claim_verdict::direction_only);
    CHECK(verdict_of_growth(0.7) == claim_verdict::direction_only);
}

TEST_CASE("a cost that stays, or grows with the square, contradicts C19")
{
    CHECK(verdict_of_growth(0) == claim_verdict::contradicted);
    CHECK(verdict_of_growth(2) == claim_verdict::contradicted);
}

TEST_CASE("rounds that disagree leave C19 unresolved")
{
    made_evidence made;
    for (int count = 10; count <= 1'000'000; count *= 10) {
        std::vector<double> ns;
        for (int round = 0; round < 12; round++)
            ns.push_back(std::pow(count, round % 2 ? 0.8 : 1.2));
        made.values("defer_growth", "go", fmt::format("deferred={}", count),
            "time", ns);
    }
    CHECK(c19.judge(made).verdict == claim_verdict::unresolved);
}

TEST_CASE("C19 names the steepest step, and does not assert its cause")
{
    made_evidence made;
    for (int count = 10; count <= 1'000'000; count *= 10)
        made.about("defer_growth", "go", fmt::format("deferred={}", count),
            "time", count * (count < 10'000 ? 20.0 : 50.0), 12);
    const std::string says = c19.judge(made).explanation;
    CHECK(says.find("dearer most from 1,000 to 10,000 calls") !=
          std::string::npos);
    CHECK(says.find("was not told apart") != std::string::npos);
}

TEST_CASE("where C and Go differ, C19 is Go's")
{
    made_evidence made;
    add_growth(made, "c", 2);
    CHECK(c19.judge(made).verdict == claim_verdict::contradicted);
    add_growth(made, "go", 1);
    CHECK(c19.judge(made).verdict == claim_verdict::reproduced);
}

TEST_CASE("without all counts C19 is not measured")
{
    made_evidence made;
    made.about("defer_growth", "go", "deferred=10", "time", 200);
    CHECK(c19.judge(made).verdict == claim_verdict::not_measured);
}
