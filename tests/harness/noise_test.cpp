#include "bench/harness/noise.hpp"
#include "bench/harness/statistics.hpp"

#include <cmath>
#include <doctest/doctest.h>

using namespace cleanup;
using doctest::Approx;

TEST_CASE("repeated runs tell their noise by each cell that two of them have")
{
    const std::vector<medians_of_run> runs{{{"a", 10.0}, {"b", 20.0}},
        {{"a", 11.0}, {"c", 5.0}}, {{"a", 10.0}, {"b", 19.0}}};
    auto ratios = repeated_log_ratios(runs);
    REQUIRE(ratios.size() == 4); // a three times, b once
    CHECK(ratios[0] == Approx(std::log(11.0 / 10)));
    CHECK(ratios[1] == Approx(0));
    CHECK(ratios[2] == Approx(std::log(19.0 / 20)));
    CHECK(ratios[3] == Approx(std::log(10.0 / 11)));
    CHECK(noise_floor(ratios) > std::log(1.09));
}

TEST_CASE("a single run does not tell how runs stray")
{
    const std::vector<medians_of_run> runs{{{"a", 10.0}}};
    CHECK(repeated_log_ratios(runs).empty());
}
