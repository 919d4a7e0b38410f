#include "bench/claims/registry.hpp"
#include "bench/claims/service_arithmetic.hpp"
#include "claims_support.hpp"

#include <doctest/doctest.h>

using namespace cleanup;

TEST_CASE("downtime is what availability leaves of a year")
{
    CHECK(downtime_minutes(0.9995) == doctest::Approx(262.8));
    CHECK(downtime_minutes(0.99995) == doctest::Approx(26.28));
    CHECK(downtime_minutes(1) == 0);
}

TEST_CASE("C41 holds of the availability whose downtime it names, and of none "
          "below")
{
    CHECK(judge_downtime(0.99996, 26) == claim_verdict::reproduced);
    CHECK(judge_downtime(0.9995, 26) == claim_verdict::contradicted);
    CHECK(judge_downtime(0.9995, 263) == claim_verdict::reproduced);
}

TEST_CASE("quicker repair shortens downtime by as much")
{
    CHECK(availability_after(0.995, 1) == doctest::Approx(0.995));
    CHECK(availability_after(0.995, 90.0 / 480) == doctest::Approx(0.9990625));
    CHECK(availability_after(0.995, 0) == 1);
}

TEST_CASE("the 99th percentile of a queue is the mean times the log of 100")
{
    CHECK(p99_of_queue(250) == doctest::Approx(1151.29));
}

TEST_CASE("retries multiply with each service in a row")
{
    CHECK(calls_by_retries(3, 3) == 64);
    CHECK(calls_by_retries(0, 5) == 1);
}

TEST_CASE("what takes a service is not measured, and says what was computed")
{
    for (const claim *each : {&c40, &c42, &c43, &c44, &c45, &c46}) {
        CAPTURE(std::string(each->id));
        const finding found = each->judge(evidence());
        CHECK(found.verdict == claim_verdict::not_measured);
        CHECK_FALSE(found.explanation.empty());
    }
    CHECK(c40.judge(evidence()).measured == doctest::Approx(40.476));
    CHECK(c44.judge(evidence())
              .explanation.find(
                  "each of 3 services in a row is tried 3 times more, one "
                  "request "
                  "becomes 64 calls of the last;") != std::string::npos);
    CHECK(c46.judge(evidence()).measured == doctest::Approx(33));
}
