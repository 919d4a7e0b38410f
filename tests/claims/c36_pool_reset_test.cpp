#include "bench/claims/registry.hpp"
#include "tests/claims/claims_support.hpp"

#include <doctest/doctest.h>

using namespace cleanup;

namespace
{

made_evidence
readings(const std::string &runtime, double without, double with)
{
    made_evidence made;
    made.values("pool_reset", runtime, "no reset", "old_text", {without});
    made.values("pool_reset", runtime, "emptied", "old_text", {with});
    made.text("pool_reset", runtime, "no reset", "next_user_reads", "a secret");
    return made;
}

claim_verdict
verdict_of(const made_evidence &made)
{
    return c36.judge(made).verdict;
}

} // namespace

TEST_CASE("C36: old text without a reset alone is reproduced, and shown")
{
    const finding found = c36.judge(readings("go", 100, 0));
    CHECK(found.verdict == claim_verdict::reproduced);
    CHECK(found.explanation.find("\"a secret\"") != std::string::npos);
}

TEST_CASE("C36: old text now and then, or after a reset too, is the direction")
{
    CHECK(verdict_of(readings("go", 10, 0)) == claim_verdict::direction_only);
    CHECK(verdict_of(readings("go", 100, 5)) == claim_verdict::direction_only);
}

TEST_CASE("C36: no old text without a reset contradicts it")
{
    CHECK(verdict_of(readings("go", 0, 0)) == claim_verdict::contradicted);
}

TEST_CASE("C36: C decides where there is no Go")
{
    CHECK(verdict_of(readings("c", 100, 0)) == claim_verdict::reproduced);
    CHECK(verdict_of(made_evidence()) == claim_verdict::not_measured);
}
