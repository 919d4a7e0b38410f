// What a run says, on the terminal.
#pragma once

#include "bench/harness/matrix.hpp"
#include "bench/harness/result.hpp"
#include "bench/harness/run_folder.hpp"

#include <string>

namespace cleanup
{

// The answer's table of the rows that are selected, and where the files are;
// `colour`: with ANSI colours. Errors as select_among's.
result<std::string>
run_text(const run_folder &run, const selection &wanted, bool colour);

} // namespace cleanup
