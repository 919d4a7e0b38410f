// cleanup-bench processes: sums up what scripts/process_rounds measured.
#pragma once

#include <string>
#include <vector>

#include <CLI/CLI.hpp>

namespace cleanup
{

struct processes_command {
    std::string times;
    std::string out;
    std::vector<std::string> columns;
    std::string baseline;
    std::string mean_over;
};

// `typed` is filled when the arguments are parsed.
void
add_processes(CLI::App &app, processes_command &typed);

// Writes the table of the processes. Returns the exit status.
int
run_processes(const processes_command &typed);

} // namespace cleanup
