// What a mistyped name may have meant.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace cleanup
{

// Up to three of `known`, best first: those that begin with `typed`, then those
// within a few typing errors of it. Empty when none is near.
std::vector<std::string>
nearest_names(std::string_view typed, std::span<const std::string> known);

} // namespace cleanup
