// Two stored runs against each other: which cells both have, how far apart
// they lie, and what may explain it other than the code.
#pragma once

#include "bench/harness/measured_run.hpp"
#include "bench/harness/noise.hpp"
#include "bench/harness/statistics.hpp"

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace cleanup
{

struct compared_cell {
    std::string name;
    std::string table;
    std::vector<double> base_ns;
    std::vector<double> new_ns;
    comparison seen; // new against base
    enum verdict verdict = verdict::unresolved;
};

struct compared_runs {
    measured_run base; // without cells: those that both have are below
    measured_run fresh;
    std::vector<std::string> differences; // of the contexts, a sentence each
    // Of the control, which should not move; none when a run has none.
    std::optional<comparison> control;
    bool control_taken_out = false;
    double log_floor = 0;
    std::string floor_source;         // in words: what the floor comes from
    std::vector<compared_cell> cells; // in base's order, table by table
    std::vector<std::string> only_in_base;
    std::vector<std::string> only_in_new;
};

struct compare_options {
    // Divides every ratio by the control's: what is left is not the machine.
    bool take_out_control = false;
    // Medians of repeated whole runs of the same code, for the floor.
    std::vector<medians_of_run> repeats;
};

// Compares what both runs have. The floor is the largest of both runs' own,
// that of the repeats, and the control's shift unless it is taken out: a cell
// that moves no further than fixed arithmetic does has not been seen to change.
compared_runs
compare_runs(measured_run base, measured_run fresh, const compare_options &);

// Puts the cells of a table side by side, otherwise in their order.
void
sort_by_table(std::vector<compared_cell> &cells);

// Judges the cells, table by table, against the floor.
void
judge_cells(compared_runs &compared);

// One run's medians by name.
medians_of_run
medians_of(const measured_run &run);

// The geometric mean of the cells' ratios. There is one cell at least.
double
mean_ratio(std::span<const compared_cell> cells);

// The cells of one table each, in the order of `cells`, which has them side by
// side.
std::vector<std::span<const compared_cell>>
tables_of(std::span<const compared_cell> cells);

} // namespace cleanup
