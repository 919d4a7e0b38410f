#include "bench/claims/registry.hpp"
#include "claims_support.hpp"

#include <doctest/doctest.h>

#include <fmt/format.h>

using namespace cleanup;

namespace
{

made_evidence
stacks_in_go(double none, double few, double many)
{
    made_evidence made;
    const auto add = [&](const char *setting, double stack, double heap) {
        made.about("defer_memory", "go", setting, "stack", stack, 8);
        made.about("defer_memory", "go", setting, "heap", heap, 8);
    };
    add("deferred=0", none, 0);
    add("deferred=5", few, 500);
    add("deferred=10000", many, 1e6);
    return made;
}

std::string
stacks_in_c(double none, double few, double many)
{
    return fmt::format(
        "mechanism,deferred,stack_limit_bytes,result,stack_bytes,heap_bytes\n"
        "heap_records,0,8388608,finished,{},0\n"
        "heap_records,5,8388608,finished,{},200\n"
        "heap_records,10000,8388608,finished,{},400000\n"
        "heap_records,10000,65536,stack overflow,65536,0\n",
        none, few, many);
}

} // namespace

TEST_CASE("a stack that grows by a record a call reproduces C24 and C25")
{
    const evidence seen = stacks_in_go(2048, 2048, 1 << 20);
    CHECK(c24.judge(seen).verdict == claim_verdict::reproduced);
    CHECK(c25.judge(seen).verdict == claim_verdict::reproduced);
}

TEST_CASE("a stack that grows by less is their direction only")
{
    const evidence seen = stacks_in_go(2048, 2048, 32 << 10);
    CHECK(c24.judge(seen).verdict == claim_verdict::direction_only);
    CHECK(c25.judge(seen).verdict == claim_verdict::direction_only);
}

TEST_CASE("a stack that stays contradicts C24 and C25")
{
    const evidence seen = stacks_in_go(2048, 2048, 2048);
    CHECK(c24.judge(seen).verdict == claim_verdict::contradicted);
    CHECK(c25.judge(seen).verdict == claim_verdict::contradicted);
    CHECK(c24.judge(seen).explanation.find("1.00 MB") != std::string::npos);
}

TEST_CASE("a stack that is large from the start does not reproduce C25")
{
    CHECK(c25.judge(stacks_in_go(16 << 10, 16 << 10, 64 << 10)).verdict ==
          claim_verdict::direction_only);
}

TEST_CASE("without Go, C24 and C25 are judged by C's study of stacks")
{
    const evidence grows =
        made_evidence().file("stack.csv", stacks_in_c(288, 512, 1 << 20));
    CHECK(c24.judge(grows).verdict == claim_verdict::reproduced);
    const evidence stays =
        made_evidence().file("stack.csv", stacks_in_c(288, 512, 632));
    CHECK(c24.judge(stays).verdict == claim_verdict::contradicted);
    CHECK(c25.judge(stays).verdict == claim_verdict::contradicted);
    CHECK(
        c25.judge(stays).go.why_not == "no Go here: apt-get install golang-go");
}

TEST_CASE("without either, C24 and C25 are not measured")
{
    CHECK(c24.judge(evidence()).verdict == claim_verdict::not_measured);
    CHECK(c25.judge(evidence()).verdict == claim_verdict::not_measured);
}
