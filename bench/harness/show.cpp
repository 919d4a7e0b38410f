#include "bench/harness/show.hpp"

#include "bench/harness/answer.hpp"
#include "bench/harness/fault_injection.hpp"
#include "bench/harness/go_peer.hpp"
#include "bench/harness/human_units.hpp"
#include "bench/harness/matrix.hpp"
#include "bench/harness/summary.hpp"
#include "bench/harness/tracked_cells.hpp"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <set>

#include <fmt/format.h>

namespace cleanup
{
namespace
{

// How far a row is from the point that stands for its resource: the telling
// size, 1,000 of them, one thread, the three tiers together.
auto
distance(const cell_id &cell)
{
    const auto apart = [](std::size_t value, std::size_t from) {
        return std::abs(std::log(
            static_cast<double>(value + 1) / static_cast<double>(from + 1)));
    };
    return apart(cell.size, telling_size(cell.resource)) +
           apart(cell.count, telling_count) +
           (cell.allocator == "thread_cache" ? 0 : 100) + cell.threads;
}

// What faults have left behind; empty for a run without.
std::string
faults_of(const run_folder &run)
{
    std::error_code ignored;
    if (!std::filesystem::exists(run.file("faults.csv"), ignored))
        return {};
    const result<table> faults = read_csv(run.file("faults.csv"));
    return faults ? faults_text(*faults) : faults.message() + "\n";
}

// What cells held under the tracker; empty for a run without.
std::string
tracked_of(const run_folder &run)
{
    std::error_code ignored;
    if (!std::filesystem::exists(run.file("tracked.csv"), ignored))
        return {};
    const result<table> tracked = read_csv(run.file("tracked.csv"));
    if (!tracked)
        return tracked.message() + "\n";
    const result<std::string> text = tracked_text(*tracked);
    return text ? *text : text.message() + "\n";
}

// One line per file or folder that is there.
std::string
files_text(const run_folder &run)
{
    namespace fs = std::filesystem;
    struct place {
        const char *what;
        fs::path path;
        const char *note;
    };
    const place places[] = {
        {"table", run.file("summary.csv"), "one line per cell, with units"},
        {"samples", run.file("samples.csv"), "also benchmark.json and .txt"},
        {"context", run.file("context.json"), "machine, versions, settings"},
        {"faults", run.file("faults.csv"), "what faults have left held"},
        {"tracked", run.file("tracked.csv"), "what each cell left held"},
        {"places", run.file("tracked.txt"), "where that was created"},
        {"process", run.file("process.csv"), "whole processes, by hyperfine"},
        {"programs", run.file("programs.csv"), "real programs, by hyperfine"},
        {"workloads", run.file("workloads.csv"), "what programs ask of malloc"},
        {"charts",
            run.path.parent_path().parent_path() / "plots" /
                run.path.filename(),
            "as SVG and PNG"},
    };
    std::string text;
    std::error_code ignored;
    for (const auto &[what, path, note] : places)
        if (fs::exists(path, ignored))
            text += fmt::format("{:8} {}  ({})\n", what, path.string(), note);
    return text;
}

// A quiet machine, virtual ones among them, stays well under this.
constexpr double busy_floor = 1.25;

// What keeps rows of Go from being in the table, if anything does.
std::string
go_text(const nlohmann::json &context)
{
    const std::string lost = context.value("go_lost", "");
    if (!lost.empty())
        return lost + ". Its other cells have failed.\n";
    if (context.value("go", nlohmann::json()).is_null())
        return std::string(no_go_here) + '\n';
    return {};
}

std::string
context_text(const run_folder &run, const std::vector<summary_row> &rows)
{
    result<nlohmann::json> context = read_context(run);
    if (!context)
        return {};
    const double floor = rows.empty() ? 1 : rows.front().floor_ratio;
    std::string text = fmt::format("{} rounds of {} cells; differences under "
                                   "{:.1f}% are this run's noise.\n",
        context->value("rounds_finished", 0), with_thousands(rows.size()),
        (floor - 1) * 100);
    if (floor > busy_floor)
        text += "That is a lot: the machine was busy with something else. "
                "Measure again when it is quiet.\n";
    return text + go_text(*context);
}

result<std::vector<summary_row>>
selected_rows(const std::vector<summary_row> &rows, const selection &wanted)
{
    std::vector<cell_id> cells;
    for (const summary_row &row : rows)
        cells.push_back(row.cell);
    result<std::vector<cell_id>> selected =
        select_among(std::move(cells), wanted);
    if (!selected)
        return error{selected.message()};
    const std::set<cell_id> shown(selected->begin(), selected->end());
    std::vector<summary_row> kept;
    std::copy_if(rows.begin(), rows.end(), std::back_inserter(kept),
        [&](const summary_row &row) { return shown.contains(row.cell); });
    return kept;
}

} // namespace

std::vector<answer_point>
telling_points(const std::vector<summary_row> &rows)
{
    std::vector<answer_point> points;
    for (const std::string &resource : compiled_in().resources) {
        const cell_id *best = nullptr;
        for (const summary_row &row : rows)
            if (row.cell.resource == resource &&
                row.cell.strategy != baseline_strategy &&
                (!best || distance(row.cell) < distance(*best)))
                best = &row.cell;
        if (best)
            points.push_back({resource, best->size, best->count, best->threads,
                best->allocator});
    }
    return points;
}

result<std::string>
run_text(const run_folder &run, const selection &wanted, bool colour)
{
    result<std::vector<summary_row>> rows =
        read_summary(run.file("summary.csv"));
    if (!rows)
        return error{rows.message()};
    result<std::vector<summary_row>> shown =
        wanted.empty() ? *rows : selected_rows(*rows, wanted);
    if (!shown)
        return error{shown.message()};
    return answer_table(*shown, telling_points(*shown), colour) +
           faults_of(run) + tracked_of(run) + context_text(run, *rows) +
           files_text(run);
}

} // namespace cleanup
