// cleanup-bench report: the page of a finished run whose charts are drawn.
#pragma once

#include <string>

#include <CLI/CLI.hpp>

namespace cleanup
{

struct report_command {
    std::string run = "latest";
    std::string charts;
    std::string results = "results";
};

void
add_report(CLI::App &app, report_command &typed);

// Returns the exit status.
int
run_report(const report_command &typed);

} // namespace cleanup
