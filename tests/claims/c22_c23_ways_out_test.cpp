#include "bench/claims/registry.hpp"
#include "tests/claims/claims_support.hpp"

#include <doctest/doctest.h>
#include <fmt/format.h>

using namespace cleanup;

namespace
{

finding
ways(const char *on_return, const char *on_panic, const char *on_exit)
{
    made_evidence made;
    const auto way = [&](const char *name, const char *result) {
        made.text("ways_out", "go", name, "deferred_call", result);
    };
    way("return in a loop", on_return);
    way("panic", on_panic);
    way("os.Exit", on_exit);
    way("panic of another goroutine", on_exit);
    return c22.judge(made);
}

constexpr const char *exits =
    "compiler,flags,mechanism,way_out,result,detail\n"
    "gcc-12,-O2,heap_records,panic,skipped,without -fexceptions\n"
    "gcc-12,-O2 -fexceptions,heap_records,return,ran,\n"
    "gcc-12,-O2 -fexceptions,heap_records,panic,ran,\n"
    "gcc-12,-O2 -fexceptions,heap_records,longjmp,skipped,\n"
    "gcc-12,-O2 -fexceptions,heap_records,struct_returned,wrong,\n"
    "gcc-12,-O2 -fexceptions,goto_ladder,panic,skipped,\n";

finding
recovers(const char *in_deferred, const char *in_helper)
{
    made_evidence made;
    made.text(
        "recover_from", "go", "in the deferred function", "panic", in_deferred);
    made.text("recover_from", "go", "in a named function that is deferred",
        "panic", in_deferred);
    made.text("recover_from", "go", "in a function that the deferred one calls",
        "panic", in_helper);
    return c23.judge(made);
}

} // namespace

TEST_CASE("C22: every way out, most ways out, and not a panic")
{
    CHECK(ways("ran", "ran", "ran").verdict == claim_verdict::reproduced);
    const finding most = ways("ran", "ran", "skipped");
    CHECK(most.verdict == claim_verdict::direction_only);
    CHECK(most.measured == 2);
    CHECK(most.explanation.find("os.Exit") != std::string::npos);
    CHECK(ways("ran", "skipped", "skipped").verdict ==
          claim_verdict::contradicted);
    CHECK(ways("skipped", "ran", "ran").verdict == claim_verdict::contradicted);
}

TEST_CASE("C22: C's ways out are those of records compiled with -fexceptions")
{
    const finding found = c22.judge(made_evidence().file("exits.csv", exits));
    CHECK(found.verdict == claim_verdict::direction_only);
    CHECK(found.measured == 1);
    CHECK(found.c.says == "ran on 2 of 3; skipped on longjmp");
}

TEST_CASE("C22: what failing work leaks is told where it was measured")
{
    made_evidence made;
    made.text("ways_out", "go", "return", "deferred_call", "ran");
    made.text("ways_out", "go", "panic", "deferred_call", "ran");
    CHECK(c22.judge(made).explanation.find("leaks") == std::string::npos);
    const auto leaked = [&](const char *runtime, const char *strategy,
                            const char *way, double count) {
        made.values("explicit_close", runtime,
            fmt::format("strategy={} way={}", strategy, way), "leaked",
            {count});
    };
    for (const char *strategy :
        {"loop_defer", "scoped_defer", "explicit_close"}) {
        leaked("go", strategy, "error return", 0);
        leaked("go", strategy, "panic",
            strategy == std::string("explicit_close") ? 11'036 : 0);
    }
    CHECK(c22.judge(made).explanation.find(
              "With 1% of the work failing, of a million files a close that a "
              "loop defers leaks 0 on an error return and 0 on a panic; ") !=
          std::string::npos);
    leaked("c", "explicit_close", "longjmp", 698'456);
    CHECK(c22.judge(made).explanation.find(
              "one by hand 0 on an error return, 11,000 on a panic and "
              "700,000 on a longjmp in C.") != std::string::npos);
}

TEST_CASE("C23: the deferred function alone, others too, and not even it")
{
    CHECK(recovers("stopped", "went on").verdict == claim_verdict::reproduced);
    CHECK(recovers("stopped", "stopped").verdict ==
          claim_verdict::direction_only);
    CHECK(
        recovers("went on", "stopped").verdict == claim_verdict::contradicted);
    CHECK(
        recovers("went on", "went on").verdict == claim_verdict::contradicted);
}

TEST_CASE("C22 and C23: nothing measured has no verdict")
{
    for (const claim *each : {&c22, &c23}) {
        const finding found = each->judge(evidence{});
        CHECK(found.verdict == claim_verdict::not_measured);
        CHECK_FALSE(found.explanation.empty());
    }
}
