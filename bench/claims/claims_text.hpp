// Judged claims as a person reads them on a terminal.
#pragma once

#include "bench/claims/claims.hpp"

#include <span>
#include <string>

namespace cleanup
{

// A line for each claim, none wider than 100 columns, and one that counts the
// verdicts. `colour` colours the verdicts.
std::string
claims_text(std::span<const judged_claim> judged, bool colour);

// The same as a table in Markdown, uncut.
std::string
claims_markdown(std::span<const judged_claim> judged);

// One claim whole: what the article says, how it was measured, what came out.
std::string
claim_text(const judged_claim &of, const std::string &go_version, bool colour);

// What counts the verdicts: "46 claims: 20 reproduced, ...".
std::string
verdict_counts(std::span<const judged_claim> judged);

} // namespace cleanup
