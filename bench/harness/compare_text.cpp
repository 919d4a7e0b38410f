#include "bench/harness/compare_text.hpp"

#include "bench/harness/cell_columns.hpp"
#include "bench/harness/human_units.hpp"
#include "bench/harness/ratio_columns.hpp"
#include "bench/harness/whole_file.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace cleanup
{

namespace
{

constexpr std::size_t column_count = 6;
using table_line = std::array<std::string, column_count>;

const table_line headings{"cell", "base, median (min)", "new, median (min)",
    "ratio", "95% interval", "verdict"};

std::string_view
colour_of(verdict which)
{
    switch (which) {
    case verdict::faster:
        return "\033[32m";
    case verdict::slower:
        return "\033[31m";
    case verdict::unresolved:
        return "\033[33m";
    default:
        return {};
    }
}

std::string
times_text(const std::vector<double> &ns)
{
    return fmt::format(
        "{} ({})", duration_text(median(ns)), duration_text(minimum(ns)));
}

std::string
range_text(const comparison &seen)
{
    if (!seen.log_range)
        return "-";
    return fmt::format("{:.3f} to {:.3f}", std::exp(seen.log_range->low),
        std::exp(seen.log_range->high));
}

std::string
verdict_text(const compared_cell &cell)
{
    if (cell.verdict != verdict::unresolved)
        return to_string(cell.verdict);
    auto rounds = rounds_to_settle(cell.seen);
    return rounds
               ? fmt::format("unresolved ({} rounds would settle it)",
                     with_thousands(*rounds))
               : "unresolved (no practical number of rounds would settle it)";
}

table_line
line_of(const compared_cell &cell)
{
    return {cell.name, times_text(cell.base_ns), times_text(cell.new_ns),
        fmt::format("{:.3f}", std::exp(cell.seen.log_ratio)),
        range_text(cell.seen), verdict_text(cell)};
}

// What stands over a table.
std::string
title_of(std::span<const compared_cell> cells)
{
    const std::string name =
        cells.front().table.empty() ? "" : cells.front().table + ": ";
    return fmt::format("{}{} judged together, geometric mean {:.3f}", name,
        cells.size() == 1 ? "1 cell" : with_thousands(cells.size()) + " cells",
        mean_ratio(cells));
}

std::vector<std::size_t>
widths_of(std::span<const compared_cell> cells)
{
    std::vector<std::size_t> widths;
    for (const std::string &heading : headings)
        widths.push_back(heading.size());
    for (const compared_cell &cell : cells) {
        const table_line line = line_of(cell);
        for (std::size_t i = 0; i < column_count; ++i)
            widths[i] = std::max(widths[i], line[i].size());
    }
    return widths;
}

// Names to the left, numbers to the right, and nothing behind the verdict.
std::string
laid_out(const table_line &line, const std::vector<std::size_t> &widths)
{
    std::string text = fmt::format("  {:<{}}", line[0], widths[0]);
    for (std::size_t i = 1; i + 1 < column_count; ++i)
        text += fmt::format("  {:>{}}", line[i], widths[i]);
    return text + "  ";
}

std::string
painted(const std::string &text, std::string_view code, bool colour)
{
    if (!colour || code.empty())
        return text;
    return fmt::format("{}{}\033[0m", code, text);
}

std::string
table_text(std::span<const compared_cell> cells,
    const std::vector<std::size_t> &widths, bool colour)
{
    std::string text = fmt::format("\n{}\n{}{}\n", title_of(cells),
        laid_out(headings, widths), headings.back());
    for (const compared_cell &cell : cells) {
        const table_line line = line_of(cell);
        text += laid_out(line, widths) +
                painted(line.back(), colour_of(cell.verdict), colour) + '\n';
    }
    return text;
}

std::string
run_line(const char *side, const measured_run &run)
{
    return fmt::format(
        "{}: {} ({}, {})", side, run.source, run.format, run.unit);
}

std::string
control_sentence(const compared_runs &compared)
{
    if (!compared.control)
        return "No control rides in both runs: a change of the machine's speed "
               "would look like a change of every cell.";
    return fmt::format(
        "The control, which does the same work always, took {:.3f} times as "
        "long in new ({}): {}.",
        std::exp(compared.control->log_ratio), range_text(*compared.control),
        compared.control_taken_out ? "this is taken out of every ratio"
                                   : "this is in every ratio");
}

// Quiet machines stay well under this.
constexpr double busy_floor = 0.25;

std::string
floor_sentence(const compared_runs &compared)
{
    const double floor = std::expm1(compared.log_floor);
    return fmt::format("Differences under {:.1f}% are noise (from {}).{}",
        100 * floor, compared.floor_source,
        floor > busy_floor ? " That is a lot: measure when nothing else runs."
                           : "");
}

// In the order in which they are to be read, before the tables.
std::vector<std::string>
head_sentences(const compared_runs &compared)
{
    std::vector<std::string> sentences = compared.differences;
    sentences.push_back(control_sentence(compared));
    sentences.push_back(floor_sentence(compared));
    return sentences;
}

std::string
counts_sentence(const compared_runs &compared)
{
    auto count = [&](verdict which) {
        return std::count_if(compared.cells.begin(), compared.cells.end(),
            [&](const compared_cell &cell) { return cell.verdict == which; });
    };
    return fmt::format(
        "{} faster, {} slower, {} same, {} unresolved; geometric mean of what "
        "both have ({}) {:.3f}.",
        count(verdict::faster), count(verdict::slower), count(verdict::same),
        count(verdict::unresolved), with_thousands(compared.cells.size()),
        mean_ratio(compared.cells));
}

void
add_names(std::vector<std::string> &sentences, const char *what,
    const std::vector<std::string> &names)
{
    if (!names.empty())
        sentences.push_back(fmt::format("{} ({}): {}", what,
            with_thousands(names.size()), fmt::join(names, ", ")));
}

// What follows the tables.
std::vector<std::string>
tail_sentences(const compared_runs &compared)
{
    std::vector<std::string> sentences{counts_sentence(compared)};
    add_names(sentences, "Only in base", compared.only_in_base);
    add_names(sentences, "Only in new", compared.only_in_new);
    add_names(sentences, "Failed in base", compared.base.failed);
    add_names(sentences, "Failed in new", compared.fresh.failed);
    return sentences;
}

// A bar would end the field.
std::string
markdown_field(const std::string &text)
{
    std::string field;
    for (char letter : text)
        field += letter == '|' ? "\\|" : std::string(1, letter);
    return field;
}

std::string
markdown_line(const table_line &line)
{
    std::string text = "|";
    for (const std::string &field : line)
        text += ' ' + markdown_field(field) + " |";
    return text + '\n';
}

std::string
markdown_table(std::span<const compared_cell> cells)
{
    std::string text =
        fmt::format("\n### {}\n\n{}|---|---:|---:|---:|---:|---|\n",
            title_of(cells), markdown_line(headings));
    for (const compared_cell &cell : cells)
        text += markdown_line(line_of(cell));
    return text;
}

// A row of compare.csv.
struct compared_row {
    std::string cell;
    std::string table;
    std::size_t base_rounds = 0;
    double base_ns_median = 0;
    double base_ns_min = 0;
    std::array<double, 4> base_ns{}; // 5th, 25th, 75th and 95th percentile
    std::size_t new_rounds = 0;
    double new_ns_median = 0;
    double new_ns_min = 0;
    std::array<double, 4> new_ns{};
    double ratio = 1;
    std::optional<double> ratio_low;
    std::optional<double> ratio_high;
    double p = 1;
    double p_adjusted = 1;
    std::size_t comparisons = 1;
    enum verdict verdict = verdict::unresolved;
    std::optional<std::size_t> rounds_to_settle;
    double floor_ratio = 1;
    std::optional<double> control_ratio;
    std::string control_taken_out;
};

constexpr std::array percentiles{5, 25, 75, 95};

std::array<double, 4>
quantiles_of(const std::vector<double> &ns)
{
    std::array<double, 4> found{};
    std::transform(percentiles.begin(), percentiles.end(), found.begin(),
        [&](int percent) { return quantile(ns, percent / 100.0); });
    return found;
}

compared_row
row_of(const compared_cell &cell, const compared_runs &compared)
{
    compared_row row;
    row.cell = cell.name;
    row.table = cell.table;
    row.base_rounds = cell.base_ns.size();
    row.base_ns_median = median(cell.base_ns);
    row.base_ns_min = minimum(cell.base_ns);
    row.base_ns = quantiles_of(cell.base_ns);
    row.new_rounds = cell.new_ns.size();
    row.new_ns_median = median(cell.new_ns);
    row.new_ns_min = minimum(cell.new_ns);
    row.new_ns = quantiles_of(cell.new_ns);
    fill_ratio(row, cell.seen, cell.verdict);
    row.p = cell.seen.p;
    row.comparisons = cell.seen.comparisons;
    row.floor_ratio = std::exp(cell.seen.log_floor);
    if (compared.control)
        row.control_ratio = std::exp(compared.control->log_ratio);
    row.control_taken_out = compared.control_taken_out ? "yes" : "no";
    return row;
}

// A column that is only ever written.
template <typename Value>
csv_column<compared_row>
written(std::string name, Value compared_row::*member)
{
    return {std::move(name),
        [member](const compared_row &row) { return field_text(row.*member); },
        {}, true};
}

csv_columns<compared_row>
percentile_columns(
    const std::string &side, std::array<double, 4> compared_row::*member)
{
    csv_columns<compared_row> columns;
    for (std::size_t i = 0; i < percentiles.size(); ++i)
        columns.push_back({fmt::format("{}_ns_p{}", side, percentiles[i]),
            [member, i](const compared_row &row) {
                return field_text((row.*member)[i]);
            },
            {}, true});
    return columns;
}

const csv_columns<compared_row> &
compare_columns()
{
    static const auto columns = joined<compared_row>({
        {written("cell", &compared_row::cell),
            written("table", &compared_row::table),
            written("base_rounds", &compared_row::base_rounds),
            written("base_ns_median", &compared_row::base_ns_median),
            written("base_ns_min", &compared_row::base_ns_min)},
        percentile_columns("base", &compared_row::base_ns),
        {written("new_rounds", &compared_row::new_rounds),
            written("new_ns_median", &compared_row::new_ns_median),
            written("new_ns_min", &compared_row::new_ns_min)},
        percentile_columns("new", &compared_row::new_ns),
        {written("ratio", &compared_row::ratio),
            written("ratio_low", &compared_row::ratio_low),
            written("ratio_high", &compared_row::ratio_high),
            written("p", &compared_row::p),
            written("p_adjusted", &compared_row::p_adjusted),
            written("comparisons", &compared_row::comparisons),
            written("verdict", &compared_row::verdict),
            written("rounds_to_settle", &compared_row::rounds_to_settle),
            written("floor_ratio", &compared_row::floor_ratio),
            written("control_ratio", &compared_row::control_ratio),
            written("control_taken_out", &compared_row::control_taken_out)},
    });
    return columns;
}

} // namespace

std::string
compare_text(const compared_runs &compared, bool colour)
{
    std::string text = run_line("base", compared.base) + '\n' +
                       run_line("new ", compared.fresh) + '\n';
    for (const std::string &sentence : head_sentences(compared))
        text += sentence + '\n';
    const std::vector<std::size_t> widths = widths_of(compared.cells);
    for (std::span<const compared_cell> cells : tables_of(compared.cells))
        text += table_text(cells, widths, colour);
    text += '\n';
    for (const std::string &sentence : tail_sentences(compared))
        text += sentence + '\n';
    return text;
}

std::string
compare_markdown(const compared_runs &compared)
{
    std::string text = fmt::format("## {} against {}\n\n{}\n\n",
        compared.fresh.source, compared.base.source, counts_sentence(compared));
    text += "- " + run_line("base", compared.base) + '\n';
    text += "- " + run_line("new", compared.fresh) + '\n';
    for (const std::string &sentence : head_sentences(compared))
        text += "- " + sentence + '\n';
    for (std::span<const compared_cell> cells : tables_of(compared.cells))
        text += markdown_table(cells);
    std::vector<std::string> tail = tail_sentences(compared);
    for (std::size_t i = 1; i < tail.size(); ++i)
        text += '\n' + tail[i] + '\n';
    return text;
}

table
compare_table(const compared_runs &compared)
{
    std::vector<compared_row> rows;
    for (const compared_cell &cell : compared.cells)
        rows.push_back(row_of(cell, compared));
    std::stable_sort(rows.begin(), rows.end(),
        [](const compared_row &a, const compared_row &b) {
            return a.ratio > b.ratio;
        });
    return table_of<compared_row>(compare_columns(), rows);
}

outcome
write_comparison(const compared_runs &compared, const std::string &markdown,
    const std::string &csv)
{
    if (!markdown.empty())
        if (outcome written =
                write_whole_file(markdown, compare_markdown(compared));
            !written)
            return written;
    return csv.empty() ? success{} : write_csv(csv, compare_table(compared));
}

} // namespace cleanup
