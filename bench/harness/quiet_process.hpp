// A process that runs to its end and whose words are kept in a file.
#pragma once

#include "bench/harness/result.hpp"

#include <filesystem>
#include <string>
#include <vector>

namespace cleanup
{

// Runs the program with these arguments, the first of which names it, and waits
// for its end. Its standard output and error go to `said`. An error when it
// cannot be started, or ends with another status than 0: with the last line it
// said.
outcome
run_quietly(const std::vector<std::string> &arguments,
    const std::filesystem::path &said);

} // namespace cleanup
