// The table that gives a run's answer on one screen of a terminal.
#pragma once

#include "bench/harness/summary.hpp"

#include <cstddef>
#include <span>
#include <string>
#include <vector>

namespace cleanup
{

// Where to look: one size and one count stand for the resource.
struct answer_point {
    std::string resource;
    std::size_t size = 0; // bytes
    std::size_t count = 0;
    unsigned threads = 1;
    std::string allocator = "thread_cache";
};

// The rows of one point, those in Go last.
std::vector<const summary_row *>
rows_at(std::span<const summary_row> rows, const answer_point &point);

// For each point a row per strategy, in C and then in Go, whose baseline is its
// own; and then, in words, what the figures say.
// 100 columns wide with names of up to 14 letters. A point without rows is left
// out; without any, the text is empty.
// `colour`: with ANSI colours for the verdicts.
std::string
answer_table(std::span<const summary_row> rows,
    std::span<const answer_point> points, bool colour);

} // namespace cleanup
