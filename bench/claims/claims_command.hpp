// cleanup-bench claims: the article's claims, judged by what a run measured.
#pragma once

#include <string>

#include <CLI/CLI.hpp>

namespace cleanup
{

struct claims_command {
    std::string run = "latest";
    std::string id;
    std::string results = "results";
    bool no_table = false;
    bool markdown = false;
};

void
add_claims(CLI::App &app, claims_command &typed);

// Returns the exit status.
int
run_claims(const claims_command &typed);

} // namespace cleanup
