// The claims of the article within a report, from the run's claims.csv.
#pragma once

#include "bench/harness/csv.hpp"

#include <filesystem>
#include <string>

namespace cleanup
{

// A table of the verdicts, and below it each claim whole, folded away: what the
// article says, how it was measured, the figures and its chart, which lies in
// `charts`. Empty without claims. Columns that are missing are left out.
std::string
claims_report(const table &claims, const std::filesystem::path &charts);

// What the article's programs print, from the run's article_programs.csv,
// beside what the article says of them; folded away. Empty without programs.
std::string
article_programs_report(const table &programs);

} // namespace cleanup
