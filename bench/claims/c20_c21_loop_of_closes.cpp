// What happens when closes pile up in a loop, and when a function of each
// round's own keeps them from it. Judged by the run's cells of files.
#include "bench/claims/judge.hpp"
#include "bench/claims/registry.hpp"
#include "bench/harness/human_units.hpp"

#include <fmt/format.h>

namespace cleanup
{
namespace
{

// From here on an end of the function is "badly" slowed down.
constexpr double badly = 2;

constexpr double no_slower = 1; // than closing each at once

// The cells of one runtime that both claims look at, of the same count.
struct file_cells {
    const summary_row *deferred =
        nullptr; // in the loop, until the function ends
    const summary_row *literal = nullptr; // deferred within each round
    const summary_row *closed = nullptr;  // explicitly
};

const summary_row *
file_cell(const evidence &seen, const char *strategy, const char *runtime,
    std::size_t count)
{
    const char *allocator =
        std::string_view(runtime) == "go" ? "go" : "thread_cache";
    return find_cell(seen, {strategy, allocator, "file", 0, count, 1, runtime});
}

std::optional<file_cells>
cells_of(const evidence &seen, const char *runtime)
{
    file_cells cells;
    cells.deferred = file_cell(seen, "loop_defer", runtime, 0);
    if (!cells.deferred)
        return std::nullopt;
    const std::size_t count = cells.deferred->cell.count;
    cells.literal = file_cell(seen, "scoped_defer", runtime, count);
    cells.closed = file_cell(seen, "explicit_close", runtime, count);
    if (!cells.literal || !cells.closed)
        return std::nullopt;
    return cells;
}

side
no_cells(const evidence &seen, const char *runtime)
{
    const bool no_go = std::string_view(runtime) == "go" && !seen.has_go();
    return {"", no_go ? no_go_side : "the run has no such cells of files"};
}

// The cell that the verdict rests on: Go's where it was measured.
template <typename Cells>
const Cells &
telling(const std::optional<Cells> &c, const std::optional<Cells> &go)
{
    return go ? *go : *c;
}

constexpr const char *no_cells_at_all =
    "The run has no cells of files for loop_defer, scoped_defer and "
    "explicit_close.";

// --- C20 --------------------------------------------------------------------

std::optional<estimate>
time_ratio(const summary_row &row)
{
    if (!row.ratio)
        return std::nullopt;
    estimate of{*row.ratio, {}, row.rounds};
    if (row.ratio_low && row.ratio_high)
        of.range = interval{*row.ratio_low, *row.ratio_high, confidence_level};
    return of;
}

bool
in_one_row(const summary_row &row)
{
    return row.account.burst_peak == row.cell.count &&
           row.account.held_peak == row.cell.count;
}

claim_verdict
judge_burst(const summary_row &row)
{
    if (!in_one_row(row))
        return claim_verdict::contradicted;
    const std::optional<estimate> ratio = time_ratio(row);
    if (!ratio)
        return claim_verdict::not_measured;
    const interval range = range_of(*ratio);
    if (range.low >= badly)
        return claim_verdict::reproduced;
    if (range.high <= no_slower)
        return claim_verdict::contradicted;
    return range.low > no_slower && range.high < badly
               ? claim_verdict::direction_only
               : claim_verdict::unresolved;
}

std::string
ratio_text(const summary_row &row)
{
    return row.ratio ? fmt::format("{:.2f} times", *row.ratio) : "not timed";
}

side
burst_side(const summary_row &row)
{
    return {fmt::format("{}, {} open, {} closed in a row in {}",
                ratio_text(row), with_thousands(row.account.held_peak),
                with_thousands(row.account.burst_peak),
                duration_text(row.account.burst_ns)),
        ""};
}

void
add_ratio_bars(finding &found, const char *series, const file_cells &cells)
{
    if (const auto deferred = time_ratio(*cells.deferred))
        found.bars.push_back(bar_of("deferred in the loop", series, *deferred));
    if (const auto literal = time_ratio(*cells.literal))
        found.bars.push_back(bar_of("in a function literal", series, *literal));
}

// "1.12 times the time of closing each at once", and whether that is slower.
std::string
slow_down_text(const summary_row &row)
{
    const std::optional<estimate> ratio = time_ratio(row);
    if (!ratio)
        return "how long all of it takes was not timed";
    const interval range = range_of(*ratio);
    const bool may_be_none = range.low <= no_slower && range.high > no_slower;
    return fmt::format(
        "all in all it takes {} times the time of closing each at once{}",
        estimate_text(*ratio),
        may_be_none ? ", which this run cannot tell from no slow-down" : "");
}

std::string
burst_sentence(const char *runtime, const summary_row &row)
{
    return fmt::format(
        "In {} a function that defers {} closes holds {} files open and closes "
        "{} of them in one row, which takes {} at its end; {}.",
        runtime, with_thousands(row.cell.count),
        with_thousands(row.account.held_peak),
        with_thousands(row.account.burst_peak),
        duration_text(row.account.burst_ns), slow_down_text(row));
}

finding
judge_c20(const evidence &seen)
{
    const auto c = cells_of(seen, "c");
    const auto go = cells_of(seen, "go");
    if (!c && !go)
        return not_measured(no_cells_at_all);
    const summary_row &row = *telling(c, go).deferred;
    finding found;
    found.verdict = judge_burst(row);
    found.c = c ? burst_side(*c->deferred) : no_cells(seen, "c");
    found.go = go ? burst_side(*go->deferred) : no_cells(seen, "go");
    if (const auto ratio = time_ratio(row)) {
        found.measured = ratio->median;
        found.range = ratio->range;
    }
    found.floor = row.floor_ratio;
    found.rounds = row.rounds;
    found.explanation = burst_sentence(go ? "Go" : "C", row);
    found.axis = "total time, as a multiple of closing each at once";
    found.threshold_line = badly;
    if (c)
        add_ratio_bars(found, "C", *c);
    if (go)
        add_ratio_bars(found, "Go", *go);
    return found;
}

// --- C21 --------------------------------------------------------------------

claim_verdict
judge_literal(const file_cells &cells)
{
    const std::uint64_t piled = cells.deferred->account.held_peak;
    const std::uint64_t held = cells.literal->account.held_peak;
    if (held >= piled)
        return claim_verdict::contradicted;
    return held == 1 ? claim_verdict::reproduced
                     : claim_verdict::direction_only;
}

side
literal_side(const file_cells &cells)
{
    return {fmt::format("{} open, not {}; {} the time",
                with_thousands(cells.literal->account.held_peak),
                with_thousands(cells.deferred->account.held_peak),
                ratio_text(*cells.literal)),
        ""};
}

void
add_held_bars(finding &found, const char *series, const file_cells &cells)
{
    const auto held = [](const summary_row &row) {
        return static_cast<double>(row.account.held_peak);
    };
    found.bars.push_back(
        {"deferred in the loop", series, held(*cells.deferred), {}});
    found.bars.push_back(
        {"in a function literal", series, held(*cells.literal), {}});
    found.bars.push_back(
        {"closed explicitly", series, held(*cells.closed), {}});
}

finding
judge_c21(const evidence &seen)
{
    const auto c = cells_of(seen, "c");
    const auto go = cells_of(seen, "go");
    if (!c && !go)
        return not_measured(no_cells_at_all);
    const file_cells &cells = telling(c, go);
    finding found;
    found.verdict = judge_literal(cells);
    found.c = c ? literal_side(*c) : no_cells(seen, "c");
    found.go = go ? literal_side(*go) : no_cells(seen, "go");
    found.measured = static_cast<double>(cells.literal->account.held_peak);
    found.rounds = cells.literal->rounds;
    found.explanation = fmt::format(
        "In {} a function literal around each of {} files keeps {} open at the "
        "most, where deferring in the loop itself keeps {} open; it takes {} "
        "the time of closing each at once.",
        go ? "Go" : "C", with_thousands(cells.literal->cell.count),
        with_thousands(cells.literal->account.held_peak),
        with_thousands(cells.deferred->account.held_peak),
        ratio_text(*cells.literal));
    found.axis = "files open at the most";
    if (c)
        add_held_bars(found, "C", *c);
    if (go)
        add_held_bars(found, "Go", *go);
    return found;
}

} // namespace

const claim c20 = {"C20", "2.4",
    "上述代码在单次函数调用中注册上万个 defer 调用,导致函数退出时集中执行大量 "
    "Close(),严重拖慢执行速度。",
    "Ten thousand closes deferred in a loop run in one burst when the function "
    "ends, and slow it down badly.",
    "The run's cells of files: loop_defer against explicit_close, at the "
    "largest count that was measured. The accounted pass counts what is held "
    "and the longest row of closes; the timed pass times the whole.",
    "total time, as a multiple of that of explicit_close",
    "Reproduced: all closes run in one row at the end, all files are open "
    "until then, and the 95% interval of the time ratio is at 2 or above. "
    "Direction only: the row is there, and the interval lies above 1 and below "
    "2. Contradicted: no such row, or the interval lies at 1 or below. "
    "Unresolved: the interval lies across 1 or 2.",
    judge_c20, "held_by_count"};

const claim c21 = {"C21", "2.4",
    "此方式将 defer 控制在小范围作用域内,每次仅延迟一个调用,避免累积开销。",
    "A function literal inside the loop defers one call at a time, so that "
    "nothing piles up.",
    "The run's cells of files: scoped_defer, which defers within each round of "
    "the loop, against loop_defer, at the largest count that was measured.",
    "files open at the most",
    "Reproduced: with the literal one file is open at the most, and more "
    "without. Direction only: more than one, and fewer than without. "
    "Contradicted: as many as without.",
    judge_c21, "held_by_count"};

} // namespace cleanup
