#include "bench/claims/registry.hpp"
#include "tests/claims/claims_support.hpp"

#include <doctest/doctest.h>

using namespace cleanup;

namespace
{

made_evidence
run_of_sample(
    const std::string &runtime, double heap, double printed, double hits)
{
    made_evidence made;
    made.values("sample", runtime, "as printed", "heap", {heap});
    made.values("sample", runtime, "as printed", "printed", {printed});
    if (runtime == "go")
        made.values("sample", runtime, "as printed", "cache_hits", {hits});
    made.values("sample", runtime, "escaping", "heap", {160'000});
    made.values("sample", runtime, "escaping", "cache_hits", {9'981});
    return made;
}

} // namespace

TEST_CASE("C07: a heap that does not grow contradicts it")
{
    const finding found = c07.judge(run_of_sample("go", 0, 0, 0));
    CHECK(found.verdict == claim_verdict::contradicted);
    CHECK(found.explanation.find("160,000 B") != std::string::npos);
}

TEST_CASE("C07: a heap that grows unseen is the direction only")
{
    CHECK(c07.judge(run_of_sample("go", 160'000, 0, 0)).verdict ==
          claim_verdict::direction_only);
}

TEST_CASE("C07: a heap that grows and a program that shows it reproduce it")
{
    CHECK(c07.judge(run_of_sample("go", 160'000, 1, 0)).verdict ==
          claim_verdict::reproduced);
}

TEST_CASE("C08: hits as printed decide")
{
    CHECK(c08.judge(run_of_sample("go", 0, 0, 0)).verdict ==
          claim_verdict::contradicted);
    CHECK(c08.judge(run_of_sample("go", 0, 0, 500)).verdict ==
          claim_verdict::direction_only);
    CHECK(c08.judge(run_of_sample("go", 160'000, 0, 9'981)).verdict ==
          claim_verdict::reproduced);
}

TEST_CASE("C08: C tells only when nothing is on the heap")
{
    CHECK(c08.judge(run_of_sample("c", 0, 0, 0)).verdict ==
          claim_verdict::contradicted);
    CHECK(c08.judge(run_of_sample("c", 160'000, 0, 0)).verdict ==
          claim_verdict::not_measured);
}

TEST_CASE("C07 and C08: nothing measured gives no verdict")
{
    CHECK(c07.judge(evidence()).verdict == claim_verdict::not_measured);
    CHECK(c08.judge(evidence()).verdict == claim_verdict::not_measured);
}
