// Two builds measured in turns, process by process, and judged by pairs: what
// a gate can stand on. A process has its own addresses and its own luck, and
// the machine drifts; many short processes side by side average over both.
#pragma once

#include "bench/harness/compare.hpp"
#include "bench/harness/measured_run.hpp"

#include <optional>
#include <span>
#include <string>
#include <vector>

namespace cleanup
{

enum class side { base, fresh };

// Whose turn it is: base new, new base, base new, ...: over two rounds both
// stand first once, and a steady drift falls on both alike.
std::vector<side>
abba_order(unsigned rounds);

// The comparison of processes that ran in the order of abba_order, two a round.
// A process's time of a cell is the median of its own rounds. The floor is what
// neighbouring processes of one and the same build (those over the seams of the
// rounds) differ by.
compared_runs
compare_alternated(std::span<const measured_run> processes);

// "5%", or "5", as 0.05; none for anything that is no share above 0.
std::optional<double>
gate_from_string(const std::string &text);

// Of how many cells it is not known whether they are slower by more than the
// gate: their interval reaches beyond it, or they have none.
std::size_t
undecided(const compared_runs &compared, double gate);

// The cells that are called slower, and by more than the gate.
std::vector<std::string>
regressions(const compared_runs &compared, double gate);

} // namespace cleanup
