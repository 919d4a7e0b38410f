// Values marked R were computed with R 4.2.2: f is 1, n or n * log2(n + 1),
// m <- lm(y ~ 0 + f, weights = 1 / y^2); c(coef(m), summary(m)$sigma).
#include "bench/harness/complexity.hpp"

#include <doctest/doctest.h>
#include <vector>

using namespace cleanup;
using doctest::Approx;

namespace
{

const std::vector<double> n{1, 10, 100, 1000, 10000};
const std::vector<double> by_count{9, 84, 790, 8300, 81000};

void
check_fit(const growth_fit &fit, double factor, double residual)
{
    CHECK(fit.factor == Approx(factor));
    CHECK(fit.residual == Approx(residual));
}

} // namespace

TEST_CASE("each growth is fitted as R's lm does")
{
    check_fit(fit_growth(growth::constant, n, by_count), 9.96191293972952963,
        0.96961246760980191); // R
    check_fit(fit_growth(growth::linear, n, by_count), 8.308321932806096655,
        0.048372135428731131); // R
    check_fit(fit_growth(growth::linearithmic, n, by_count),
        0.83714533244827638, 0.60787342181949577); // R
}

TEST_CASE("a cost per resource is O(n), whatever a few percent say")
{
    auto best = best_growth(n, by_count);
    REQUIRE(best);
    CHECK(best->growth == growth::linear);
    CHECK(to_string(best->growth) == "O(n)");
    CHECK(best->residual == Approx(0.048372135428731131)); // R
}

TEST_CASE("a cost that rises with the logarithm too is O(n log n)")
{
    auto best =
        best_growth(n, std::vector<double>{11, 350, 6500, 99000, 1340000});
    REQUIRE(best);
    CHECK(to_string(best->growth) == "O(n log n)");
    check_fit(*best, 10.145641586122721378, 0.044940882921189057); // R
}

TEST_CASE("a cost that does not rise is O(1)")
{
    auto best = best_growth(n, std::vector<double>{50, 52, 49, 51, 50.5});
    REQUIRE(best);
    CHECK(to_string(best->growth) == "O(1)");
    check_fit(*best, 50.460378956386314542, 0.022148620676566543); // R
}

TEST_CASE("two different counts do not tell how a cost grows")
{
    CHECK_FALSE(best_growth(
        std::vector<double>{1, 10, 10}, std::vector<double>{9, 84, 85}));
    CHECK_FALSE(best_growth({}, {}));
}
