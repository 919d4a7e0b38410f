#include "bench/harness/tracked_cells.hpp"

#include "bench/harness/cell_columns.hpp"
#include "bench/harness/go_peer.hpp"
#include "bench/harness/human_units.hpp"
#include "bench/harness/interrupt.hpp"
#include "bench/harness/progress.hpp"
#include "bench/harness/whole_file.hpp"
#include "bench/tracked.h"

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <vector>

#include <fmt/format.h>

namespace cleanup
{
namespace
{

struct tracked_cell {
    cell_id cell;
    tracked_result seen = {};
};

const csv_columns<tracked_result> &
result_columns()
{
    static const csv_columns<tracked_result> columns = {
        column_of("acquired", &tracked_result::acquired),
        column_of("held_at_return", &tracked_result::held_at_return),
        column_of("blocks_at_return", &tracked_result::blocks_at_return),
        column_of("held_at_end", &tracked_result::held_at_end),
        column_of("blocks_at_end", &tracked_result::blocks_at_end),
        column_of("double_releases", &tracked_result::double_releases),
        column_of("stranger_releases", &tracked_result::stranger_releases),
    };
    return columns;
}

const csv_columns<tracked_cell> &
columns_of_tracked_csv()
{
    static const auto columns = joined<tracked_cell>({
        columns_within(&tracked_cell::cell, identity_columns()),
        columns_within(&tracked_cell::seen, result_columns()),
    });
    return columns;
}

// A text that C writes as a file.
class text_file
{
public:
    text_file() : stream(open_memstream(&bytes, &length))
    {
    }
    ~text_file()
    {
        if (stream)
            std::fclose(stream);
        std::free(bytes);
    }
    text_file(const text_file &) = delete;
    text_file &
    operator=(const text_file &) = delete;

    // Null without memory.
    std::FILE *
    file()
    {
        return stream;
    }
    std::string
    text()
    {
        std::fflush(stream);
        return {bytes, length};
    }

private:
    char *bytes = nullptr;
    std::size_t length = 0;
    std::FILE *stream;
};

// `places` gets the cell's name and the places, where it leaves anything.
result<tracked_result>
track_cell(const cell_id &cell, std::string &places)
{
    const cell_code *code = cell_code_find(
        cell.strategy.c_str(), cell.allocator.c_str(), cell.resource.c_str());
    const resource &held = *code->resource;
    text_file found;
    if (held.prepare && !held.prepare(cell.size, cell.count, cell.threads))
        return error{fmt::format("cannot prepare {} for {}: {}", cell.resource,
            cell.name(), std::strerror(errno))};
    tracked_result seen;
    const bool run = found.file() && tracked_run(code, cell.size, cell.count,
                                         cell.threads, found.file(), &seen);
    const int reason = errno;
    if (held.finish)
        held.finish();
    if (!run)
        return error{fmt::format("cannot put {} under a tracker: {}",
            cell.name(), std::strerror(reason))};
    if (const std::string text = found.text(); !text.empty())
        places += fmt::format("{}\n{}", cell.name(), text);
    return seen;
}

result<std::vector<tracked_cell>>
track_all(std::span<const accounted_cell> cells, std::string &places)
{
    progress shown("tracking", static_cast<double>(cells.size()));
    double done = 0;
    std::vector<tracked_cell> tracked;
    for (const accounted_cell &each : cells) {
        shown.update(done++, each.cell.name());
        if (interrupted())
            break;
        if (is_in_go(each.cell) || !each.account.completed)
            continue;
        result<tracked_result> seen = track_cell(each.cell, places);
        if (!seen)
            return error{seen.message()};
        tracked.push_back({each.cell, *seen});
    }
    return tracked;
}

struct strategy_sum {
    std::string strategy;
    std::uint64_t cells = 0;
    tracked_result seen = {};
};

strategy_sum &
sum_of(std::vector<strategy_sum> &sums, const std::string &strategy)
{
    const auto found = std::find_if(sums.begin(), sums.end(),
        [&](const strategy_sum &sum) { return sum.strategy == strategy; });
    if (found != sums.end())
        return *found;
    return sums.emplace_back(strategy_sum{strategy});
}

void
add_to(strategy_sum &sum, const tracked_result &seen)
{
    sum.cells++;
    sum.seen.acquired += seen.acquired;
    sum.seen.held_at_return += seen.held_at_return;
    sum.seen.held_at_end += seen.held_at_end;
    sum.seen.blocks_at_end += seen.blocks_at_end;
    sum.seen.double_releases += seen.double_releases;
    sum.seen.stranger_releases += seen.stranger_releases;
}

std::string
line_of(const strategy_sum &sum)
{
    return fmt::format("  {:20} {:>6} {:>12} {:>10} {:>10} {:>10} {:>8} "
                       "{:>9}\n",
        sum.strategy, with_thousands(sum.cells),
        with_thousands(sum.seen.acquired),
        with_thousands(sum.seen.held_at_return),
        with_thousands(sum.seen.held_at_end),
        with_thousands(sum.seen.blocks_at_end),
        with_thousands(sum.seen.double_releases),
        with_thousands(sum.seen.stranger_releases));
}

} // namespace

outcome
track_cells(const run_folder &run, std::span<const accounted_cell> cells)
{
    std::string places;
    result<std::vector<tracked_cell>> tracked = track_all(cells, places);
    if (!tracked)
        return error{tracked.message()};
    if (outcome written =
            places.empty() ? success{}
                           : write_whole_file(run.file("tracked.txt"), places);
        !written)
        return written;
    return write_csv(run.file("tracked.csv"),
        table_of<tracked_cell>(columns_of_tracked_csv(), *tracked));
}

result<std::string>
tracked_text(const table &tracked)
{
    result<std::vector<tracked_cell>> cells =
        rows_of(columns_of_tracked_csv(), tracked);
    if (!cells)
        return error{cells.message()};
    if (cells->empty())
        return std::string("\nNo cell in C that could run was selected, so "
                           "none was put under the tracker.\n");
    std::vector<strategy_sum> sums;
    for (const tracked_cell &each : *cells)
        add_to(sum_of(sums, each.cell.strategy), each.seen);
    std::string text = fmt::format(
        "\nUnder the tracker: held when the function had returned, and in the "
        "end\n  {:20} {:>6} {:>12} {:>10} {:>10} {:>10} {:>8} {:>9}\n",
        "strategy", "cells", "acquired", "at return", "at the end", "blocks",
        "twice", "strangers");
    for (const strategy_sum &sum : sums)
        text += line_of(sum);
    return text;
}

} // namespace cleanup
