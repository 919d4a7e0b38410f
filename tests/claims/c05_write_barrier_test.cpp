#include "bench/claims/registry.hpp"
#include "tests/claims/claims_support.hpp"

#include <doctest/doctest.h>

using namespace cleanup;

namespace
{

const char *const on_heap[] = {"heap_field", "heap_nil", "slice_element",
    "global", "stack_through_pointer"};
const char *const elsewhere[] = {"stack_slot", "fresh_object"};

void
add(made_evidence &made, const std::string &shape, double marking)
{
    made.about("write_barrier", "go", shape + " marking", "executions", marking)
        .about("write_barrier", "go", shape + " idle", "executions", 0);
}

// Executions a write while marking, of both groups.
made_evidence
measured(double heap, double other)
{
    made_evidence made;
    for (const char *shape : on_heap)
        add(made, shape, heap);
    for (const char *shape : elsewhere)
        add(made, shape, other);
    return made;
}

} // namespace

TEST_CASE("C05: a barrier with every shape of write is reproduced")
{
    const finding found = c05.judge(measured(1, 1));
    CHECK(found.verdict == claim_verdict::reproduced);
    CHECK(found.measured == 1.0);
}

TEST_CASE("C05: a barrier with some shapes is the direction only")
{
    const finding found = c05.judge(measured(1, 0));
    CHECK(found.verdict == claim_verdict::direction_only);
    CHECK(*found.measured == doctest::Approx(5.0 / 7));
    CHECK(found.explanation.find(
              "not so by writes to a stack slot, a new object (") !=
          std::string::npos);
    CHECK(found.go.says.starts_with("5 of 7"));
}

TEST_CASE("C05: a shape that skips some writes does not execute it always")
{
    CHECK(c05.judge(measured(1, 0.9)).verdict == claim_verdict::direction_only);
}

TEST_CASE("C05: no barrier at all is contradicted")
{
    CHECK(c05.judge(measured(0, 0)).verdict == claim_verdict::contradicted);
}

TEST_CASE("C05: without Go there is no verdict, and C says why it has none")
{
    const finding found = c05.judge(evidence{});
    CHECK(found.verdict == claim_verdict::not_measured);
    CHECK(found.c.why_not.find("no collector") != std::string::npos);
    CHECK(found.go.why_not.find("apt-get") != std::string::npos);
    CHECK_FALSE(found.explanation.empty());
}

TEST_CASE("C05: a shape that was not measured leaves no verdict")
{
    made_evidence made;
    add(made, "heap_field", 1);
    CHECK(c05.judge(made).verdict == claim_verdict::not_measured);
}
