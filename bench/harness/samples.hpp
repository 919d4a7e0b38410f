// samples.csv: one line per measurement, written as the run goes. A killed run
// keeps its finished rounds and can go on from there.
#pragma once

#include "bench/harness/cell.hpp"
#include "bench/harness/growing_csv.hpp"
#include "bench/harness/result.hpp"

#include <cstddef>
#include <filesystem>
#include <span>
#include <vector>

namespace cleanup
{

// Appends samples; each line has left the process when append returns, so a
// kill costs at most the line being written. Open until destroyed.
class sample_writer
{
public:
    // Creates the file with its header, or goes on behind the last line of
    // one. A file that ends within a line is an error: cut it first with
    // keep_finished_rounds.
    static result<sample_writer>
    open(const std::filesystem::path &path);

    outcome
    append(const sample &measured);

private:
    explicit sample_writer(growing_csv opened);

    growing_csv file;
};

// All samples in the order of the file. A last line without its line end was
// torn by a kill and is left out; a file torn within its header has none.
result<std::vector<sample>>
read_samples(const std::filesystem::path &path);

// Replaces the file, all or nothing.
outcome
write_samples(
    const std::filesystem::path &path, std::span<const sample> samples);

// How many rounds, counted from round 0 without a gap, have exactly
// `lines_per_round` samples.
unsigned
finished_rounds(std::span<const sample> samples, std::size_t lines_per_round);

// Cuts the file back to its finished rounds, all or nothing, and returns how
// many those are: none without a file. A round with more than `lines_per_round`
// lines is an error and the file stays: it belongs to another plan.
result<unsigned>
keep_finished_rounds(
    const std::filesystem::path &path, std::size_t lines_per_round);

} // namespace cleanup
