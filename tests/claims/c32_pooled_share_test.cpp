#include "bench/claims/registry.hpp"
#include "tests/claims/claims_support.hpp"

#include <doctest/doctest.h>
#include <fmt/format.h>

using namespace cleanup;

namespace
{

// What is left of allocations and of the collector's time with all pooled.
made_evidence
pooled(const std::string &runtime, double allocations, double collector)
{
    made_evidence made;
    for (const unsigned size : {256, 1024, 16384})
        for (const unsigned share : {0, 100}) {
            const std::string setting =
                fmt::format("size={} pooled={}", size, share);
            const auto about = [&](const char *metric, double all,
                                   double left) {
                made.about("pooled_share", runtime, setting, metric,
                    share == 0 ? all : left);
            };
            about("allocations", 1, allocations);
            about("request", 900, 20);
            if (runtime == "go") {
                about("collector", 300, 300 * collector);
                about("collections", 12, 12 * collector);
            }
        }
    return made;
}

} // namespace

TEST_CASE("C32: fewer allocations and 60% less collecting are reproduced")
{
    const finding found = c32.judge(pooled("go", 0.001, 0));
    CHECK(found.verdict == claim_verdict::reproduced);
    CHECK(*found.measured == doctest::Approx(100));
    CHECK(c32.judge(pooled("go", 0.001, 0.39)).verdict ==
          claim_verdict::reproduced);
}

TEST_CASE("C32: a third less collecting is the direction only")
{
    CHECK(c32.judge(pooled("go", 0.001, 0.67)).verdict ==
          claim_verdict::direction_only);
}

TEST_CASE("C32: as much collecting, or as many allocations, contradict it")
{
    CHECK(c32.judge(pooled("go", 0.001, 1.2)).verdict ==
          claim_verdict::contradicted);
    CHECK(c32.judge(pooled("go", 0.9, 0.1)).verdict ==
          claim_verdict::contradicted);
}

TEST_CASE("C32: the size that saves least decides")
{
    made_evidence made = pooled("go", 0.001, 0);
    made.about("pooled_share", "go", "size=16384 pooled=0", "collector", 300);
    made.about("pooled_share", "go", "size=16384 pooled=100", "collector", 300);
    CHECK(c32.judge(made).verdict != claim_verdict::reproduced);
}

TEST_CASE("C32: C has no collector: it tells the direction at most")
{
    CHECK(
        c32.judge(pooled("c", 0, 0)).verdict == claim_verdict::direction_only);
    CHECK(
        c32.judge(pooled("c", 0.9, 0)).verdict == claim_verdict::contradicted);
}

TEST_CASE("C32: allocations that may fall by half or not are unresolved")
{
    made_evidence made;
    for (const unsigned size : {256, 1024, 16384}) {
        const auto values = [&](unsigned share, const char *metric,
                                const std::vector<double> &by_round) {
            made.values("pooled_share", "c",
                fmt::format("size={} pooled={}", size, share), metric,
                by_round);
        };
        values(0, "allocations", {1, 1, 1, 1, 1, 1, 1, 1});
        values(100, "allocations", {0.3, 0.7, 0.3, 0.7, 0.3, 0.7, 0.3, 0.7});
    }
    CHECK(c32.judge(made).verdict == claim_verdict::unresolved);
}

TEST_CASE("C32: allocations that fall by exactly half fall far enough")
{
    made_evidence made;
    for (const unsigned size : {256, 1024, 16384})
        for (const unsigned share : {0, 100})
            made.values("pooled_share", "c",
                fmt::format("size={} pooled={}", size, share), "allocations",
                {share == 0 ? 1 : 0.5});
    CHECK(c32.judge(made).verdict == claim_verdict::direction_only);
}

TEST_CASE("C32: nothing measured gives no verdict")
{
    CHECK(c32.judge(evidence()).verdict == claim_verdict::not_measured);
}
