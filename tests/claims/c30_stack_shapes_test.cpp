#include "bench/claims/registry.hpp"
#include "tests/claims/claims_support.hpp"

#include <doctest/doctest.h>

using namespace cleanup;

namespace
{

void
add(made_evidence &made, const std::string &name, const std::string &shape,
    const std::string &row, bool leaked)
{
    made.text("stack_shapes", "go", name, "shape", shape)
        .text("stack_shapes", "go", name, "row", row)
        .values("stack_shapes", "go", name, "leaked", {leaked ? 1.0 : 0.0});
}

// A leak at a nil channel, workers in a select, and `others` of each of these:
// leaks in a select, and workers at a channel.
made_evidence
measured(int others)
{
    made_evidence made;
    add(made, "nil", "chan receive (nil chan)", "nil channel", true);
    add(made, "pool", "select", "worker pool", false);
    for (int i = 0; i < others; i++) {
        const std::string number = std::to_string(i);
        add(made, "stuck select " + number, "select", "worker pool", true);
        add(made, "ranging pool " + number, "chan receive", "nil channel",
            false);
    }
    return made;
}

} // namespace

TEST_CASE("C30: shapes that separate are reproduced")
{
    const finding found = c30.judge(measured(0));
    CHECK(found.verdict == claim_verdict::reproduced);
    CHECK(found.measured == 1.0);
}

TEST_CASE("C30: shapes that leaks and innocents share are contradicted")
{
    const finding found = c30.judge(measured(1));
    CHECK(found.verdict == claim_verdict::contradicted);
    CHECK(found.measured == 0.0);
    CHECK(found.explanation.find("(ranging pool 0)") != std::string::npos);
    CHECK(found.explanation.find("precision 1.00, recall 0.50") !=
          std::string::npos); // nil channels alone
}

TEST_CASE("C30: a leak in no row is missed and counted as such")
{
    made_evidence made = measured(0);
    add(made, "lock", "semacquire", "none", true);
    const finding found = c30.judge(made);
    CHECK(found.verdict == claim_verdict::direction_only);
    CHECK(found.explanation.find("know 1 of the cases") != std::string::npos);
}

TEST_CASE("C30: a function that does not exist is named")
{
    const auto names_it = [](double functions) {
        made_evidence made = measured(0);
        made.values("stack_shapes", "go", "", "timer_run", {functions});
        return c30.judge(made).explanation.find("timer.run") !=
               std::string::npos;
    };
    CHECK(names_it(0));
    CHECK_FALSE(names_it(1));
}

TEST_CASE("C30: without Go there is no verdict")
{
    const finding found = c30.judge(evidence{});
    CHECK(found.verdict == claim_verdict::not_measured);
    CHECK_FALSE(found.c.why_not.empty());
}
