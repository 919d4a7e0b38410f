// A run from its plan to its files: account, calibrate, measure in rounds,
// analyse. Each stage leaves a file that the next one reads, so that a run that
// was stopped goes on where its last whole round ended.
#pragma once

#include "bench/harness/plan.hpp"
#include "bench/harness/result.hpp"
#include "bench/harness/run_folder.hpp"

namespace cleanup
{

enum class run_end {
    finished,
    interrupted,            // some rounds are done; it can be resumed
    interrupted_before_any, // nothing was kept
};

// Starts a new run in its folder.
result<run_end>
start_run(const run_folder &run, const run_plan &plan);

// Goes on with a run that has a cells.csv.
result<run_end>
resume_run(const run_folder &run);

// Writes summary.csv, benchmark.json and benchmark.txt from the whole rounds
// of samples.csv.
outcome
analyse_run(const run_folder &run);

} // namespace cleanup
