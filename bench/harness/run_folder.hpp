// Where a run keeps its files. A folder is a run once it has a context.json.
#pragma once

#include "bench/harness/result.hpp"

#include <filesystem>
#include <string>

#include <nlohmann/json.hpp>

namespace cleanup
{

struct run_folder {
    std::filesystem::path path;

    std::filesystem::path
    file(const char *name) const
    {
        return path / name;
    }
};

// Makes the folder, which must not exist: `out`, or a new one under `results`
// named after the time.
result<run_folder>
create_run_folder(
    const std::filesystem::path &out, const std::filesystem::path &results);

// The run that `name` means: a folder's path, or a name under `results`.
result<run_folder>
find_run_folder(const std::string &name, const std::filesystem::path &results);

// Points `results`/latest at the run when it lies there.
outcome
link_latest(const run_folder &run, const std::filesystem::path &results);

outcome
write_context(const run_folder &run, const nlohmann::json &context);

result<nlohmann::json>
read_context(const run_folder &run);

} // namespace cleanup
