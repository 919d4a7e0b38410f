// cleanup-bench merge: parts that --shard measured become one run.
#pragma once

#include <string>
#include <vector>

#include <CLI/CLI.hpp>

namespace cleanup
{

struct merge_command {
    std::string out;
    std::vector<std::string> parts;
    std::string results = "results";
    bool force = false;
};

// `typed` is filled when the arguments are parsed.
void
add_merge(CLI::App &app, merge_command &typed);

// Says what was left out or let pass. Returns the exit status.
int
run_merge(const merge_command &typed);

} // namespace cleanup
