// What a run says, on the terminal.
#pragma once

#include "bench/harness/result.hpp"
#include "bench/harness/run_folder.hpp"

#include <string>

namespace cleanup
{

// The answer's table and where the files are; `colour`: with ANSI colours.
result<std::string>
run_text(const run_folder &run, bool colour);

} // namespace cleanup
