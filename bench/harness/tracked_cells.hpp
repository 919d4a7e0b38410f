// Cells under trackers: what each strategy still holds when its function has
// returned, and where that was created.
#pragma once

#include "bench/harness/accounts.hpp"
#include "bench/harness/csv.hpp"
#include "bench/harness/result.hpp"
#include "bench/harness/run_folder.hpp"

#include <span>
#include <string>

namespace cleanup
{

// Writes the run's tracked.csv, a line for each cell in C that could be run;
// and where something was held at the end or released wrongly, tracked.txt with
// the places. An error when a cell could not be set up, or a file not be
// written.
outcome
track_cells(const run_folder &run, std::span<const accounted_cell> cells);

// The table for people: a line for each strategy, all of its cells together.
// An error names a column that is missing.
result<std::string>
tracked_text(const table &tracked);

} // namespace cleanup
