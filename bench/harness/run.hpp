// A run from its plan to its files: account, calibrate, measure in rounds,
// analyse. Each stage leaves a file that the next one reads, so that a run that
// was stopped goes on where its last whole round ended.
#pragma once

#include "bench/harness/machine_check.hpp"
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

// Starts a new run in its folder; `machine` goes into its context.
result<run_end>
start_run(const run_folder &run, const run_plan &plan,
    const std::vector<check_line> &machine);

// Goes on with a run that has a context.json: after its last whole round, or
// from the start when it was stopped before the first. An error when the run
// was begun on another machine or by another build, unless `forced`: rounds of
// the two cannot be told apart.
result<run_end>
resume_run(const run_folder &run, bool forced);

// Writes summary.csv, growth.csv, benchmark.json and benchmark.txt from the
// whole rounds of samples.csv.
outcome
analyse_run(const run_folder &run);

} // namespace cleanup
