#include "bench/claims/registry.hpp"
#include "tests/claims/claims_support.hpp"

#include <doctest/doctest.h>

using namespace cleanup;

namespace
{

made_evidence
printed(const char *program, const char *text, const char *runtime = "go")
{
    return made_evidence().text("programs", runtime, program, "prints", text);
}

claim_verdict
verdict_of_order(const char *two, const char *loop)
{
    made_evidence made = printed("defer_order", two);
    made.text("programs", "go", "slow_func", "prints", loop);
    return c09.judge(made).verdict;
}

claim_verdict
verdict_of_moment(const char *order)
{
    made_evidence made;
    made.text("defer_when", "go", "defer", "order", order);
    made.text("defer_when", "go", "scoped", "order", order);
    return c11.judge(made).verdict;
}

claim_verdict
verdict_of_results(const char *text)
{
    return c12.judge(printed("named_result", text)).verdict;
}

} // namespace

TEST_CASE("C09: the last call first is reproduced, the first one contradicted")
{
    CHECK(verdict_of_order("second\nfirst", "9999\n(9998 lines between)\n0") ==
          claim_verdict::reproduced);
    CHECK(verdict_of_order("first\nsecond", "0\n(9998 lines between)\n9999") ==
          claim_verdict::contradicted);
    CHECK(verdict_of_order("second\nfirst", "0\n(9998 lines between)\n9999") ==
          claim_verdict::direction_only);
}

TEST_CASE("C10: the value at the defer is reproduced, a later one contradicted")
{
    const finding early =
        c10.judge(printed("defer_arguments", "10\nin a closure 20"));
    CHECK(early.verdict == claim_verdict::reproduced);
    CHECK(early.explanation.find("prints 10") != std::string::npos);
    CHECK(
        c10.judge(printed("defer_arguments", "20\nin a closure 20")).verdict ==
        claim_verdict::contradicted);
}

TEST_CASE("C11: the end of the function, the end of the block, and neither")
{
    CHECK(verdict_of_moment("block ends, function ends, deferred call, caller "
                            "goes on") == claim_verdict::reproduced);
    CHECK(verdict_of_moment("block ends, deferred call, function ends, caller "
                            "goes on") == claim_verdict::direction_only);
    CHECK(verdict_of_moment("deferred call, block ends, function ends, caller "
                            "goes on") == claim_verdict::contradicted);
    CHECK(verdict_of_moment("block ends, function ends, caller goes on, "
                            "deferred call") == claim_verdict::contradicted);
}

TEST_CASE("C11: says how many files the run's loop of defers held")
{
    made_evidence made;
    const char *order =
        "block ends, function ends, deferred call, caller goes on";
    made.text("defer_when", "go", "defer", "order", order);
    made.text("defer_when", "go", "scoped", "order", order);
    summary_row row;
    row.cell = {"loop_defer", "go", "file", 4096, 10'000, 1, "go"};
    row.account.held_peak = 10'000;
    made.cell(row);
    const finding found = c11.judge(made);
    CHECK(found.measured == 10'000);
    CHECK(found.explanation.find("10,000 files") != std::string::npos);
}

TEST_CASE("C12: only the named result changes, both do, or none does")
{
    CHECK(verdict_of_results("named 20\nanonymous 10\nanonymous after a "
                             "recover 0") == claim_verdict::reproduced);
    CHECK(verdict_of_results("named 20\nanonymous 20\nanonymous after a "
                             "recover 0") == claim_verdict::direction_only);
    CHECK(verdict_of_results("named 10\nanonymous 10\nanonymous after a "
                             "recover 0") == claim_verdict::contradicted);
}

TEST_CASE("C09 to C12: Go decides where it was measured, else C")
{
    made_evidence both = printed("defer_arguments", "10\nin a closure 20");
    both.text("programs", "c", "defer_arguments", "prints", "20\n20");
    CHECK(c10.judge(both).verdict == claim_verdict::reproduced);

    const finding c_alone =
        c10.judge(printed("defer_arguments", "20\nin a closure 20", "c"));
    CHECK(c_alone.verdict == claim_verdict::contradicted);
    CHECK(c_alone.go.says.empty());
    CHECK_FALSE(c_alone.go.why_not.empty());
}

TEST_CASE("C09 to C12: nothing measured has no verdict")
{
    for (const claim *each : {&c09, &c10, &c11, &c12}) {
        const finding found = each->judge(evidence{});
        CHECK(found.verdict == claim_verdict::not_measured);
        CHECK_FALSE(found.explanation.empty());
    }
}
