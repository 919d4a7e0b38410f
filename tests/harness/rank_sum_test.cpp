// Values marked R were computed with R 4.2.2 by the call that stands beside.
#include "bench/harness/rank_sum.hpp"

#include <cmath>
#include <doctest/doctest.h>
#include <vector>

using namespace cleanup;
using doctest::Approx;

namespace
{

const std::vector<double> x{8.31, 8.52, 8.11, 9.70, 8.44, 8.29, 8.61, 8.37};
const std::vector<double> y{
    8.66, 8.91, 8.48, 9.02, 8.83, 8.57, 10.4, 8.79, 8.95};

const std::vector<double> tied_first{1, 2, 2, 3, 5, 7, 7, 8};
const std::vector<double> tied_second{2, 4, 4, 6, 7, 9, 9, 10, 12};

std::vector<double>
three_times(const std::vector<double> &values)
{
    std::vector<double> all;
    for (int i = 0; i < 3; ++i)
        all.insert(all.end(), values.begin(), values.end());
    return all;
}

// R: a <- log((1:25)^1.3); b <- log((1:22)^1.35 + 2.5)
std::vector<double>
large(std::size_t size, double power, double more)
{
    std::vector<double> logs;
    for (std::size_t i = 1; i <= size; ++i)
        logs.push_back(
            std::log(std::pow(static_cast<double>(i), power) + more));
    return logs;
}

const std::vector<double> a = large(25, 1.3, 0);
const std::vector<double> b = large(22, 1.35, 2.5);

std::vector<double>
logs(std::vector<double> values)
{
    for (double &value : values)
        value = std::log(value);
    return values;
}

} // namespace

TEST_CASE("small samples have Mann and Whitney's exact p")
{
    // R: wilcox.test(x, y, exact = TRUE)
    rank_sum known = mann_whitney(x, y);
    CHECK(known.u == 11);
    CHECK(known.p == Approx(0.015220074043603454));
    CHECK(known.exact);
    // R: wilcox.test(y, x, exact = TRUE)
    CHECK(mann_whitney(y, x).u == 61);
    CHECK(mann_whitney(y, x).p == Approx(0.015220074043603454));
}

TEST_CASE("the exact distribution of U is that of R's pwilcox")
{
    const std::vector<double> four{1, 2, 3, 4};
    // R: 2 * pwilcox(0:6, 4, 5)
    const double known[] = {0.0158730158730158721, 0.0317460317460317443,
        0.0634920634920634885, 0.111111111111111105, 0.1904761904761905,
        0.285714285714285698, 0.412698412698412676};
    // Five values so that `u` of the 20 pairs are won by the four.
    const std::vector<std::vector<double>> fives{
        {5, 6, 7, 8, 9},
        {3.5, 6, 7, 8, 9},
        {2.5, 6, 7, 8, 9},
        {1.5, 6, 7, 8, 9},
        {0.5, 6, 7, 8, 9},
        {0.5, 3.5, 7, 8, 9},
        {0.5, 2.5, 7, 8, 9},
    };
    for (std::size_t u = 0; u < fives.size(); ++u) {
        CAPTURE(u);
        CHECK(mann_whitney(four, fives[u]).u == static_cast<double>(u));
        CHECK(mann_whitney(four, fives[u]).p == Approx(known[u]));
    }
}

TEST_CASE("small samples with ties are judged by all ways to deal them out")
{
    // R: r <- rank(c(p, q)); w <- sum(r[seq_along(p)])
    //    s <- combn(length(r), length(p), function(i) sum(r[i]))
    //    2 * min(mean(s <= w), mean(s >= w))
    rank_sum known = mann_whitney(tied_first, tied_second);
    CHECK(known.u == 19);
    CHECK(known.p == Approx(0.10843274372686137));
    CHECK(known.exact);
    // Coarse clocks make no stronger case than fine ones.
    CHECK(mann_whitney(std::vector<double>(4, 10), std::vector<double>(4, 11))
              .p == Approx(2.0 / 70));
}

TEST_CASE("in large samples ties are corrected for, and continuity")
{
    // R: wilcox.test(rep(p, 3), rep(q, 3), exact = FALSE, correct = TRUE)
    rank_sum known =
        mann_whitney(three_times(tied_first), three_times(tied_second));
    CHECK(known.u == 171);
    CHECK(known.p == Approx(0.003730034732968963));
    CHECK_FALSE(known.exact);
}

TEST_CASE("large samples have the normal p")
{
    // R: wilcox.test(a, b, exact = FALSE, correct = TRUE)
    rank_sum known = mann_whitney(a, b);
    CHECK(known.u == 260);
    CHECK(known.p == Approx(0.75721424268571402));
    CHECK_FALSE(known.exact);
}

TEST_CASE("samples without a difference, or without a value, have a p of 1")
{
    const std::vector<double> equal(30, 5.0);
    CHECK(mann_whitney(equal, equal).p == 1);
    CHECK(
        mann_whitney(std::vector<double>{1, 3}, std::vector<double>{2}).p == 1);
    CHECK(mann_whitney(x, {}).p == 1);
}

TEST_CASE("the shift is the median of all differences")
{
    // R: wilcox.test(log(y), log(x), conf.int = TRUE)$estimate
    CHECK(shift(logs(y), logs(x)) == Approx(0.045846360821448107));
    // R: median(outer(b, a, "-"))
    CHECK(shift(b, a) == Approx(0.084539880337477058));
}

TEST_CASE("the shift's interval is that of R's wilcox.test")
{
    // R: wilcox.test(log(y), log(x), conf.int = TRUE, exact = TRUE)
    auto known = shift_interval(logs(y), logs(x));
    REQUIRE(known);
    CHECK(known->low == Approx(0.015285424001822978));
    CHECK(known->high == Approx(0.074790449573148177));
    // R: q <- qwilcox(.025, 8, 9); 1 - 2 * pwilcox(q - 1, 8, 9)
    CHECK(known->coverage == Approx(1 - 0.046400658165364046));
    // R: wilcox.test(b, a, conf.int = TRUE, exact = TRUE)$conf.int
    auto many = shift_interval(b, a);
    REQUIRE(many);
    CHECK(many->low == Approx(-0.396795048979487142));
    CHECK(many->high == Approx(0.570137285698817387));
    CHECK(many->coverage >= 0.95);
}

TEST_CASE("fewer than 4 values on a side have no interval at 95%")
{
    const std::vector<double> three{1, 2, 3}, four{1, 2, 3, 4};
    CHECK_FALSE(shift_interval(three, three)); // R: 2 / choose(6, 3) = 0.1
    CHECK(shift_interval(four, four));         // R: 2 / choose(8, 4) = 0.029
    CHECK_FALSE(shift_interval(std::vector<double>{1.0}, a));
    CHECK_FALSE(shift_interval({}, four));
}

TEST_CASE("the interval leaves 0 out exactly when the test rejects")
{
    for (int step = -100; step <= 100; step++) {
        std::vector<double> away = x;
        for (double &value : away)
            value += step / 100.0 + 0.00314;
        auto range = shift_interval(away, y);
        REQUIRE(range);
        bool apart = range->low > 0 || range->high < 0;
        CHECK(apart == (mann_whitney(away, y).p < significance_level));
    }
}

TEST_CASE("two runs are compared by the logarithms of their times")
{
    comparison seen = compare_unpaired(y, x);
    CHECK(seen.of == design::unpaired);
    CHECK(seen.log_ratio == Approx(0.045846360821448107));
    CHECK(seen.p == Approx(0.015220074043603454));
    CHECK(seen.rounds == 8);
}
