// Values marked R were computed with R 4.2.2 by the call that stands beside.
#include "bench/harness/statistics.hpp"

#include <cmath>
#include <doctest/doctest.h>
#include <numeric>

using namespace cleanup;
using doctest::Approx;

namespace
{

const std::vector<double> twelve{
    0.62, 0.07, -0.12, 0.35, 0.11, 0.26, -0.03, 0.44, 0.19, 0.08, 0.02, 0.31};

// 1, 2, ... n.
std::vector<double>
first_numbers(std::size_t n)
{
    std::vector<double> numbers(n);
    std::iota(numbers.begin(), numbers.end(), 1.0);
    return numbers;
}

// `positive` values above 0 and `negative` below.
std::vector<double>
signs(std::size_t positive, std::size_t negative)
{
    std::vector<double> values(positive, 0.1);
    values.insert(values.end(), negative, -0.1);
    return values;
}

const double floor_at_two_percent = std::log(1.02);

// A comparison as 20 rounds may leave it, in ratios.
comparison
seen(double ratio, double low, double high, double p_adjusted)
{
    return {.log_ratio = std::log(ratio),
        .log_range = interval{std::log(low), std::log(high), 0.95},
        .p = p_adjusted,
        .p_adjusted = p_adjusted,
        .rounds = 20,
        .log_floor = floor_at_two_percent,
        .comparisons = 1};
}

} // namespace

TEST_CASE("the median is the middle value, or the mean of the middle two")
{
    CHECK(median(std::vector{3.0, 1.0, 2.0}) == 2.0);
    CHECK(median(std::vector{4.0, 1.0, 3.0, 2.0}) == 2.5);
    CHECK(median(std::vector{7.0}) == 7.0);
    CHECK(median(twelve) == Approx(0.15)); // R: median(x)
}

TEST_CASE("the minimum is the least value")
{
    CHECK(minimum(std::vector{3.0, -1.0, 2.0}) == -1.0);
}

TEST_CASE("quantiles are R's default, type 7")
{
    // R: quantile(x, c(0, .05, .25, .9, .95, 1), type = 7)
    CHECK(quantile(twelve, 0) == Approx(-0.12));
    CHECK(quantile(twelve, 0.05) == Approx(-0.0705));
    CHECK(quantile(twelve, 0.25) == Approx(0.0575));
    CHECK(quantile(twelve, 0.9) == Approx(0.431));
    CHECK(quantile(twelve, 0.95) == Approx(0.521));
    CHECK(quantile(twelve, 1) == Approx(0.62));
    CHECK(quantile(std::vector{5.0}, 0.3) == 5.0);
}

TEST_CASE("twice as long and half as long lie equally far from 0")
{
    auto ratios = log_ratios(std::vector{2.0, 5.0, 3.0}, //
        std::vector{1.0, 10.0, 3.0});
    CHECK(ratios[0] == Approx(std::log(2.0)));
    CHECK(ratios[1] == Approx(-std::log(2.0)));
    CHECK(ratios[2] == 0.0);
}

TEST_CASE("the median's interval takes the order statistics of the sign test")
{
    struct known {
        std::size_t n;
        double low, high, coverage;
    };
    // R: k <- qbinom(.025, n, .5); 1 - 2 * pbinom(k - 1, n, .5)
    for (const known &row : {known{6, 1, 6, 0.96875}, known{8, 1, 8, 0.9921875},
             known{9, 2, 8, 0.9609375}, known{12, 3, 10, 0.96142578125},
             known{20, 6, 15, 0.95861053466796875},
             known{50, 18, 33, 0.96716086243573141}}) {
        CAPTURE(row.n);
        auto range = median_interval(first_numbers(row.n));
        REQUIRE(range);
        CHECK(range->low == row.low);
        CHECK(range->high == row.high);
        CHECK(range->coverage == Approx(row.coverage));
    }
}

TEST_CASE("the interval does not depend on the order of the values")
{
    auto range = median_interval(twelve); // R: sort(x)[c(3, 10)]
    REQUIRE(range);
    CHECK(range->low == 0.02);
    CHECK(range->high == 0.35);
}

TEST_CASE("fewer than 6 rounds have no interval at 95%")
{
    for (std::size_t n = 0; n < 6; ++n)
        CHECK_FALSE(median_interval(first_numbers(n)));
    CHECK(median_interval(first_numbers(5), 0.9));
}

TEST_CASE("the sign test's p is that of an exact binomial test")
{
    // R: binom.test(k, n)$p.value
    CHECK(sign_test(signs(3, 17)) == Approx(0.0025768280029296901));
    CHECK(sign_test(signs(17, 3)) == Approx(0.0025768280029296901));
    CHECK(sign_test(signs(0, 10)) == Approx(0.001953125));
    CHECK(sign_test(signs(9, 10)) == 1.0);
    CHECK(sign_test(signs(5, 5)) == 1.0);
}

TEST_CASE("rounds without a difference count for neither side")
{
    // R: binom.test(10, 14)$p.value, as one of the 15 is 0
    CHECK(sign_test(std::vector{0.31, -0.07, 0.12, -0.35, 0.02, 0.09, -0.01,
              0.27, 0.18, 0.0, 0.05, -0.22, 0.44, 0.03, 0.08}) ==
          Approx(0.17956542968750006));
    CHECK(sign_test(std::vector{0.0, 0.0}) == 1.0);
    CHECK(sign_test({}) == 1.0);
}

TEST_CASE("Holm's adjustment is that of R's p.adjust")
{
    auto check = [](std::vector<double> p, std::vector<double> expected) {
        auto adjusted = holm(p);
        REQUIRE(adjusted.size() == expected.size());
        for (std::size_t i = 0; i < expected.size(); ++i)
            CHECK(adjusted[i] == Approx(expected[i]));
    };
    // R: p.adjust(p, "holm")
    check({0.01, 0.04, 0.03, 0.005, 0.2}, {0.04, 0.09, 0.09, 0.025, 0.2});
    check({0.01, 0.02, 0.02, 0.9, 0.6}, {0.05, 0.08, 0.08, 1, 1});
    check({0.03}, {0.03});
    check({}, {});
}

TEST_CASE("the noise floor is the twins' 95th percentile, and 1% at least")
{
    CHECK(noise_floor({}) == Approx(std::log(1.01)));
    CHECK(noise_floor(std::vector{0.001, -0.002}) == Approx(std::log(1.01)));
    // R: quantile(abs(x), .95)
    CHECK(noise_floor(twelve) == Approx(0.521));
    CHECK(noise_floor(std::vector{-0.5, -0.5, 0.1}) == Approx(0.5));
}

TEST_CASE("every verdict is read back from its name, and nothing else is one")
{
    for (verdict which : {verdict::baseline, verdict::faster, verdict::slower,
             verdict::same, verdict::unresolved})
        CHECK(verdict_from_string(to_string(which)) == which);
    CHECK_FALSE(verdict_from_string("quicker").has_value());
}

TEST_CASE("a verdict follows the interval, the floor and the adjusted p")
{
    // slower and faster: the whole interval beyond the floor, and p
    CHECK(judge(seen(1.10, 1.05, 1.15, 0.01)) == verdict::slower);
    CHECK(judge(seen(0.90, 0.85, 0.95, 0.01)) == verdict::faster);
    // same: the whole interval within the floor, whatever p says
    CHECK(judge(seen(1.00, 0.99, 1.01, 0.50)) == verdict::same);
    CHECK(judge(seen(1.012, 1.008, 1.015, 0.001)) == verdict::same);
    // neither
    CHECK(judge(seen(1.03, 1.01, 1.05, 0.01)) == verdict::unresolved);
    CHECK(judge(seen(0.97, 0.95, 0.99, 0.01)) == verdict::unresolved);
    CHECK(judge(seen(1.00, 0.95, 1.05, 1.00)) == verdict::unresolved);
    CHECK(judge(seen(1.10, 1.05, 1.15, 0.06)) == verdict::unresolved);
}

TEST_CASE("an interval that touches the floor from within is the same")
{
    comparison touching = seen(1.0, 1.0, 1.0, 1.0);
    touching.log_range =
        interval{-floor_at_two_percent, floor_at_two_percent, 0.95};
    CHECK(judge(touching) == verdict::same);
}

TEST_CASE("an interval that touches the floor from without is unresolved")
{
    comparison touching = seen(1.05, 1.02, 1.10, 0.001);
    touching.log_range->low = floor_at_two_percent;
    CHECK(judge(touching) == verdict::unresolved);
    touching = seen(0.95, 0.90, 0.98, 0.001);
    touching.log_range->high = -floor_at_two_percent;
    CHECK(judge(touching) == verdict::unresolved);
}

TEST_CASE("a p of exactly 0.05 does not make a difference")
{
    CHECK(judge(seen(1.10, 1.05, 1.15, 0.05)) == verdict::unresolved);
    CHECK(judge(seen(1.10, 1.05, 1.15, 0.0499)) == verdict::slower);
}

TEST_CASE("without an interval all is unresolved")
{
    comparison few = seen(1.5, 1.4, 1.6, 0.0);
    few.log_range.reset();
    CHECK(judge(few) == verdict::unresolved);
}

namespace
{

// 20 rounds, floor 0.5, p far from mattering. Powers of two, so that the
// expected numbers of rounds are exact.
comparison
spread(double middle, double low, double high)
{
    return {.log_ratio = middle,
        .log_range = interval{low, high, 0.95},
        .p = 1e-9,
        .p_adjusted = 1e-9,
        .rounds = 20,
        .log_floor = 0.5,
        .comparisons = 1};
}

} // namespace

TEST_CASE("a median beyond the floor needs its interval to leave the floor")
{
    // It reaches 1 towards 0, and may 0.5: four times the rounds.
    CHECK(rounds_to_settle(spread(1, 0, 1.25)) == 80);
    CHECK(rounds_to_settle(spread(-1, -1.25, 0)) == 80);
}

TEST_CASE("a median within the floor needs its interval to fit into it")
{
    // It reaches 0.75 both ways, and may 0.25 upwards: nine times the rounds.
    CHECK(rounds_to_settle(spread(0.25, -0.5, 1)) == 180);
    CHECK(rounds_to_settle(spread(-0.25, -1, 0.5)) == 180);
    // It reaches 1.5 downwards, and may 0.75: four times.
    CHECK(rounds_to_settle(spread(0.25, -1.25, 0.5)) == 80);
}

TEST_CASE("many comparisons need more rounds for the same evidence")
{
    comparison many = spread(1, 0.75, 1.25);
    many.rounds = 10;
    many.p = 2.0 / 1024;
    many.p_adjusted = 0.39;
    many.comparisons = 200;
    // R: 10 * (qnorm(.025/200, lower=F) / qnorm(1/1024, lower=F))^2 = 13.98;
    // with all rounds agreeing 2^-13 x 200 = 0.024 is the first below 0.05.
    CHECK(rounds_to_settle(many) == 14);
}

TEST_CASE("before there is an interval the fewest useful rounds are told")
{
    comparison few;
    CHECK(rounds_to_settle(few) == 6);
    few.comparisons = 200; // 2 x 2^-13 x 200 = 0.0488
    CHECK(rounds_to_settle(few) == 13);
}

TEST_CASE("two stored runs need fewer rounds each, as all pairs speak")
{
    comparison few;
    few.of = design::unpaired;
    CHECK(rounds_to_settle(few) == 4); // R: 2 / choose(8, 4) = 0.0286
    few.comparisons = 200; // R: 400 / choose(2 * 8, 8) = 0.031, of 7: 0.117
    CHECK(rounds_to_settle(few) == 8);
}

TEST_CASE("the comparisons of a table are adjusted together and say how many")
{
    comparison first = seen(1.10, 1.05, 1.15, 0.03);
    comparison second = seen(1.10, 1.05, 1.15, 0.01);
    std::vector<comparison *> table{&first, &second};
    judge_together(table);
    CHECK(first.p_adjusted == Approx(0.03)); // R: p.adjust(c(.03,.01), "holm")
    CHECK(second.p_adjusted == Approx(0.02));
    CHECK(first.comparisons == 2);
    CHECK(judge(first) == verdict::slower);
}

TEST_CASE("what no plausible number of rounds can settle gets no number")
{
    CHECK_FALSE(rounds_to_settle(spread(0.5, 0.25, 0.75)));
    CHECK_FALSE(rounds_to_settle(spread(0.501, 0, 0.75)));
    // It reaches 22 and 23 times what it may: 20 x 22^2, and more than 10,000.
    CHECK(rounds_to_settle(spread(0.53125, -0.15625, 1)) == 9680);
    CHECK_FALSE(rounds_to_settle(spread(0.53125, -0.1875, 1)));
    comparison torn = spread(1, 0, 1.25);
    torn.p = 1;
    CHECK_FALSE(rounds_to_settle(torn));
}

TEST_CASE("an evidence too strong for a double does not fail")
{
    comparison certain = spread(1, 0, 1.25);
    certain.p = 0;
    CHECK(rounds_to_settle(certain) == 80);
}
