#include "bench/claims/registry.hpp"
#include "tests/claims/claims_support.hpp"

#include <doctest/doctest.h>
#include <fmt/format.h>

using namespace cleanup;

namespace
{

constexpr double spike = 32 << 20; // bytes

// What stays of a spike after one collection in a pool that is idle, and after
// four in one that is in use; released buffers leave a hundredth.
made_evidence
resident(const std::string &runtime, double idle, double in_use)
{
    made_evidence made;
    made.values("pool_resident", runtime, "spike", "size", {spike});
    const auto about = [&](const char *way, unsigned step, double part) {
        made.about("pool_resident", runtime,
            fmt::format("{} collections={}", way, step), "resident",
            part * spike);
    };
    about("released", 1, 0.01);
    about("released", 4, 0.01);
    about("pooled", 1, idle);
    about("pooled in_use", 4, in_use);
    return made;
}

} // namespace

TEST_CASE("C35: a pool that holds a spike is reproduced")
{
    const finding found = c35.judge(resident("go", 1, 1));
    CHECK(found.verdict == claim_verdict::reproduced);
    CHECK(*found.measured == doctest::Approx(99).epsilon(0.01));
}

TEST_CASE("C35: C counts epochs, Go collections")
{
    CHECK(c35.judge(resident("c", 1, 1)).c.says.find("after one epoch:") !=
          std::string::npos);
    CHECK(
        c35.judge(resident("go", 1, 1)).go.says.find("after one collection:") !=
        std::string::npos);
}

TEST_CASE("C35: a pool that lets go in the end is the direction only")
{
    CHECK(c35.judge(resident("go", 1, 0.02)).verdict ==
          claim_verdict::direction_only);
    CHECK(c35.judge(resident("go", 0.3, 1)).verdict ==
          claim_verdict::direction_only);
}

TEST_CASE("C35: a pool that holds no more than releasing contradicts it")
{
    CHECK(c35.judge(resident("go", 0.01, 0.01)).verdict ==
          claim_verdict::contradicted);
}

TEST_CASE("C35: what now stays and now does not is unresolved")
{
    made_evidence made = resident("c", 1, 1);
    made_evidence mixed;
    mixed.values("pool_resident", "c", "spike", "size", {spike});
    mixed.about(
        "pool_resident", "c", "released collections=1", "resident", 0, 8);
    mixed.about(
        "pool_resident", "c", "released collections=4", "resident", 0, 8);
    mixed.values("pool_resident", "c", "pooled collections=1", "resident",
        {0, spike, 0, spike, 0, spike, 0, spike});
    mixed.about("pool_resident", "c", "pooled in_use collections=4", "resident",
        spike, 8);
    CHECK(c35.judge(mixed).verdict == claim_verdict::unresolved);
    CHECK(c35.judge(made).verdict == claim_verdict::reproduced);
}

TEST_CASE("C35: nothing measured gives no verdict")
{
    CHECK(c35.judge(evidence()).verdict == claim_verdict::not_measured);
}
