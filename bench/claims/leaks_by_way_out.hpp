// What stays open when work fails at random, as the experiment explicit_close
// counts it by way of closing and by way out.
#pragma once

#include "bench/claims/evidence.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace cleanup
{

// Files of a million that stay open; none when it was not measured. The ways
// out are "error return", "panic" and, in C alone, "longjmp".
std::optional<double>
leaked_per_million(const evidence &seen, std::string_view runtime,
    std::string_view strategy, std::string_view way);

// A count of leaks in the two digits that its faults can tell: "10,000".
std::string
leaks_text(double leaked);

// "0 on an error return, 11,000 on a panic and 700,000 on a longjmp in C": the
// last where C measured it. "" when the runtime measured not both others.
std::string
leaks_by_way_text(
    const evidence &seen, std::string_view runtime, std::string_view strategy);

} // namespace cleanup
