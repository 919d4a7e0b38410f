#include "bench/claims/judge.hpp"
#include "bench/claims/registry.hpp"
#include "tests/claims/claims_support.hpp"

#include <doctest/doctest.h>
#include <fmt/format.h>

using namespace cleanup;

namespace
{

// What serves requests, in C: so much of the small ones and of the large ones
// the thread's cache, so much of the misses the central list.
made_evidence
tiers_in_c(double small, double large, double central)
{
    made_evidence made;
    for (const unsigned size : {16, 64, 256, 1024})
        made.values("tiers", "c", fmt::format("fresh size={}", size),
            "served_by_thread_cache", {small});
    for (const unsigned size : {32769, 65536})
        made.values("tiers", "c", fmt::format("fresh size={}", size),
            "served_by_thread_cache", {large});
    made.values("tiers", "c", "again size=64", "served_by_central", {central});
    made.values("tiers", "c", "again size=64", "served_by_heap", {1 - central});
    return made;
}

// The same in Go, where a class with free blocks needs `same` new spans, and
// another one 40.
made_evidence
tiers_in_go(made_evidence made, double small, double same)
{
    for (const unsigned size : {16, 64, 256, 1024, 32769, 65536})
        made.values("tiers", "go", fmt::format("fresh size={}", size),
            "served_by_thread_cache", {size < 32768 ? small : 0});
    made.values("tiers", "go", "half free", "same_class", {same});
    made.values("tiers", "go", "half free", "other_class", {40});
    return made;
}

// Times of hits and of central calls on one thread and on two.
made_evidence
contest_in_c(double hit_two, double central_two, double locks)
{
    made_evidence made;
    const auto pair = [&](const char *who, unsigned threads, double ns) {
        made.about("tier_times", "c",
            fmt::format("{} size=64 threads={}", who, threads), "pair", ns);
    };
    pair("thread_cache", 1, 7);
    pair("thread_cache", 2, hit_two);
    pair("thread_cache again", 2, hit_two);
    pair("central", 1, 20);
    pair("central", 2, central_two);
    made.values("tiers", "c", "thread_cache size=64", "locks", {locks});
    return made;
}

made_evidence
contest_in_go(made_evidence made)
{
    for (const char *hits : {"hits", "hits again"})
        for (const unsigned threads : {1, 2})
            made.about("tier_times", "go",
                fmt::format("{} size=16 threads={}", hits, threads), "block",
                16);
    for (const unsigned threads : {1, 2})
        made.about("tier_times", "go",
            fmt::format("misses size=8192 threads={}", threads), "block",
            200 * threads);
    return made;
}

made_evidence
misses_in_c(double central, double hit_ns, double miss_ns)
{
    made_evidence made = tiers_in_c(0.99, 0, central);
    made.about("tier_times", "c", "hit size=64", "call", hit_ns);
    made.about("tier_times", "c", "miss size=64", "call", miss_ns);
    return made;
}

made_evidence
bound(const std::string &runtime, double largest)
{
    made_evidence made;
    made.values("size_steps", runtime, "bound", "largest_cached", {largest});
    made.values("size_steps", runtime, "bound", "largest_tried", {524288});
    return made;
}

} // namespace

TEST_CASE("C01: three tiers that each do their part are reproduced")
{
    const finding found = c01.judge(tiers_in_c(0.95, 0, 1));
    CHECK(found.verdict == claim_verdict::reproduced);
    CHECK(*found.measured == doctest::Approx(95));
    CHECK(found.bars.size() == 6);
    CHECK(found.go.why_not == no_go_side);
}

TEST_CASE("C01: a cache that serves two thirds is the direction only")
{
    CHECK(c01.judge(tiers_in_c(0.66, 0, 1)).verdict ==
          claim_verdict::direction_only);
}

TEST_CASE("C01: without a middle tier it is the direction only")
{
    CHECK(c01.judge(tiers_in_c(0.95, 0, 0.2)).verdict ==
          claim_verdict::direction_only);
}

TEST_CASE("C01: large blocks from the cache contradict it")
{
    CHECK(c01.judge(tiers_in_c(0.95, 0.5, 1)).verdict ==
          claim_verdict::contradicted);
}

TEST_CASE("C01: Go decides where it was measured")
{
    const made_evidence made = tiers_in_go(tiers_in_c(0.3, 0, 1), 0.9, 0);
    CHECK(c01.judge(made).verdict == claim_verdict::reproduced);
    const made_evidence none = tiers_in_go(tiers_in_c(0.95, 0, 1), 0.9, 40);
    CHECK(c01.judge(none).verdict == claim_verdict::direction_only);
}

TEST_CASE("C02: hits without a lock that scale are reproduced")
{
    const finding found = c02.judge(contest_in_c(7, 60, 0));
    CHECK(found.verdict == claim_verdict::reproduced);
    CHECK(*found.measured == doctest::Approx(3));
}

TEST_CASE("C02: hits that take a lock contradict it")
{
    CHECK(c02.judge(contest_in_c(7, 60, 1)).verdict ==
          claim_verdict::contradicted);
}

TEST_CASE("C02: better than the rest but hardly scaling is the direction only")
{
    CHECK(c02.judge(contest_in_c(12, 60, 0)).verdict ==
          claim_verdict::direction_only);
}

TEST_CASE("C02: hits that scale worse contradict it")
{
    CHECK(c02.judge(contest_in_c(30, 20, 0)).verdict ==
          claim_verdict::contradicted);
}

TEST_CASE("C02: no difference beyond the noise is unresolved")
{
    CHECK(
        c02.judge(contest_in_c(7, 20, 0)).verdict == claim_verdict::unresolved);
}

TEST_CASE("C02: hits that may scale too little are unresolved, and it says so")
{
    made_evidence made = contest_in_c(7, 60, 0);
    made_evidence mixed;
    const auto pair = [&](const char *who, unsigned threads,
                          const std::vector<double> &ns) {
        mixed.values("tier_times", "c",
            fmt::format("{} size=64 threads={}", who, threads), "pair", ns);
    };
    pair("thread_cache", 1, {7, 7, 7, 7, 7, 7, 7, 7});
    pair("thread_cache", 2, {7, 11, 7, 11, 7, 11, 7, 11});
    pair("thread_cache again", 2, {7, 11, 7, 11, 7, 11, 7, 11});
    pair("central", 1, {20, 20, 20, 20, 20, 20, 20, 20});
    pair("central", 2, {60, 60, 60, 60, 60, 60, 60, 60});
    const finding found = c02.judge(mixed);
    CHECK(found.verdict == claim_verdict::unresolved);
    CHECK(found.explanation.find("(1.27 to 2.00) times the work of one, which "
                                 "may be less than 1.5") != std::string::npos);
    CHECK(c02.judge(made).explanation.find("may be less") == std::string::npos);
}

TEST_CASE("C02: a gain within the noise is named as the doubt")
{
    CHECK(c02.judge(contest_in_c(7, 20, 0)).explanation.find("noise floor") !=
          std::string::npos);
    CHECK(c02.judge(contest_in_c(7, 60, 0)).explanation.find("noise floor") ==
          std::string::npos);
}

TEST_CASE("C02: C's lock counts end the explanation where they were measured")
{
    made_evidence made = contest_in_c(7, 60, 0);
    CHECK(c02.judge(made).explanation.find("locks") == std::string::npos);
    made.values("tiers", "c", "central size=64", "locks", {1});
    const std::string ends =
        "in C a hit takes 0.0000 locks and a call of the central list 1.0.";
    CHECK(c02.judge(made).explanation.find(ends) != std::string::npos);
    CHECK(c02.judge(contest_in_go(made)).explanation.find("In Go") == 0);
    CHECK(c02.judge(contest_in_go(made)).explanation.find(ends) !=
          std::string::npos);
}

TEST_CASE("C02: one core cannot tell")
{
    made_evidence made = contest_in_c(7, 60, 0);
    made.values("tier_times", "c", "machine", "cores", {1});
    CHECK(c02.judge(made).verdict == claim_verdict::not_measured);
}

TEST_CASE("C03: misses that a central list serves, and that cost, reproduce it")
{
    const finding found = c03.judge(misses_in_c(1, 25, 42));
    CHECK(found.verdict == claim_verdict::reproduced);
    CHECK(*found.measured == doctest::Approx(17).epsilon(0.01));
}

TEST_CASE("C03: misses that cost nothing are the direction only")
{
    CHECK(c03.judge(misses_in_c(1, 25, 20)).verdict ==
          claim_verdict::direction_only);
}

TEST_CASE("C03: a cost that may be none is unresolved")
{
    made_evidence made = tiers_in_c(0.99, 0, 1);
    made.about("tier_times", "c", "hit size=64", "call", 25, 8);
    made.values("tier_times", "c", "miss size=64", "call",
        {10, 90, 12, 80, 15, 70, 11, 60});
    CHECK(c03.judge(made).verdict == claim_verdict::unresolved);
}

TEST_CASE("C03: what two threads do in Go tells nothing of the central list")
{
    made_evidence made = contest_in_go(tiers_in_go({}, 0.9, 0));
    made.about("tier_times", "go", "hit size=64", "call", 25);
    made.about("tier_times", "go", "miss size=64", "call", 250);
    CHECK(c03.judge(made).explanation.find(
              "take a whole span each time, which the page heap gives as well, "
              "do 1.00 times the work of one; whether the central list itself "
              "is locked this does not tell.") != std::string::npos);
}

TEST_CASE("C03: misses that the heap serves contradict it")
{
    CHECK(c03.judge(misses_in_c(0.1, 25, 42)).verdict ==
          claim_verdict::contradicted);
}

TEST_CASE("C04: a bound at 32 KiB is reproduced, another is the direction only")
{
    CHECK(c04.judge(bound("go", 32768)).verdict == claim_verdict::reproduced);
    CHECK(
        c04.judge(bound("go", 65536)).verdict == claim_verdict::direction_only);
    CHECK(
        c04.judge(bound("go", 524288)).verdict == claim_verdict::contradicted);
    CHECK(c04.judge(bound("go", 0)).verdict == claim_verdict::contradicted);
}

TEST_CASE("C04: a step in time is named where it is")
{
    made_evidence made = bound("c", 32768);
    made.about("size_steps", "c", "size=32768", "block", 6);
    made.about("size_steps", "c", "size=32769", "block", 24);
    made.about("size_steps", "c", "size=49152", "block", 25);
    const std::string says = c04.judge(made).explanation;
    CHECK(says.find("32 KiB to 32,769 B (4.00 times)") != std::string::npos);
    CHECK(says.find("to 48 KiB") == std::string::npos);
    CHECK(says.find("no step") == std::string::npos);
    CHECK(c04.judge(made).c.says ==
          "size classes end at 32,768 B; 6.00 ns there, 24.0 ns one byte "
          "above");
}

TEST_CASE("C04: a bound that time does not show is named as such")
{
    made_evidence made = bound("go", 32768);
    made.about("size_steps", "go", "size=32768", "block", 300);
    made.about("size_steps", "go", "size=32769", "block", 310);
    const auto explains = [&](const char *what) {
        return c04.judge(made).explanation.find(what) != std::string::npos;
    };
    CHECK(explains("the bound shows no step"));
    CHECK_FALSE(explains("32 KiB, too"));
    made.values(
        "tiers", "go", "fresh size=32768", "served_by_thread_cache", {0.001});
    CHECK(explains("of blocks of 32 KiB, too, the thread's cache serves 0.1%"));
}

TEST_CASE("C04: a step that noise may hide is not said to be missing")
{
    const auto explained = [](const std::vector<double> &above) {
        made_evidence made = bound("go", 32768);
        made.about("size_steps", "go", "size=32768", "block", 300, 8);
        made.values("size_steps", "go", "size=32769", "block", above);
        return c04.judge(made).explanation;
    };
    CHECK(explained({250, 350, 260, 360, 270, 370, 280, 280})
              .find("no step that this run could tell") != std::string::npos);
    CHECK(explained({250, 350, 350, 360, 350, 370, 350, 280}).find("no step") ==
          std::string::npos);
}

TEST_CASE("C04: it says whether there is a step where Go's page cache ends")
{
    const auto explained = [](double above) {
        made_evidence made = bound("go", 32768);
        made.about("size_steps", "go", "size=122880", "block", 600);
        made.about("size_steps", "go", "size=122881", "block", above);
        return c04.judge(made).explanation;
    };
    CHECK(explained(900).find("there is a step in time (1.50") !=
          std::string::npos);
    CHECK(explained(610).find("there is no step in time") != std::string::npos);
    CHECK(c04.judge(bound("go", 32768)).explanation.find("page cache") ==
          std::string::npos);
}

TEST_CASE("C04: only the times at the bound itself are told beside it")
{
    made_evidence made = bound("go", 16000);
    made.about("size_steps", "go", "size=32768", "block", 300);
    made.about("size_steps", "go", "size=32769", "block", 310);
    CHECK(c04.judge(made).go.says == "size classes end at 16,000 B");
}

TEST_CASE("C01 to C04: nothing measured gives no verdict")
{
    for (const claim *each : {&c01, &c02, &c03, &c04})
        CHECK(each->judge(evidence()).verdict == claim_verdict::not_measured);
}
