// Reads what is to be compared, whatever wrote it.
#pragma once

#include "bench/harness/measured_run.hpp"
#include "bench/harness/result.hpp"
#include "bench/harness/run_folder.hpp"

#include <filesystem>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

namespace cleanup
{

// What of a context.json two runs should have in common, as far as it is there.
std::vector<known_fact>
facts_of(const nlohmann::json &context);

// Two virtual machines of one kind differ by some kilobytes of memory; all else
// tells two machines or builds apart.
bool
tells_machines_apart(const known_fact &fact);

// The finished rounds of a run's folder.
result<measured_run>
read_run_folder(const run_folder &run);

// The run that `name` means: a run's folder or its name under `results`, or a
// file that its content tells to be google-benchmark's JSON, hyperfine's, or
// Go's benchmark text. An error has the nearest names.
result<measured_run>
read_measured_run(
    const std::string &name, const std::filesystem::path &results);

} // namespace cleanup
