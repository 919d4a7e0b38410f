#include "bench/claims/judge.hpp"
#include "claims_support.hpp"

#include <doctest/doctest.h>

using namespace cleanup;

namespace
{

const std::vector<double> eight_twos(8, 2);

estimate
between(double low, double middle, double high)
{
    return {middle, interval{low, high, 0.95}, 20};
}

} // namespace

TEST_CASE("an estimate is the median with the sign test's interval")
{
    const auto of = estimate_of(std::vector<double>{3, 1, 2, 4, 6, 5, 7});
    REQUIRE(of);
    CHECK(of->median == 4);
    CHECK(of->range->low == 1);
    CHECK(of->range->high == 7);
    CHECK(of->rounds == 7);
    CHECK_FALSE(estimate_of(std::vector<double>{}));
    CHECK_FALSE(estimate_of(std::vector<double>{1, 2})->range);
}

TEST_CASE("a ratio is paired by round")
{
    const std::vector<double> slow{2, 20, 200, 2000, 2, 20, 200, 2000};
    const std::vector<double> fast{1, 10, 100, 1000, 1, 10, 100, 1000};
    const auto of = ratio_of(slow, fast);
    REQUIRE(of);
    CHECK(of->median == doctest::Approx(2));
    CHECK(of->range->low == doctest::Approx(2));
}

TEST_CASE("there is no ratio of rounds that do not match, or to nothing")
{
    CHECK_FALSE(ratio_of(eight_twos, std::vector<double>{1}));
    CHECK_FALSE(ratio_of(eight_twos, std::vector<double>(8, 0)));
    CHECK_FALSE(ratio_of({}, {}));
}

TEST_CASE("the floor is how far the same case strays from itself")
{
    CHECK(floor_ratio_of(eight_twos, eight_twos) == least_floor_ratio);
    const std::vector<double> fifth_more(8, 2.4);
    CHECK(floor_ratio_of(fifth_more, eight_twos) == doctest::Approx(1.2));
    CHECK(floor_ratio_of(eight_twos, fifth_more) == doctest::Approx(1.2));
}

TEST_CASE("a verdict asks the whole interval")
{
    CHECK(judge_at_least(between(5, 6, 7), 4, 2) == claim_verdict::reproduced);
    CHECK(judge_at_least(between(2.5, 3, 3.5), 4, 2) ==
          claim_verdict::direction_only);
    CHECK(judge_at_least(between(1, 1.5, 1.9), 4, 2) ==
          claim_verdict::contradicted);
    CHECK(judge_at_least(between(3, 4, 5), 4, 2) == claim_verdict::unresolved);
    CHECK(judge_at_least(between(1, 2, 3), 4, 2) == claim_verdict::unresolved);
}

TEST_CASE("a verdict of at most is the mirror of one of at least")
{
    CHECK(judge_at_most(between(1, 2, 3), 3, 5) == claim_verdict::reproduced);
    CHECK(judge_at_most(between(3.5, 4, 4.5), 3, 5) ==
          claim_verdict::direction_only);
    CHECK(judge_at_most(between(6, 7, 8), 3, 5) == claim_verdict::contradicted);
    CHECK(judge_at_most(between(4, 5, 6), 3, 5) == claim_verdict::unresolved);
}

TEST_CASE("a figure that is the same in each round needs no interval")
{
    CHECK(judge_at_least({1, {}, 1}, 1, 0.5) == claim_verdict::reproduced);
    CHECK(judge_at_most({1, {}, 1}, 0.9, 1) == claim_verdict::direction_only);
}

TEST_CASE("Go decides where Go was measured")
{
    constexpr auto holds = claim_verdict::reproduced;
    constexpr auto fails = claim_verdict::contradicted;
    CHECK(verdict_of_sides(holds, fails) == fails);
    CHECK(verdict_of_sides(holds, std::nullopt) == holds);
    CHECK(verdict_of_sides({}, {}) == claim_verdict::not_measured);
}

TEST_CASE("a side that was not measured says why")
{
    const evidence without_go =
        made_evidence().about("queue", "c", "", "time", 1);
    CHECK(side_not_measured(without_go, "queue", "go").why_not == no_go_side);
    const evidence failed =
        made_evidence().text("queue", "go", "", "failure", "exit status 139");
    CHECK(side_not_measured(failed, "queue", "go").why_not ==
          "the experiment queue failed: exit status 139");
    CHECK(side_not_measured(failed, "stack", "go").why_not ==
          "not run: make claims runs it");
}

TEST_CASE("of several counts a cell is that of the largest")
{
    made_evidence made;
    for (const std::size_t count : {10u, 1000u, 100u}) {
        summary_row row;
        row.cell = {"loop_defer", "central", "file", 4096, count, 1, "c"};
        made.cell(row);
    }
    const evidence seen = made;
    const summary_row *found =
        find_cell(seen, {"loop_defer", "central", "file", 0, 0, 1, "c"});
    REQUIRE(found);
    CHECK(found->cell.count == 1000);
    CHECK_FALSE(find_cell(seen, {"loop_defer", "go", "file", 0, 0, 1, "go"}));
}
