// Whole processes as hyperfine timed them, in rounds that time each once.
#pragma once

#include "bench/harness/noise.hpp"
#include "bench/harness/result.hpp"

#include <cstddef>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace cleanup
{

struct process_times {
    std::vector<std::string> identity; // such as the program and its malloc
    bool twin = false; // the same process once more: its ratio to it is noise
    std::optional<double> peak_kib; // of the largest process of its tree
    rounds_of_cell wall_ms;
    rounds_of_cell user_ms;
    rounds_of_cell system_ms;
};

// Reads a folder of scripts/process_rounds: processes.csv names the processes
// ("sqlite3/glibc", with "/twin" at the end for a twin) with their peaks, and
// each round-N.json is what hyperfine wrote. `fields` parts make an identity.
// In the order of processes.csv; an error names the file.
result<std::vector<process_times>>
read_process_rounds(const std::filesystem::path &folder, std::size_t fields);

} // namespace cleanup
