// Whole processes as hyperfine's JSON, for what reads that.
#pragma once

#include "bench/harness/process_rounds.hpp"

#include <span>
#include <string>

namespace cleanup
{

// One result for each process, in seconds, with the times of all its rounds;
// the command is its name ("sqlite3/glibc"). Twins are left out. Format:
// hyperfine's --export-json.
std::string
hyperfine_json(std::span<const process_times> processes);

} // namespace cleanup
