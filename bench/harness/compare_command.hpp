// cleanup-bench compare: two stored runs against each other.
#pragma once

#include <string>
#include <vector>

#include <CLI/CLI.hpp>

namespace cleanup
{

struct compare_command {
    std::string base;
    std::string fresh;
    std::string results = "results";
    std::vector<std::string> repeats;
    std::string markdown;
    std::string csv;
    bool take_out_control = false;
};

// `typed` is filled when the arguments are parsed.
void
add_compare(CLI::App &app, compare_command &typed);

// Prints the comparison and writes the files asked for. Returns the exit
// status.
int
run_compare(const compare_command &typed);

} // namespace cleanup
