#include "bench/harness/workload_text.hpp"

#include "bench/harness/human_units.hpp"
#include "bench/harness/process_summary.hpp"

#include <algorithm>
#include <functional>
#include <map>
#include <utility>
#include <vector>

#include <fmt/format.h>

namespace cleanup
{

namespace
{

// The rows of one malloc after the other, for each workload in its order.
struct grid {
    std::vector<std::string> mallocs; // what they are compared with first
    std::vector<std::pair<std::string, std::string>> workloads; // with kinds
    std::map<std::pair<std::string, std::string>,
        std::map<std::string, const workload_row *>>
        rows;
};

template <typename Value>
void
add_once(std::vector<Value> &values, const Value &value)
{
    if (std::find(values.begin(), values.end(), value) == values.end())
        values.push_back(value);
}

// Without hardened_malloc, which has no room within 80 columns.
grid
grid_of(std::span<const workload_row> rows)
{
    grid all;
    all.mallocs.emplace_back(baseline_malloc);
    for (const workload_row &row : rows) {
        const std::pair key{row.kind, row.workload};
        if (row.malloc != hardened_malloc)
            add_once(all.mallocs, row.malloc);
        add_once(all.workloads, key);
        all.rows[key][row.malloc] = &row;
    }
    return all;
}

// The library with its checks against the one without.
grid
priced(grid all)
{
    all.mallocs = {unhardened_malloc, hardened_malloc};
    return all;
}

// What a table shows of the baseline, and of the others.
using cell_text = std::function<std::string(const workload_row &)>;
struct columns_text {
    const char *title;
    cell_text of_baseline;
    cell_text of_others;
};

// In the column of that malloc.
std::string
column_text(const std::string &malloc, const std::string &text)
{
    return fmt::format(
        " {:>{}}", text, std::max(std::size_t{8}, malloc.size()));
}

std::string
header_line(const grid &all, const char *title)
{
    std::string line = fmt::format("{:<25}", title);
    for (const std::string &malloc : all.mallocs)
        line += column_text(malloc, malloc);
    return line + '\n';
}

std::string
name_of(const std::pair<std::string, std::string> &workload)
{
    return workload.second == geometric_mean_name
               ? fmt::format("mean of {}s", workload.first)
               : workload.second;
}

using workload_test =
    std::function<bool(const std::string &kind, const std::string &name)>;

// Without lines when no workload passes the test.
std::string
table_text(
    const grid &all, const columns_text &columns, const workload_test &wanted)
{
    std::string lines;
    for (const auto &workload : all.workloads) {
        if (!wanted(workload.first, workload.second))
            continue;
        std::string line = fmt::format("{:<25}", name_of(workload));
        const auto &rows = all.rows.at(workload);
        for (const std::string &malloc : all.mallocs) {
            const auto found = rows.find(malloc);
            const cell_text &text = malloc == all.mallocs.front()
                                        ? columns.of_baseline
                                        : columns.of_others;
            line += column_text(
                malloc, found == rows.end() ? "-" : text(*found->second));
        }
        lines += line + '\n';
    }
    return lines.empty() ? lines
                         : header_line(all, columns.title) + lines + '\n';
}

// --- Cells ----------------------------------------------------------------

std::string
time_text(const workload_row &row)
{
    return row.ns_median ? duration_text(*row.ns_median) : "-";
}

char
mark_of(const std::optional<verdict> &seen)
{
    if (seen == verdict::unresolved)
        return '?';
    return seen == verdict::same ? '=' : ' ';
}

std::string
ratio_text(const workload_row &row)
{
    return row.ratio ? ratio_number(*row.ratio) + mark_of(row.verdict) : "-";
}

std::string
price_text(const workload_row &row)
{
    return row.price ? ratio_number(*row.price) + mark_of(row.price_verdict)
                     : "-";
}

std::string
kib_text(const std::optional<double> &kib)
{
    return kib ? three_digits(*kib / 1024) : "-";
}

std::string
peak_text(const workload_row &row)
{
    return kib_text(row.peak_kib);
}

std::string
peak_ratio_text(const workload_row &row)
{
    return row.peak_ratio ? ratio_number(*row.peak_ratio) + " " : "-";
}

std::string
end_text(const workload_row &row)
{
    return kib_text(row.end_kib);
}

std::string
scaling_text(const workload_row &row)
{
    return row.scaling ? fmt::format("{:.2f}", *row.scaling) : "-";
}

// --- What a table is of ---------------------------------------------------

bool
is_any(const std::string &kind, const std::string &)
{
    return kind != "idle";
}

bool
is_program(const std::string &kind, const std::string &)
{
    return kind == "program";
}

// As a whole; what single calls cost more is in workloads.csv.
bool
is_program_or_mean(const std::string &kind, const std::string &name)
{
    return kind == "program" || name == geometric_mean_name;
}

bool
is_idle(const std::string &kind, const std::string &)
{
    return kind == "idle";
}

bool
is_of_two_threads(const std::string &, const std::string &name)
{
    return name.starts_with("two_threads_");
}

// Not where hardened_malloc was left out.
bool
has_prices(std::span<const workload_row> rows)
{
    return std::ranges::any_of(
        rows, [](const workload_row &row) { return row.price.has_value(); });
}

std::string
prices_text(const grid &all)
{
    return table_text(priced(all),
        {"price of every check", time_text, price_text}, is_program_or_mean);
}

std::string
legend_text(std::span<const workload_row> rows)
{
    std::size_t rounds = 0;
    for (const workload_row &row : rows)
        rounds = std::max(rounds, row.rounds);
    const double floor =
        rows.empty() ? 1 : rows.front().floor_ratio.value_or(1);
    return fmt::format(
        "{}: its own numbers; the others: times that of {}.\n{}"
        "{} rounds; differences under {:.1f}% are noise. = the same, "
        "? unresolved.\n",
        baseline_malloc, baseline_malloc,
        has_prices(rows) ? fmt::format("{}, every check: times that of {}.\n",
                               hardened_malloc, unhardened_malloc)
                         : "",
        rounds, (floor - 1) * 100);
}

} // namespace

std::string
workload_text(std::span<const workload_row> rows)
{
    const grid all = grid_of(rows);
    return table_text(
               all, {"time per operation", time_text, ratio_text}, is_any) +
           (has_prices(rows) ? prices_text(all) : "") +
           table_text(all, {"peak memory, MiB", peak_text, peak_ratio_text},
               is_program) +
           table_text(all, {"two threads to one", scaling_text, scaling_text},
               is_of_two_threads) +
           table_text(
               all, {"MiB kept when idle", end_text, end_text}, is_idle) +
           legend_text(rows);
}

} // namespace cleanup
