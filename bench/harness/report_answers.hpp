// What a run says, in one sentence for each resource.
#pragma once

#include "bench/harness/answer.hpp"
#include "bench/harness/summary.hpp"

#include <span>
#include <string>

namespace cleanup
{

// What the sentences on these points have in common: the first one's count and
// allocator, and what is compared. Empty without points.
std::string
setting_sentences(std::span<const answer_point> points);

// The strategies at that point against the baseline, in C. A count or an
// allocator other than those of `common` are named.
std::string
strategies_sentence(std::span<const summary_row> rows,
    const answer_point &point, const answer_point &common);

// For a resource that one strategy alone was measured with: its allocators.
// Empty where it has no times.
std::string
allocators_sentence(
    std::span<const summary_row> rows, const std::string &resource);

} // namespace cleanup
