#include "bench/claims/registry.hpp"
#include "tests/claims/claims_support.hpp"

#include <doctest/doctest.h>

using namespace cleanup;

namespace
{

constexpr const char *as_described = "deferproc x 1, deferreturn x 1";
constexpr const char *open_coded = "deferreturn after a recover x 1";
constexpr const char *on_stack =
    "deferprocStack x 9, deferreturn after a recover x 9, deferreturn x 1";

// What functions with one, eight and nine defers and a loop call.
finding
calls(const char *one, const char *eight, const char *nine, const char *loop,
    const char *runtime = "go")
{
    made_evidence made;
    made.text("defer_kinds", runtime, "defers=1", "calls", one);
    made.text("defer_kinds", runtime, "defers=8", "calls", eight);
    made.text("defer_kinds", runtime, "defers=9", "calls", nine);
    made.text("defer_kinds", runtime, "in a loop", "calls", loop);
    return c13.judge(made);
}

finding
record_of(const char *fields, const char *runtime = "go")
{
    made_evidence made;
    made.values("defer_record", runtime, "", "size", {72});
    made.text("defer_record", runtime, "", "fields", fields);
    made.values("defer_record", runtime, "in a loop", "allocated", {80});
    return c14.judge(made);
}

// Kinds of a single defer, one in a loop, and both with other arguments.
claim_verdict
kinds(
    const char *one, const char *loop, const char *with, const char *loop_with)
{
    made_evidence made;
    made.text("defer_kinds", "go", "defers=1", "kind", one);
    made.text("defer_kinds", "go", "in a loop", "kind", loop);
    for (const char *function :
        {"four arguments", "variadic slice", "variadic list"})
        made.text("defer_kinds", "go", function, "kind", with);
    for (const char *function :
        {"in a loop, four arguments", "in a loop, variadic list"})
        made.text("defer_kinds", "go", function, "kind", loop_with);
    return c15.judge(made).verdict;
}

} // namespace

TEST_CASE("C13: every kind, some kinds, and no kind calls both")
{
    CHECK(
        calls(as_described, as_described, as_described, as_described).verdict ==
        claim_verdict::reproduced);
    const finding some = calls(open_coded, open_coded, on_stack, as_described);
    CHECK(some.verdict == claim_verdict::direction_only);
    CHECK(some.measured == 1);
    CHECK(calls(open_coded, open_coded, on_stack, "deferproc x 1").verdict ==
          claim_verdict::contradicted);
}

TEST_CASE("C13: C has figures and no verdict")
{
    const finding found =
        calls("", "", "defer_run_calls", "defer_pool_refill", "c");
    CHECK(found.verdict == claim_verdict::not_measured);
    CHECK_FALSE(found.c.says.empty());
    CHECK(found.explanation.find("about Go") != std::string::npos);
}

TEST_CASE("C14: all three fields, no siz, and no link")
{
    CHECK(record_of("siz, fn, link").verdict == claim_verdict::reproduced);
    const finding found = record_of("heap, fn, _panic, link, fd");
    CHECK(found.verdict == claim_verdict::direction_only);
    CHECK(found.measured == 72);
    CHECK(found.explanation.find("siz is not") != std::string::npos);
    CHECK(record_of("siz, fn, _panic, linked").verdict ==
          claim_verdict::contradicted);
    CHECK(record_of("link, function", "c").verdict ==
          claim_verdict::not_measured);
}

TEST_CASE("C15: the loop and arguments decide, the loop alone, or not the loop")
{
    const char *open = "open-coded", *heap = "heap-allocated";
    CHECK(kinds(open, heap, open, heap) == claim_verdict::direction_only);
    CHECK(kinds(open, heap, heap, heap) == claim_verdict::reproduced);
    CHECK(kinds(open, heap, open, "stack-allocated") ==
          claim_verdict::reproduced);
    CHECK(kinds(open, open, open, open) == claim_verdict::contradicted);
    CHECK(kinds(heap, heap, open, heap) == claim_verdict::contradicted);
}

TEST_CASE("C13 to C15: a toolchain that is missing is named")
{
    made_evidence made;
    made.text("defer_kinds", "go", "", "failure", "go: not found");
    const finding found = c13.judge(made);
    CHECK(found.verdict == claim_verdict::not_measured);
    CHECK(found.go.why_not.find("not found") != std::string::npos);
}

TEST_CASE("C13 to C15: nothing measured has no verdict")
{
    for (const claim *each : {&c13, &c14, &c15}) {
        const finding found = each->judge(evidence{});
        CHECK(found.verdict == claim_verdict::not_measured);
        CHECK_FALSE(found.explanation.empty());
    }
}
