// Claims that Go alone can answer: C has no collector, no goroutines and no
// contexts here.
#pragma once

#include "bench/claims/judge.hpp"

#include <string_view>

namespace cleanup
{

// A finding without a verdict: C's side says why it has none, Go's why it was
// not measured. A judge that finds figures fills in the rest.
finding
finding_of_go_alone(
    const evidence &seen, std::string_view experiment, std::string why_not_c);

} // namespace cleanup
