// cleanup-bench check: looks at the machine before a long run.
#pragma once

#include "bench/harness/machine_check.hpp"

#include <string>
#include <vector>

#include <CLI/CLI.hpp>

namespace cleanup
{

struct check_command {
    std::string results = "results";
};

void
add_check(CLI::App &app, check_command &typed);

// Prints a line for each thing looked at; returns the exit status, which is 0
// whatever it saw: whether to measure anyway is for a person to decide.
int
run_check(const check_command &typed);

// A line on standard error for each bad thing.
void
warn_of(const std::vector<check_line> &lines);

} // namespace cleanup
