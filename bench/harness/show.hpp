// What a run says, on the terminal.
#pragma once

#include "bench/harness/answer.hpp"
#include "bench/harness/matrix.hpp"
#include "bench/harness/result.hpp"
#include "bench/harness/run_folder.hpp"

#include <string>
#include <vector>

namespace cleanup
{

// Of each resource the point that is nearest to the telling one among the rows.
// A point is worth a table when it has more than one strategy.
std::vector<answer_point>
telling_points(const std::vector<summary_row> &rows);

// The answer's table of the rows that are selected, and where the files are;
// `colour`: with ANSI colours. Errors as select_among's.
result<std::string>
run_text(const run_folder &run, const selection &wanted, bool colour);

} // namespace cleanup
