#include "bench/harness/report_tables.hpp"

#include "bench/harness/go_peer.hpp"
#include "bench/harness/human_units.hpp"
#include "bench/harness/report_charts.hpp"
#include "bench/harness/report_html.hpp"

#include <algorithm>
#include <charconv>
#include <filesystem>

#include <fmt/format.h>

namespace cleanup
{
namespace
{

using html_row = std::vector<html_cell>;

html_cell
number_cell(const std::string &text, double value)
{
    return {html_text(text), fmt::format("{}", value)};
}

html_cell
time_cell(const std::optional<double> &ns)
{
    return ns ? number_cell(duration_text(*ns), *ns) : html_cell{};
}

html_cell
count_cell(std::uint64_t number)
{
    return number_cell(with_thousands(number), static_cast<double>(number));
}

html_cell
bytes_cell(std::uint64_t bytes)
{
    constexpr double kibi = 1024;
    const double size = static_cast<double>(bytes);
    const std::string text =
        size >= kibi * kibi
            ? fmt::format("{} MiB", three_digits(size / kibi / kibi))
        : size >= kibi ? fmt::format("{} KiB", three_digits(size / kibi))
                       : fmt::format("{} B", bytes);
    return number_cell(text, size);
}

// An interval sorts by its width: the least certain at one end.
html_cell
interval_cell(const std::optional<double> &low,
    const std::optional<double> &high, double unit)
{
    if (!low || !high)
        return {};
    return number_cell(fmt::format("{} – {}", three_digits(*low / unit),
                           three_digits(*high / unit)),
        *high / *low);
}

html_cell
time_interval_cell(const summary_row &row)
{
    return row.ns_median ? interval_cell(row.ns_low, row.ns_high,
                               unit_for(*row.ns_median).nanoseconds)
                         : html_cell{};
}

bool
is_baseline(const summary_row &row)
{
    return row.verdict == verdict::baseline;
}

html_cell
ratio_cell(const summary_row &row)
{
    if (!row.ratio || is_baseline(row))
        return {};
    return number_cell(three_digits(*row.ratio) + "x", *row.ratio);
}

html_cell
verdict_cell(const std::optional<verdict> &which,
    const std::optional<std::size_t> &rounds_to_settle)
{
    const std::string word = which ? to_string(*which) : "";
    if (which == verdict::faster)
        return {fmt::format("<span class=\"good\">{}</span>", word), ""};
    if (which == verdict::slower)
        return {fmt::format("<span class=\"bad\">{}</span>", word), ""};
    if (rounds_to_settle)
        return {fmt::format("{}; {} rounds would settle it", word,
                    with_thousands(*rounds_to_settle)),
            ""};
    return {word, ""};
}

html_cell
verdict_cell(const summary_row &row)
{
    if (row.account.failures > 0)
        return {fmt::format("<span class=\"bad\">stopped</span> with {} held",
                    with_thousands(row.account.held_at_failure)),
            ""};
    return verdict_cell(row.verdict, row.rounds_to_settle);
}

// What a narrow screen shows first comes first.
const std::vector<html_column> point_columns = {{"strategy", "words"},
    {"time", ""}, {"ratio", ""}, {"verdict", "words"}, {"time, 95%", ""},
    {"ratio, 95%", ""}, {"minimum", ""}, {"held at most", ""}, {"held for", ""},
    {"memory at most", ""}};

html_cell
strategy_cell(const cell_id &cell)
{
    return {marked_name(cell.strategy) + (is_in_go(cell) ? " in Go" : ""),
        cell.strategy + cell.runtime};
}

html_row
point_row(const summary_row &row)
{
    return {strategy_cell(row.cell), time_cell(row.ns_median), ratio_cell(row),
        verdict_cell(row), time_interval_cell(row),
        is_baseline(row) ? html_cell{}
                         : interval_cell(row.ratio_low, row.ratio_high, 1),
        time_cell(row.ns_min), count_cell(row.account.held_peak),
        time_cell(row.account.hold_ns_mean),
        bytes_cell(row.account.heap_bytes_peak)};
}

// Where the strategy stands in the legends; those in Go come after all.
std::size_t
place_of(const cell_id &cell, std::span<const look> looks)
{
    const auto found = std::find_if(looks.begin(), looks.end(),
        [&](const look &each) { return each.name == cell.strategy; });
    return static_cast<std::size_t>(found - looks.begin()) +
           (is_in_go(cell) ? looks.size() + 1 : 0);
}

const std::vector<html_column> growth_columns = {{"strategy", "words"},
    {"grows as", "words"}, {"time", ""}, {"for each", "words"}, {"off by", ""},
    {"counts", ""}};

html_row
growth_cells(const growth_row &row)
{
    return {strategy_cell(row.cell), {to_string(row.fit.growth), ""},
        number_cell(duration_text(row.fit.factor), row.fit.factor),
        {unit_of(row.fit.growth), ""},
        number_cell(
            fmt::format("{:.1f}%", 100 * row.fit.residual), row.fit.residual),
        number_cell(fmt::format("{}, {} – {}", row.counts,
                        with_thousands(row.least_count),
                        with_thousands(row.greatest_count)),
            static_cast<double>(row.greatest_count))};
}

// At the point, or in Go, whose allocator is its own.
bool
grows_at(const growth_row &row, const answer_point &point)
{
    return row.cell.resource == point.resource && row.cell.size == point.size &&
           row.cell.threads == point.threads &&
           (row.cell.allocator == point.allocator || is_in_go(row.cell));
}

const std::vector<html_column> allocator_columns = {{"allocator", "words"},
    {"size", ""}, {"time", ""}, {"95% interval", ""}, {"minimum", ""}};

html_row
allocator_row(const summary_row &row)
{
    return {{html_text(row.cell.allocator), ""}, bytes_cell(row.cell.size),
        time_cell(row.ns_median), time_interval_cell(row),
        time_cell(row.ns_min)};
}

bool
is_number(const std::string &text)
{
    double number;
    const char *end = text.data() + text.size();
    const auto [stop, problem] = std::from_chars(text.data(), end, number);
    return problem == std::errc{} && stop == end;
}

// A column is of numbers when every row has one or nothing.
html_column
file_column(const table &content, std::size_t i)
{
    constexpr std::size_t long_text = 40;
    std::string kind;
    for (const std::vector<std::string> &row : content.rows) {
        if (!row[i].empty() && !is_number(row[i]) && kind.empty())
            kind = "words";
        if (row[i].size() > long_text)
            kind = "words long";
    }
    std::string title = content.header[i];
    std::replace(title.begin(), title.end(), '_', ' ');
    return {title, kind};
}

// Whole numbers as they are; others with the digits that count.
html_cell
file_cell(const std::string &text)
{
    if (!is_number(text) || text.find_first_of(".eE") == std::string::npos)
        return {html_text(text), ""};
    return {four_digits(std::stod(text)), text};
}

// `of` is what follows the number of rows.
std::string
folded_table(std::span<const html_column> columns,
    std::span<const html_row> rows, const std::string &of)
{
    constexpr std::size_t most_at_once = 30; // rows
    const std::string html = html_table(columns, rows);
    return rows.size() <= most_at_once
               ? html
               : html_details(fmt::format("All {} rows{}",
                                  with_thousands(rows.size()), of),
                     html, "");
}

// --- Whole processes ------------------------------------------------------

constexpr double ns_per_ms = 1e6;

html_cell
ms_cell(const std::optional<double> &ms)
{
    return ms ? time_cell(*ms * ns_per_ms) : html_cell{};
}

// What all have in common is not told of each.
std::vector<std::size_t>
telling_columns(const process_file &file)
{
    std::vector<std::size_t> telling;
    for (std::size_t i = 0; i < file.columns.size(); ++i)
        if (std::any_of(file.rows.begin(), file.rows.end(),
                [&](const process_row &row) {
                    return row.identity[i] != file.rows.front().identity[i];
                }))
            telling.push_back(i);
    return telling;
}

html_cell
peak_cell(const std::optional<double> &kib)
{
    constexpr double bytes_per_kib = 1024;
    return kib ? bytes_cell(static_cast<std::uint64_t>(*kib * bytes_per_kib))
               : html_cell{};
}

html_row
measured_cells(const process_row &row)
{
    const bool compared = row.ratio && row.verdict != verdict::baseline;
    const double unit =
        row.wall_ms_median
            ? unit_for(*row.wall_ms_median * ns_per_ms).nanoseconds / ns_per_ms
            : 1;
    return {ms_cell(row.wall_ms_median),
        interval_cell(row.wall_ms_low, row.wall_ms_high, unit),
        ms_cell(row.wall_ms_min), ms_cell(row.user_ms_median),
        ms_cell(row.system_ms_median), peak_cell(row.peak_kib),
        compared ? number_cell(three_digits(*row.ratio) + "x", *row.ratio)
                 : html_cell{},
        compared ? interval_cell(row.ratio_low, row.ratio_high, 1)
                 : html_cell{},
        verdict_cell(row.verdict, row.rounds_to_settle)};
}

const std::vector<html_column> measured_columns = {{"wall time", ""},
    {"95% interval", ""}, {"minimum", ""}, {"user", ""}, {"system", ""},
    {"peak memory", ""}, {"ratio", ""}, {"95% interval", ""},
    {"verdict", "words"}};

} // namespace

std::string
processes_table(const process_file &file)
{
    if (file.rows.empty())
        return {};
    const std::vector<std::size_t> telling = telling_columns(file);
    std::vector<html_column> columns;
    for (std::size_t i : telling)
        columns.push_back({file.columns[i], "words"});
    columns.insert(
        columns.end(), measured_columns.begin(), measured_columns.end());
    std::vector<html_row> rows;
    for (const process_row &row : file.rows) {
        html_row &shown = rows.emplace_back();
        for (std::size_t i : telling)
            shown.push_back({html_text(row.identity[i]), ""});
        for (html_cell &cell : measured_cells(row))
            shown.push_back(std::move(cell));
    }
    return folded_table(columns, rows, "");
}

std::string
point_table(std::span<const summary_row> rows, const answer_point &point,
    std::span<const look> looks)
{
    std::vector<const summary_row *> here = rows_at(rows, point);
    std::stable_sort(here.begin(), here.end(),
        [&](const summary_row *a, const summary_row *b) {
            return place_of(a->cell, looks) < place_of(b->cell, looks);
        });
    std::vector<html_row> shown;
    for (const summary_row *row : here)
        shown.push_back(point_row(*row));
    return html_table(point_columns, shown);
}

std::string
growth_table(std::span<const growth_row> rows, const answer_point &point)
{
    std::vector<html_row> shown;
    for (const growth_row &row : rows)
        if (grows_at(row, point))
            shown.push_back(growth_cells(row));
    return shown.empty() ? "" : html_table(growth_columns, shown);
}

std::string
allocator_table(std::span<const summary_row> rows, const std::string &resource)
{
    std::vector<html_row> shown;
    for (const summary_row &row : rows)
        if (row.cell.resource == resource && row.cell.threads == 1)
            shown.push_back(allocator_row(row));
    return html_table(allocator_columns, shown);
}

std::string
file_table(const table &content)
{
    std::vector<html_column> columns;
    for (std::size_t i = 0; i < content.header.size(); ++i)
        columns.push_back(file_column(content, i));
    std::vector<html_row> rows;
    for (const std::vector<std::string> &row : content.rows) {
        html_row &shown = rows.emplace_back();
        for (const std::string &text : row)
            shown.push_back(file_cell(text));
    }
    return folded_table(columns, rows,
        " of " + std::filesystem::path(content.source).filename().string());
}

} // namespace cleanup
