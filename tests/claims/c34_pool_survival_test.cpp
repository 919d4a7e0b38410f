#include "bench/claims/registry.hpp"
#include "tests/claims/claims_support.hpp"

#include <doctest/doctest.h>

using namespace cleanup;

namespace
{

// Shares left after 0, 1, 2 and 3 collections.
made_evidence
measured(const std::string &runtime, const std::vector<double> &left)
{
    made_evidence made;
    for (std::size_t n = 0; n < left.size(); n++)
        made.values("pool_survival", runtime,
            "collections=" + std::to_string(n), "survive", {left[n]});
    return made;
}

finding
judged(const std::vector<double> &left)
{
    return c34.judge(measured("go", left));
}

} // namespace

TEST_CASE("C34: objects that go with a collection are reproduced")
{
    const finding found = judged({1, 1, 0, 0});
    CHECK(found.verdict == claim_verdict::reproduced);
    CHECK(found.measured == 1.0);
    CHECK(found.explanation.find(
              "100% are left after 1 of them and 0% after 2") !=
          std::string::npos);
}

TEST_CASE("C34: how many collections they survive is counted")
{
    CHECK(judged({1, 0, 0, 0}).measured == 0.0);
    CHECK(judged({1, 1, 1, 0}).measured == 2.0);
}

TEST_CASE("C34: objects that stay are contradicted")
{
    const finding found = judged({1, 1, 1, 1});
    CHECK(found.verdict == claim_verdict::contradicted);
    CHECK(found.explanation.find("all of 3") != std::string::npos);
}

TEST_CASE("C34: objects that go without a collection are the direction only")
{
    CHECK(judged({0.8, 0.8, 0, 0}).verdict == claim_verdict::direction_only);
}

TEST_CASE("C34: C decides where Go was not measured")
{
    const finding found = c34.judge(measured("c", {1, 1, 0, 0}));
    CHECK(found.verdict == claim_verdict::reproduced);
    CHECK(found.explanation.find("epochs") != std::string::npos);
    CHECK_FALSE(found.go.why_not.empty());
}

TEST_CASE("C34: a number of collections that is missing leaves no verdict")
{
    CHECK(judged({1, 1, 0}).verdict == claim_verdict::not_measured);
    CHECK(c34.judge(evidence{}).verdict == claim_verdict::not_measured);
}
