// cleanup-bench ab: two builds in turns, and a gate.
#pragma once

#include <string>

#include <CLI/CLI.hpp>

namespace cleanup
{

struct ab_command {
    std::string base;
    std::string fresh;
    std::string filter;
    std::string gate;
    std::string markdown;
    std::string csv;
    unsigned rounds = 20;
    double time_per_cell_ms = 0.5;
    bool force = false;
};

void
add_ab(CLI::App &app, ab_command &typed);

// Measures, with the machine's lock held unless forced, prints the comparison
// and writes the files asked for. Returns the exit status: with a gate, 3 when
// a cell is slower by more than that in two batches, of which the second
// measures only what the first found.
int
run_ab(const ab_command &typed);

} // namespace cleanup
