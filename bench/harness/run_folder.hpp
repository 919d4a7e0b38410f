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

// Makes the folder: `out`, or a new one under `results` named after the time.
// It must not exist, or hold nothing, as after a kill in its first moment.
result<run_folder>
create_run_folder(
    const std::filesystem::path &out, const std::filesystem::path &results);

// The run that `name` means: a folder's path, or a name under `results`.
result<run_folder>
find_run_folder(const std::string &name, const std::filesystem::path &results);

// Points `results`/latest at the run when it lies there.
outcome
link_latest(const run_folder &run, const std::filesystem::path &results);

// Whether the folder takes that many bytes, by taking them for a moment: a full
// disk, a quota, a limit on files and a missing permission all say no. The
// error names the folder and the reason.
outcome
check_room(const run_folder &run, std::size_t bytes);

outcome
write_context(const run_folder &run, const nlohmann::json &context);

result<nlohmann::json>
read_context(const run_folder &run);

} // namespace cleanup
