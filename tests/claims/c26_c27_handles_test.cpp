#include "bench/claims/registry.hpp"
#include "tests/claims/claims_support.hpp"

#include <doctest/doctest.h>
#include <fmt/format.h>

using namespace cleanup;

namespace
{

constexpr int limits[] = {64, 256, 1024, 4096, 65536};

struct opens {
    bool loop_is_stopped_at_small = true;
    bool loop_is_stopped_at_large = true;
    bool pool_is_stopped = false;
    double hard_limit = 1e6;
};

finding
descriptors(const opens &of, made_evidence made = {})
{
    for (const int limit : limits)
        for (const char *strategy :
            {"loop_defer", "scoped_defer", "explicit_close", "object_pool"}) {
            const std::string name = strategy;
            const bool loop_stops = limit <= 1024 ? of.loop_is_stopped_at_small
                                                  : of.loop_is_stopped_at_large;
            const bool stops = name == "loop_defer"    ? loop_stops
                               : name == "object_pool" ? of.pool_is_stopped
                                                       : false;
            const auto value = [&](const char *metric, double number) {
                made.values("descriptors", "go",
                    fmt::format("{} limit={}", name, limit), metric, {number});
            };
            value("limit", std::min(of.hard_limit, 1.0 * limit));
            value("wanted", limit + 64);
            value("uses", stops ? limit - 8 : limit + 64);
            value("held_peak", stops ? limit - 8 : 1);
        }
    return c26.judge(made);
}

struct reuse {
    double opened_when_quiet = 1;
    double opened_by_group = 1;
    double wrong_when_replaced = 0;
};

finding
handles(const reuse &of)
{
    made_evidence made;
    const auto situation = [&](const char *name, double opened, double wrong) {
        made.values("handle_reuse", "go", name, "uses", {40});
        made.values("handle_reuse", "go", name, "opened", {opened});
        made.values("handle_reuse", "go", name, "wrong", {wrong});
    };
    situation("pool of files", of.opened_when_quiet, 0);
    situation("pool of files, the file replaced", 1, of.wrong_when_replaced);
    situation("group", of.opened_by_group, 0);
    return c27.judge(made);
}

} // namespace

TEST_CASE("C26: the loop is stopped everywhere, somewhere, nowhere")
{
    CHECK(descriptors({}).verdict == claim_verdict::reproduced);
    CHECK(descriptors({.loop_is_stopped_at_large = false}).verdict ==
          claim_verdict::direction_only);
    CHECK(descriptors({.loop_is_stopped_at_small = false,
                          .loop_is_stopped_at_large = false})
              .verdict == claim_verdict::contradicted);
}

TEST_CASE("C26: another strategy that is stopped leaves the direction")
{
    const finding found = descriptors({.pool_is_stopped = true});
    CHECK(found.verdict == claim_verdict::direction_only);
    CHECK(found.explanation.find("object_pool at 64") != std::string::npos);
}

TEST_CASE("C26: a hard limit that stands in for a larger one is named")
{
    CHECK(descriptors({.hard_limit = 20'000})
              .explanation.find("hard limit of 20,000") != std::string::npos);
    CHECK(descriptors({}).explanation.find("hard limit") == std::string::npos);
}

TEST_CASE("C26: what the loop leaks when work fails is told where it was "
          "measured")
{
    CHECK(descriptors({}).explanation.find("leaks") == std::string::npos);
    made_evidence made;
    for (const char *way : {"error return", "panic"})
        made.values("explicit_close", "go",
            fmt::format("strategy=loop_defer way={}", way), "leaked", {0});
    made.values("explicit_close", "c", "strategy=loop_defer way=longjmp",
        "leaked", {698'456});
    CHECK(
        descriptors({}, made).explanation.find(
            "With 1% of the work failing, of a million files the loop that "
            "defers leaks 0 on an error return, 0 on a panic and 700,000 on a "
            "longjmp in C.") != std::string::npos);
}

TEST_CASE("C27: reuse everywhere, by quiet pools alone, and by none")
{
    CHECK(handles({}).verdict == claim_verdict::reproduced);
    CHECK(handles({.opened_by_group = 40}).verdict ==
          claim_verdict::direction_only);
    CHECK(handles({.opened_when_quiet = 30}).verdict ==
          claim_verdict::contradicted);
}

TEST_CASE("C27: one wrong handle contradicts")
{
    const finding found = handles({.wrong_when_replaced = 32});
    CHECK(found.verdict == claim_verdict::contradicted);
    CHECK(found.measured == 80);
    CHECK(found.explanation.find("32 of 40 wrong") != std::string::npos);
}

TEST_CASE("C26 and C27: nothing measured has no verdict")
{
    for (const claim *each : {&c26, &c27}) {
        const finding found = each->judge(evidence{});
        CHECK(found.verdict == claim_verdict::not_measured);
        CHECK_FALSE(found.explanation.empty());
    }
}
