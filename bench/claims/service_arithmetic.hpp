// What follows from the figures of the article's last chapter alone.
#pragma once

#include "bench/claims/claim.hpp"

namespace cleanup
{

// Minutes a year (of 365 days) that a service is not available.
double
downtime_minutes(double availability);

// The availability that remains when each failure is repaired in `share` of the
// time, and as many failures happen as before.
double
availability_after(double availability, double share);

// Reproduced when the availability means at most so many minutes a year,
// contradicted when it means more.
claim_verdict
judge_downtime(double availability, double minutes_most);

// The 99th percentile of response times of one queue with random arrivals and
// random service times (M/M/1), from their mean. Kleinrock, Queueing Systems I
// (1975): response times are exponential there.
double
p99_of_queue(double mean);

// How many calls reach the last of some services in a row, each of which is
// tried again so often, when all calls fail.
double
calls_by_retries(unsigned retries, unsigned services);

} // namespace cleanup
