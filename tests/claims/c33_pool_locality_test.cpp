#include "bench/claims/registry.hpp"
#include "tests/claims/claims_support.hpp"

#include <doctest/doctest.h>
#include <fmt/format.h>

using namespace cleanup;

namespace
{

// Misses of a pooled object with 16 and with 2,048 in use; without a pool 20.
made_evidence
misses(const std::string &runtime, double few, double many)
{
    made_evidence made;
    const char *other = runtime == "go" ? "fresh" : "allocated";
    const auto count = [&](const char *way, unsigned in_use, double value) {
        made.values("pool_cache_misses", runtime,
            fmt::format("{} in_use={}", way, in_use), "first_level", {value});
    };
    count("pooled", 16, few);
    count("pooled", 2048, many);
    count(other, 16, 20);
    count(other, 2048, 20);
    return made;
}

made_evidence
times_alone()
{
    made_evidence made;
    for (const unsigned in_use : {16, 256, 2048})
        for (const char *way : {"pooled", "allocated"})
            made.about("pool_locality", "c",
                fmt::format("{} in_use={}", way, in_use), "visit", 100);
    return made;
}

} // namespace

TEST_CASE("C33: fewer misses at both numbers in use are reproduced")
{
    const finding found = c33.judge(misses("go", 0.1, 12));
    CHECK(found.verdict == claim_verdict::reproduced);
    CHECK(*found.measured == doctest::Approx(0.6));
}

TEST_CASE("C33: fewer misses at one of them are the direction only")
{
    CHECK(c33.judge(misses("go", 0.1, 20)).verdict ==
          claim_verdict::direction_only);
}

TEST_CASE("C33: as many misses, or more at one of them, contradict it")
{
    CHECK(c33.judge(misses("go", 20, 20.3)).verdict ==
          claim_verdict::contradicted);
    CHECK(c33.judge(misses("go", 0.1, 25)).verdict ==
          claim_verdict::contradicted);
}

TEST_CASE("C33: less than half a line is no difference")
{
    made_evidence made;
    for (const unsigned in_use : {16, 2048}) {
        made.values("pool_cache_misses", "c",
            fmt::format("pooled in_use={}", in_use), "first_level", {0.05});
        made.values("pool_cache_misses", "c",
            fmt::format("allocated in_use={}", in_use), "first_level", {0.4});
    }
    CHECK(c33.judge(made).verdict == claim_verdict::contradicted);
}

TEST_CASE("C33: without counts it says why, and what time says")
{
    made_evidence made = times_alone();
    made.text("pool_cache_misses", "c", "", "why_not",
        "no valgrind here: apt-get install valgrind");
    const finding found = c33.judge(made);
    CHECK(found.verdict == claim_verdict::not_measured);
    CHECK(found.explanation.find("apt-get install valgrind") !=
          std::string::npos);
    CHECK(found.explanation.find("100 ns") != std::string::npos);
}

TEST_CASE("C33: nothing measured gives no verdict")
{
    CHECK(c33.judge(evidence()).verdict == claim_verdict::not_measured);
}
