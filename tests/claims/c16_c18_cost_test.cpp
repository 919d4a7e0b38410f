#include "bench/claims/registry.hpp"
#include "bench/claims/run_tables.hpp"
#include "tests/claims/claims_support.hpp"

#include <doctest/doctest.h>
#include <fmt/format.h>

using namespace cleanup;

namespace
{

// ns beyond a plain call of 1 ns.
void
costs(made_evidence &made, const std::string &setting, double ns)
{
    made.about("defer_cost", "go", setting, "plain", 1);
    made.about("defer_cost", "go", setting, "deferred", 1 + ns);
}

finding
cost(double single, double several, double nine, double loop)
{
    made_evidence made;
    costs(made, "straight=1", single);
    for (const char *setting : {"straight=2", "straight=4", "straight=8"})
        costs(made, setting, several);
    costs(made, "straight=9", nine);
    costs(made, "loop=1000", loop);
    made.about("defer_cost", "go", "straight=1", "deferred again", 1 + single);
    return c16.judge(made);
}

std::string
ladder_line(
    const char *mechanism, const char *shape, int count, double ns, int frame)
{
    return fmt::format("gcc-12,{},{},{},200,{},{},{},{}\n", mechanism, shape,
        count, ns, ns * 0.99, ns * 1.01, frame);
}

// Two compilers: the first one built the run.
std::string
ladder()
{
    std::string text = "compiler,mechanism,shape,count,rounds,extra_ns,"
                       "extra_ns_low,extra_ns_high,frame_bytes\n";
    for (const int count : {1, 2, 4, 8})
        text += ladder_line("open_coded", "straight", count, 0.5, 176);
    text += ladder_line("stack_records", "straight", 9, 3, 320);
    text += ladder_line("stack_records", "straight", 16, 3, 544);
    text += ladder_line("heap_records", "loop", 8, 4, 80);
    text += ladder_line("heap_records", "loop", 1000, 6, 80);
    text += ladder_line("heap_records", "loop", 10000, 11, 80);
    return text + "clang-14,open_coded,straight,1,200,9,9,9,999\n";
}

finding
switched(double plain, double deferred, unsigned rounds = 20)
{
    made_evidence made;
    for (const char *metric : {"given_up", "scheduled", "taken_away"}) {
        const auto about = [&](const char *setting, double middle) {
            made.about("defer_switches", "go", setting, metric, middle, rounds);
        };
        about("open-coded", deferred);
        about("open-coded, plain", plain);
        about("in a loop", plain);
        about("in a loop, plain", plain);
    }
    return c17.judge(made);
}

// Frames that grow by so many bytes with each further defer of a kind.
claim_verdict
frames(double open, double on_stack, double in_loop)
{
    made_evidence made;
    const auto frame = [&](const std::string &setting, double bytes) {
        made.values("defer_kinds", "go", setting, "frame", {bytes});
    };
    frame("defers=1", 24);
    frame("defers=8", 24 + 7 * open);
    frame("defers=9", 100);
    frame("defers=16", 100 + 7 * on_stack);
    frame("in a loop of 10", 24);
    frame("in a loop of 10000", 24 + 9990 * in_loop);
    return c18.judge(made).verdict;
}

} // namespace

TEST_CASE("C16: low, medium and high are reproduced")
{
    const finding found = cost(2, 5, 9, 40);
    CHECK(found.verdict == claim_verdict::reproduced);
    CHECK(*found.measured == doctest::Approx(20).epsilon(0.01));
}

TEST_CASE("C16: several that cost no more than one are the direction only")
{
    CHECK(cost(2, 2, 9, 40).verdict == claim_verdict::direction_only);
    CHECK(cost(2, 5, 60, 40).verdict == claim_verdict::direction_only);
}

TEST_CASE("C16: a loop that is hardly dearer is contradicted")
{
    CHECK(cost(2, 2, 3, 3).verdict == claim_verdict::contradicted);
}

TEST_CASE("C16: too few rounds, or one that costs nothing, are unresolved")
{
    CHECK(cost(0, 2, 3, 30).verdict == claim_verdict::unresolved);
}

TEST_CASE("C16: C's figures are those of the compiler that built the run")
{
    made_evidence made;
    made.file("ladder.csv", ladder());
    CHECK(compiler_of_ladder(made) == "gcc-12");
    CHECK(ladder_number(made, "stack_records", "straight", 9, "extra_ns") == 3);
    CHECK_FALSE(ladder_number(made, "raii", "straight", 9, "extra_ns"));
    CHECK_FALSE(ladder_number(made, "stack_records", "straight", 9, "none"));
    const finding found = c16.judge(made);
    CHECK(found.verdict == claim_verdict::direction_only);
    CHECK(found.c.says.find("0.5") != std::string::npos);
    CHECK(found.go.says.empty());
}

TEST_CASE("C17: no switches are contradicted, some the direction, many so")
{
    CHECK(switched(0, 0).verdict == claim_verdict::contradicted);
    CHECK(switched(0, 20).verdict == claim_verdict::contradicted);
    CHECK(switched(3, 3).verdict == claim_verdict::contradicted);
    CHECK(switched(0, 200).verdict == claim_verdict::direction_only);
    CHECK(switched(0, 1'000'000).verdict == claim_verdict::reproduced);
}

TEST_CASE("C17: too few rounds are unresolved")
{
    CHECK(switched(0, 0, 3).verdict == claim_verdict::unresolved);
}

TEST_CASE("C18: every kind swells, one does, none does")
{
    CHECK(frames(72, 72, 72) == claim_verdict::reproduced);
    CHECK(frames(8, 72, 0) == claim_verdict::direction_only);
    CHECK(frames(8, 16, 0) == claim_verdict::contradicted);
}

TEST_CASE("C18: C's frames come from the ladder")
{
    made_evidence made;
    made.file("ladder.csv", ladder());
    const finding found = c18.judge(made);
    CHECK(found.verdict == claim_verdict::direction_only);
    CHECK(found.measured == 32);
}

TEST_CASE("C16 to C18: nothing measured has no verdict")
{
    for (const claim *each : {&c16, &c17, &c18}) {
        const finding found = each->judge(evidence{});
        CHECK(found.verdict == claim_verdict::not_measured);
        CHECK_FALSE(found.explanation.empty());
    }
}
