// How well a rule tells leaks from innocents, of cases whose truth is known.
#pragma once

#include "bench/claims/claim.hpp"

#include <string>

namespace cleanup
{

struct detection {
    double leaks = 0;        // planted
    double found = 0;        // of them, called leaks
    double innocents = 0;    // planted
    double false_alarms = 0; // of them, called leaks

    // Both kinds were planted.
    bool
    is_complete() const;

    // The share of what is called a leak that is one; 0 when nothing is.
    double
    precision() const;

    // The share of the leaks that are found.
    double
    recall() const;

    // Recall less the share of innocents that are called leaks (Youden's J): 0
    // is guessing, 1 is certainty, below 0 is worse than guessing.
    double
    separation() const;
};

inline constexpr const char *detection_threshold =
    "reproduced when precision and recall are both at least 0.9; direction "
    "only when recall less the share of false alarms is at least 0.25, where 0 "
    "is guessing and 1 certainty; contradicted below that";

// By that threshold.
claim_verdict
judge_detection(const detection &);

// "precision 0.72, recall 0.73".
std::string
detection_text(const detection &);

} // namespace cleanup
