#include "bench/harness/answer.hpp"

#include "bench/harness/go_peer.hpp"
#include "bench/harness/human_units.hpp"

#include <algorithm>
#include <array>
#include <fmt/format.h>
#include <iterator>
#include <optional>
#include <sstream>

namespace cleanup
{

namespace
{

bool
stands_at(const summary_row &row, const answer_point &point)
{
    const cell_id &cell = row.cell;
    return cell.resource == point.resource && cell.size == point.size &&
           cell.count == point.count && cell.threads == point.threads &&
           (cell.allocator == point.allocator || is_in_go(cell));
}

} // namespace

std::vector<const summary_row *>
rows_at(std::span<const summary_row> rows, const answer_point &point)
{
    std::vector<const summary_row *> here;
    for (const summary_row &row : rows) {
        if (stands_at(row, point))
            here.push_back(&row);
    }
    std::stable_partition(here.begin(), here.end(),
        [](const summary_row *row) { return !is_in_go(row->cell); });
    return here;
}

namespace
{

constexpr std::size_t screen_width = 100;
constexpr std::size_t column_count = 9;
constexpr std::size_t verdict_column = 6;
constexpr std::string_view indent = "  ";

using table_line = std::array<std::string, column_count>;
using widths = std::array<std::size_t, column_count>;

const table_line upper_headings{
    "", "time per", "", "95%", "ratio to", "95%", "", "held at", "held for"};
const table_line lower_headings{"strategy", "resource", "least", "interval",
    "baseline", "interval", "verdict", "the peak", "mean"};

// One point's rows, as the summary has them and as the table shows them.
struct block {
    answer_point point;
    std::vector<const summary_row *> rows;
    std::vector<table_line> lines;
};

// Words of the table that are painted, with their ANSI codes.
std::string_view
colour_of(std::string_view text)
{
    if (text == "faster")
        return "\033[32m";
    if (text == "slower")
        return "\033[31m";
    if (text == "unresolved")
        return "\033[33m";
    if (text == "failed")
        return "\033[35m";
    return {};
}

std::string
painted(const std::string &text, std::string_view code, bool colour)
{
    if (!colour || code.empty())
        return text;
    return fmt::format("{}{}\033[0m", code, text);
}

bool
failed(const summary_row &row)
{
    return row.account.failures > 0;
}

std::string
ratio_text(const summary_row &row)
{
    return row.ratio ? ratio_number(*row.ratio) + "x" : "-";
}

std::string
ratio_range(const summary_row &row, std::string_view between)
{
    if (!row.ratio_low || !row.ratio_high)
        return {};
    return fmt::format("{}{}{}", ratio_number(*row.ratio_low), between,
        ratio_number(*row.ratio_high));
}

// In the unit of the median, which stands beside it.
std::string
least_time(const summary_row &row)
{
    if (!row.ns_median || !row.ns_min)
        return {};
    return three_digits(*row.ns_min / unit_for(*row.ns_median).nanoseconds);
}

// In that unit too.
std::string
time_range(const summary_row &row)
{
    if (!row.ns_median || !row.ns_low || !row.ns_high)
        return {};
    double unit = unit_for(*row.ns_median).nanoseconds;
    return fmt::format("{}-{}", three_digits(*row.ns_low / unit),
        three_digits(*row.ns_high / unit));
}

std::string
verdict_text(const summary_row &row)
{
    if (failed(row))
        return "failed";
    return row.verdict ? to_string(*row.verdict) : "-";
}

table_line
line_of(const summary_row &row)
{
    bool is_baseline = row.verdict == verdict::baseline;
    return {row.cell.strategy,
        row.ns_median ? duration_text(*row.ns_median) : "-", least_time(row),
        time_range(row), is_baseline ? "" : ratio_text(row),
        is_baseline ? "" : ratio_range(row, "-"), verdict_text(row),
        with_thousands(row.account.held_peak),
        duration_text(row.account.hold_ns_mean)};
}

std::vector<block>
blocks_of(std::span<const summary_row> rows, std::span<const answer_point> at)
{
    std::vector<block> blocks;
    for (const answer_point &point : at) {
        block here{point, rows_at(rows, point), {}};
        for (const summary_row *row : here.rows)
            here.lines.push_back(line_of(*row));
        if (!here.rows.empty())
            blocks.push_back(std::move(here));
    }
    return blocks;
}

void
widen(widths &columns, const table_line &line)
{
    for (std::size_t i = 0; i < column_count; ++i)
        columns[i] = std::max(columns[i], line[i].size());
}

widths
widths_of(const std::vector<block> &blocks)
{
    widths columns{};
    widen(columns, upper_headings);
    widen(columns, lower_headings);
    for (const block &here : blocks) {
        for (const table_line &line : here.lines)
            widen(columns, line);
    }
    return columns;
}

// Words to the left, numbers to the right.
std::string
aligned(const table_line &line, const widths &columns, bool colour)
{
    std::string text;
    for (std::size_t i = 0; i < column_count; ++i) {
        bool is_word = i == 0 || i == verdict_column;
        std::string padding(columns[i] - line[i].size(), ' ');
        std::string shown = painted(line[i], colour_of(line[i]), colour);
        text += indent;
        text += is_word ? shown + padding : padding + shown;
    }
    text.erase(text.find_last_not_of(' ') + 1);
    return text + '\n';
}

// Broken between words so that no line is wider than the screen.
std::string
wrapped(const std::string &text)
{
    std::istringstream words(text);
    std::string lines, line(indent.size() - 1, ' ');
    for (std::string word; words >> word;) {
        if (line.size() + 1 + word.size() > screen_width) {
            lines += line + '\n';
            line.assign(indent.size() - 1, ' ');
        }
        line += ' ' + word;
    }
    return lines + line + '\n';
}

std::string
title_of(const answer_point &point)
{
    return fmt::format("{} of {}, {} per call, {} thread{}, {}", point.resource,
        bytes_text(point.size), with_thousands(point.count), point.threads,
        point.threads == 1 ? "" : "s", point.allocator);
}

std::string
settling_text(std::optional<std::size_t> rounds, std::string_view what)
{
    return rounds ? fmt::format("; about {} rounds would settle {}",
                        with_thousands(*rounds), what)
                  : "";
}

// What follows the word time: "is 1.07x (1.05 to 1.10)".
std::string
time_phrase(const summary_row &row)
{
    if (!row.ratio)
        return "is compared with none";
    std::string range = ratio_range(row, " to ");
    std::string ratio =
        ratio_text(row) + (range.empty() ? "" : " (" + range + ")");
    if (row.verdict == verdict::same)
        return "is the same, " + ratio;
    if (row.verdict == verdict::unresolved)
        return "is unresolved at " + ratio +
               settling_text(row.rounds_to_settle, "it");
    return "is " + ratio;
}

using rows_view = std::span<const summary_row *const>;
using row_list = std::vector<const summary_row *>;

row_list
rows_with(rows_view rows, auto &&is_wanted)
{
    row_list wanted;
    std::copy_if(rows.begin(), rows.end(), std::back_inserter(wanted),
        [&](const summary_row *row) { return is_wanted(*row); });
    return wanted;
}

// "a, b and c", each as `text` tells it.
std::string
listing(const row_list &rows, auto &&text)
{
    std::string all;
    for (std::size_t i = 0; i < rows.size(); ++i) {
        if (i > 0)
            all += i + 1 < rows.size() ? ", " : " and ";
        all += text(*rows[i]);
    }
    return all;
}

std::string
name_of(const summary_row &row)
{
    return row.cell.strategy;
}

// Strategies that are faster or slower, and need not hold more: the ratios.
std::string
different_sentence(const row_list &rows)
{
    if (rows.empty())
        return {};
    const summary_row *first = rows.front();
    return " " + listing(rows, [first](const summary_row &row) {
        return fmt::format("{} {}{}", name_of(row),
            &row == first ? "takes " : "", ratio_text(row));
    }) + ".";
}

std::string
same_sentence(const row_list &rows)
{
    if (rows.empty())
        return {};
    return fmt::format(" {} {} the same time.", listing(rows, name_of),
        rows.size() == 1 ? "takes" : "take");
}

// The most rounds that one of them needs.
std::string
unresolved_sentence(const row_list &rows)
{
    if (rows.empty())
        return {};
    std::optional<std::size_t> rounds;
    for (const summary_row *row : rows)
        rounds = std::max(rounds, row->rounds_to_settle);
    if (rows.size() == 1)
        return fmt::format(" {} is unresolved at {}{}.", name_of(*rows[0]),
            ratio_text(*rows[0]), settling_text(rounds, "it"));
    return fmt::format(" {} are unresolved{}.",
        listing(rows,
            [](const summary_row &row) {
                return fmt::format("{} ({})", name_of(row), ratio_text(row));
            }),
        settling_text(rounds, "all"));
}

// Of strategies of which time is all there is to say.
std::string
time_sentences(rows_view rows)
{
    const auto by_verdict = [&](verdict wanted) {
        return rows_with(rows, [wanted](const summary_row &row) {
            return row.ratio && row.verdict == wanted;
        });
    };
    const row_list different = rows_with(rows, [](const summary_row &row) {
        return row.ratio && (row.verdict == verdict::faster ||
                                row.verdict == verdict::slower);
    });
    std::string text = different_sentence(different) +
                       same_sentence(by_verdict(verdict::same)) +
                       unresolved_sentence(by_verdict(verdict::unresolved));
    for (const summary_row *row : rows) {
        if (!row->ratio)
            text += fmt::format(" {} is compared with none.", name_of(*row));
    }
    return text;
}

std::string
failure_sentence(const summary_row &row)
{
    return fmt::format("{} held {}, then stopped: {}.", row.cell.strategy,
        with_thousands(row.account.held_at_failure), row.account.failure);
}

std::string
holding_sentence(const summary_row &row, const summary_row &baseline)
{
    return fmt::format("{} holds {} where {} holds {}; its time {}.",
        row.cell.strategy, with_thousands(row.account.held_peak),
        baseline_strategy, with_thousands(baseline.account.held_peak),
        time_phrase(row));
}

std::string
sentences_in_c(rows_view rows)
{
    auto found =
        std::find_if(rows.begin(), rows.end(), [](const summary_row *row) {
            return row->cell.strategy == baseline_strategy;
        });
    const summary_row *baseline = found == rows.end() ? nullptr : *found;
    std::string text;
    row_list others;
    for (const summary_row *row : rows) {
        if (failed(*row))
            text += ' ' + failure_sentence(*row);
        else if (baseline &&
                 row->account.held_peak != baseline->account.held_peak)
            text += ' ' + holding_sentence(*row, *baseline);
        else if (row != baseline)
            others.push_back(row);
    }
    return text + time_sentences(others);
}

// Time only: what is held, and by which strategy, is as in C.
std::string
sentences_in_go(rows_view rows)
{
    std::string text;
    for (const summary_row *row : rows) {
        if (failed(*row))
            text += ' ' + failure_sentence(*row);
    }
    text += time_sentences(rows_with(rows, [](const summary_row &row) {
        return !failed(row) && row.cell.strategy != baseline_strategy;
    }));
    return text.empty() ? text : " In Go:" + text;
}

// How many of the rows, from the first on, are in C.
std::size_t
rows_in_c(const block &here)
{
    return static_cast<std::size_t>(
        std::count_if(here.rows.begin(), here.rows.end(),
            [](const summary_row *row) { return !is_in_go(row->cell); }));
}

std::string
sentences_of(const block &here)
{
    const rows_view rows = here.rows;
    const std::size_t in_c = rows_in_c(here);
    return here.point.resource + ":" + sentences_in_c(rows.first(in_c)) +
           sentences_in_go(rows.subspan(in_c));
}

std::string
text_of(const block &here, const widths &columns, bool colour)
{
    std::string text = painted(title_of(here.point), "\033[1m", colour) + '\n';
    const std::size_t in_c = rows_in_c(here);
    for (std::size_t i = 0; i < here.lines.size(); ++i) {
        if (i == in_c && in_c > 0)
            text += fmt::format("{}in Go\n", indent);
        text += aligned(here.lines[i], columns, colour);
    }
    return text + wrapped(sentences_of(here));
}

std::string
footer_text()
{
    return fmt::format("Baseline: {}. An interval covers 95%, in the unit of "
                       "its value.\n",
        baseline_strategy);
}

} // namespace

std::string
answer_table(std::span<const summary_row> rows,
    std::span<const answer_point> points, bool colour)
{
    std::vector<block> blocks = blocks_of(rows, points);
    if (blocks.empty())
        return {};
    widths columns = widths_of(blocks);
    std::string text = aligned(upper_headings, columns, colour) +
                       aligned(lower_headings, columns, colour);
    for (const block &here : blocks)
        text += text_of(here, columns, colour);
    return text + footer_text();
}

} // namespace cleanup
