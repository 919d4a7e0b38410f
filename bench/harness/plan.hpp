// What a run sets out to do.
#pragma once

#include "bench/harness/fault_injection.hpp"
#include "bench/harness/matrix.hpp"
#include "bench/harness/result.hpp"
#include "bench/harness/shard.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

namespace cleanup
{

// What a person asked for; what is not set comes from the preset.
struct run_options {
    std::optional<preset> chosen;
    selection wanted;
    std::optional<unsigned> rounds;
    std::optional<double> time_per_cell_ms;
    std::uint64_t seed = 1;
    std::optional<shard> part;
    std::optional<fault_injection> faults;
    bool track = false;
};

struct run_plan {
    preset chosen = preset::standard;
    selection wanted;
    std::optional<shard> part; // none: all cells
    std::vector<cell_id> cells;
    unsigned rounds = 0;
    double time_per_cell_ms = 0; // per cell and round
    double most_seconds = 0;     // for the rounds; 0: no limit
    std::uint64_t seed = 1;
    std::optional<fault_injection> faults; // none: nothing fails on purpose
    bool track = false; // each cell in C also runs once under a tracker
};

// Without a preset: the default one, or the full one when something is
// selected, so that a selection can reach every cell.
result<run_plan>
make_plan(const run_options &options);

// The cells of the plan's preset, selection and part; an error when there are
// none.
result<std::vector<cell_id>>
cells_of(const run_plan &plan);

// "213 cells x 20 rounds of 15 ms each (default): at most 3 minutes".
std::string
plan_sentence(const run_plan &plan);

nlohmann::json
to_json(const run_plan &plan);

// The plan of a context.json, without its cells: cells.csv has them, and
// before that file is written, cells_of finds them again.
result<run_plan>
plan_from_json(const nlohmann::json &context);

} // namespace cleanup
