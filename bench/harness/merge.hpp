// Parts of one plan, measured apart, become one run.
#pragma once

#include "bench/harness/result.hpp"
#include "bench/harness/run_folder.hpp"

#include <span>
#include <string>
#include <vector>

namespace cleanup
{

// What of the parts is not in the merged run, or was let pass: a sentence each.
using merge_notes = std::vector<std::string>;

// Joins the parts (runs with --shard) in a new folder at `out`, which is
// analysed like any run. Its rounds are those that all parts have finished. An
// error, before anything is written: a part that is no shard or has no finished
// round, one that is there twice or that shares a cell with another, and,
// unless forced, shards that are missing and contexts that differ, by name.
result<merge_notes>
merge_runs(std::span<const run_folder> parts, const std::filesystem::path &out,
    bool forced);

} // namespace cleanup
