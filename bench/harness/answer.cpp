#include "bench/harness/answer.hpp"

#include "bench/harness/human_units.hpp"

#include <algorithm>
#include <array>
#include <fmt/format.h>
#include <sstream>

namespace cleanup
{

namespace
{

constexpr std::size_t screen_width = 100;
constexpr std::size_t column_count = 9;
constexpr std::size_t verdict_column = 5;
constexpr std::string_view indent = "  ";

using table_line = std::array<std::string, column_count>;
using widths = std::array<std::size_t, column_count>;

const table_line upper_headings{
    "", "time per", "95%", "ratio to", "95%", "", "held at", "held for", ""};
const table_line lower_headings{"strategy", "resource", "interval", "baseline",
    "interval", "verdict", "the peak", "mean", "failures"};

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

// Two decimals, or two digits that count where those would show nothing.
std::string
ratio_number(double ratio)
{
    return ratio < 0.095 ? fmt::format("{:.2g}", ratio) : three_digits(ratio);
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
        row.ns_median ? duration_text(*row.ns_median) : "-", time_range(row),
        is_baseline ? "" : ratio_text(row),
        is_baseline ? "" : ratio_range(row, "-"), verdict_text(row),
        with_thousands(row.account.held_peak),
        duration_text(row.account.hold_ns_mean),
        with_thousands(row.account.failures)};
}

bool
stands_at(const summary_row &row, const answer_point &point)
{
    const cell_id &cell = row.cell;
    return cell.resource == point.resource && cell.size == point.size &&
           cell.count == point.count && cell.threads == point.threads &&
           cell.allocator == point.allocator;
}

std::vector<block>
blocks_of(std::span<const summary_row> rows, std::span<const answer_point> at)
{
    std::vector<block> blocks;
    for (const answer_point &point : at) {
        block here{point, {}, {}};
        for (const summary_row &row : rows) {
            if (!stands_at(row, point))
                continue;
            here.rows.push_back(&row);
            here.lines.push_back(line_of(row));
        }
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
settling_text(const summary_row &row)
{
    if (!row.rounds_to_settle)
        return {};
    return fmt::format("; about {} rounds would settle it",
        with_thousands(*row.rounds_to_settle));
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
        return "is unresolved at " + ratio + settling_text(row);
    return "is " + ratio;
}

// The same in short, for a strategy of which time is all there is to say.
std::string
time_sentence(const summary_row &row)
{
    const std::string &name = row.cell.strategy;
    if (!row.ratio)
        return name + " is compared with none.";
    if (row.verdict == verdict::same)
        return name + " takes the same time.";
    if (row.verdict == verdict::unresolved)
        return fmt::format("{} is unresolved at {}{}.", name, ratio_text(row),
            settling_text(row));
    return fmt::format("{} takes {}.", name, ratio_text(row));
}

std::string
failure_sentence(const summary_row &row)
{
    return fmt::format("{} held {}, then stopped: {}.", row.cell.strategy,
        with_thousands(row.account.held_at_failure), row.account.failure);
}

// What one strategy does that the baseline does not.
std::string
sentence_of(const summary_row &row, const summary_row *baseline)
{
    if (failed(row))
        return failure_sentence(row);
    if (!baseline || row.account.held_peak == baseline->account.held_peak)
        return time_sentence(row);
    return fmt::format("{} holds {} where {} holds {}; its time {}.",
        row.cell.strategy, with_thousands(row.account.held_peak),
        baseline_strategy, with_thousands(baseline->account.held_peak),
        time_phrase(row));
}

std::string
sentences_of(const block &here)
{
    auto found = std::find_if(
        here.rows.begin(), here.rows.end(), [](const summary_row *row) {
            return row->cell.strategy == baseline_strategy;
        });
    const summary_row *baseline = found == here.rows.end() ? nullptr : *found;
    std::string text = here.point.resource + ":";
    for (const summary_row *row : here.rows) {
        if (row != baseline || failed(*row))
            text += ' ' + sentence_of(*row, baseline);
    }
    return text;
}

std::string
text_of(const block &here, const widths &columns, bool colour)
{
    std::string text = painted(title_of(here.point), "\033[1m", colour) + '\n';
    for (const table_line &line : here.lines)
        text += aligned(line, columns, colour);
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
