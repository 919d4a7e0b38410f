// What a run has measured, as claims ask for it: the lines of evidence.csv,
// which the experiments print, and the run's other tables.
#pragma once

#include "bench/harness/csv.hpp"
#include "bench/harness/result.hpp"
#include "bench/harness/summary.hpp"

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace cleanup
{

// One figure or text that an experiment printed.
struct evidence_line {
    std::string experiment;
    std::string runtime; // "c" or "go"
    std::string setting; // what varied: "size=64", "loop_defer count=1000"
    std::string metric;
    std::string unit;
    unsigned round = 0;
    double value = 0;
    std::string text; // what a program printed, where that is the evidence
};

class evidence
{
public:
    evidence() = default;
    evidence(std::vector<evidence_line> lines,
        std::map<std::string, table> tables, std::vector<summary_row> cells);

    // The values by round, in their order; empty when it was not measured.
    std::vector<double>
    values(std::string_view experiment, std::string_view runtime,
        std::string_view setting, std::string_view metric) const;

    // The median of `values`.
    std::optional<double>
    value(std::string_view experiment, std::string_view runtime,
        std::string_view setting, std::string_view metric) const;

    // The text of the last round.
    std::optional<std::string>
    text(std::string_view experiment, std::string_view runtime,
        std::string_view setting, std::string_view metric) const;

    // The settings that an experiment was run with, in the order of the file.
    std::vector<std::string>
    settings(std::string_view experiment, std::string_view runtime) const;

    // A table of the run, such as "ladder.csv"; null where the run has none.
    const table *
    file(const std::string &name) const;

    // The cells of summary.csv.
    const std::vector<summary_row> &
    cells() const;

    // Whether Go took part: some line or cell has the runtime "go".
    bool
    has_go() const;

private:
    std::vector<evidence_line> lines;
    std::map<std::string, table> tables;
    std::vector<summary_row> rows;
};

// Reads a run's folder: what judges ask for of it. Tables that are not there
// are left out.
result<evidence>
read_evidence(const std::filesystem::path &run);

} // namespace cleanup
