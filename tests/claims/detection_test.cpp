#include "bench/claims/detection.hpp"

#include <doctest/doctest.h>

using namespace cleanup;
using doctest::Approx;

TEST_CASE("precision is over what is called a leak, recall over the leaks")
{
    const detection of{
        .leaks = 10, .found = 6, .innocents = 20, .false_alarms = 2};
    CHECK(of.precision() == Approx(0.75));
    CHECK(of.recall() == Approx(0.6));
    CHECK(of.separation() == Approx(0.5));
    CHECK(detection_text(of) == "precision 0.75, recall 0.60");
}

TEST_CASE("a rule that never calls anything a leak has no precision")
{
    const detection of{.leaks = 10, .innocents = 20};
    CHECK(of.precision() == 0);
    CHECK(of.separation() == 0);
}

TEST_CASE("a rule that nearly always tells is reproduced")
{
    CHECK(judge_detection(
              {.leaks = 10, .found = 9, .innocents = 10, .false_alarms = 1}) ==
          claim_verdict::reproduced);
}

TEST_CASE("a rule that finds all and accuses many is the direction only")
{
    CHECK(judge_detection(
              {.leaks = 10, .found = 10, .innocents = 10, .false_alarms = 7}) ==
          claim_verdict::direction_only);
}

TEST_CASE("a rule that guesses is contradicted")
{
    CHECK(judge_detection(
              {.leaks = 10, .found = 8, .innocents = 10, .false_alarms = 8}) ==
          claim_verdict::contradicted);
    CHECK(judge_detection({.leaks = 10, .innocents = 10}) ==
          claim_verdict::contradicted);
}

TEST_CASE("without leaks or without innocents nothing can be told")
{
    CHECK_FALSE(detection{.leaks = 10}.is_complete());
    CHECK_FALSE(detection{.innocents = 10}.is_complete());
}
