// A comparison of two runs as people and programs read it.
#pragma once

#include "bench/harness/compare.hpp"
#include "bench/harness/csv.hpp"
#include "bench/harness/result.hpp"

#include <string>

namespace cleanup
{

// Differences of the contexts first, then a table for each resource, the
// geometric means, and what only one run has. `colour`: with ANSI colours for
// the verdicts.
std::string
compare_text(const compared_runs &compared, bool colour);

// The same for a pull request.
std::string
compare_markdown(const compared_runs &compared);

// One row per cell that both runs have, the most slowed first: what the chart
// draws.
table
compare_table(const compared_runs &compared);

// Writes compare_markdown and compare_table to these files; "" for none.
outcome
write_comparison(const compared_runs &compared, const std::string &markdown,
    const std::string &csv);

} // namespace cleanup
