#include "bench/claims/detection.hpp"

#include <fmt/format.h>

namespace cleanup
{
namespace
{

constexpr double tells = 0.9;
constexpr double helps = 0.25;

double
share(double part, double whole)
{
    return whole > 0 ? part / whole : 0;
}

} // namespace

bool
detection::is_complete() const
{
    return leaks > 0 && innocents > 0;
}

double
detection::precision() const
{
    return share(found, found + false_alarms);
}

double
detection::recall() const
{
    return share(found, leaks);
}

double
detection::separation() const
{
    return recall() - share(false_alarms, innocents);
}

claim_verdict
judge_detection(const detection &of)
{
    if (of.precision() >= tells && of.recall() >= tells)
        return claim_verdict::reproduced;
    return of.separation() >= helps ? claim_verdict::direction_only
                                    : claim_verdict::contradicted;
}

std::string
detection_text(const detection &of)
{
    return fmt::format(
        "precision {:.2f}, recall {:.2f}", of.precision(), of.recall());
}

} // namespace cleanup
