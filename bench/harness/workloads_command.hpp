// cleanup-bench workloads: sums up what scripts/workloads measured.
#pragma once

#include <string>

#include <CLI/CLI.hpp>

namespace cleanup
{

struct workloads_command {
    std::string samples;
    std::string out;
};

// `typed` is filled when the arguments are parsed.
void
add_workloads(CLI::App &app, workloads_command &typed);

// Writes the table of the workloads, and prints it. Returns the exit status.
int
run_workloads(const workloads_command &typed);

} // namespace cleanup
