#include "bench/harness/process_summary.hpp"

#include "bench/harness/cell_columns.hpp"
#include "bench/harness/csv_columns.hpp"
#include "bench/harness/ratio_columns.hpp"

#include <algorithm>
#include <cmath>
#include <map>

namespace cleanup
{

namespace
{

using identity = std::vector<std::string>;
using processes_by_identity = std::map<identity, const process_times *>;

const csv_columns<process_row> &
metric_columns()
{
    static const csv_columns<process_row> columns = [] {
        csv_columns<process_row> all{
            column_of("rounds", &process_row::rounds),
            column_of("wall_ms_median", &process_row::wall_ms_median),
            column_of("wall_ms_low", &process_row::wall_ms_low),
            column_of("wall_ms_high", &process_row::wall_ms_high),
            column_of("wall_ms_min", &process_row::wall_ms_min),
            column_of("user_ms_median", &process_row::user_ms_median),
            column_of("system_ms_median", &process_row::system_ms_median),
            later_column_of("peak_kib", &process_row::peak_kib),
            later_column_of("ratio", &process_row::ratio),
            later_column_of("ratio_low", &process_row::ratio_low),
            later_column_of("ratio_high", &process_row::ratio_high),
            later_column_of("p_adjusted", &process_row::p_adjusted),
            later_column_of("verdict", &process_row::verdict),
            later_column_of("rounds_to_settle", &process_row::rounds_to_settle),
            later_column_of("floor_ratio", &process_row::floor_ratio),
            later_column_of("user_ratio", &process_row::user_ratio),
            later_column_of("peak_ratio", &process_row::peak_ratio),
        };
        all.front().required = false; // was "runs"
        return all;
    }();
    return columns;
}

csv_column<process_row>
identity_column(const std::string &name, std::size_t place)
{
    csv_column<process_row> column;
    column.name = name;
    column.text = [place](const process_row &row) {
        return row.identity.at(place);
    };
    column.read = [](const std::string &text, process_row &row) {
        row.identity.push_back(text);
        return true;
    };
    return column;
}

csv_columns<process_row>
all_columns(std::span<const std::string> columns)
{
    csv_columns<process_row> own;
    for (std::size_t i = 0; i < columns.size(); ++i)
        own.push_back(identity_column(columns[i], i));
    return joined<process_row>({own, metric_columns()});
}

// --- Comparing ------------------------------------------------------------

identity
baseline_of(const process_design &design, identity of)
{
    of[design.varied] = design.baseline;
    return of;
}

processes_by_identity
by_identity(std::span<const process_times> processes)
{
    processes_by_identity found;
    for (const process_times &process : processes)
        if (!process.twin)
            found[process.identity] = &process;
    return found;
}

// None when no round has both.
std::optional<comparison>
compare(const process_times &process, const process_times &baseline)
{
    const paired_rounds pairs = pair_rounds(process.wall_ms, baseline.wall_ms);
    if (pairs.first.empty())
        return std::nullopt;
    return compare_paired(pairs.first, pairs.second);
}

double
floor_of(std::span<const process_times> processes)
{
    const processes_by_identity known = by_identity(processes);
    std::vector<double> ratios;
    for (const process_times &process : processes)
        if (auto other = known.find(process.identity);
            process.twin && other != known.end())
            if (auto seen = compare(process, *other->second))
                ratios.push_back(seen->log_ratio);
    return noise_floor(ratios);
}

// --- Means ----------------------------------------------------------------

double
geometric_mean(std::span<const double> values)
{
    double sum = 0;
    for (double value : values)
        sum += std::log(value);
    return std::exp(sum / static_cast<double>(values.size()));
}

using members = std::vector<const process_times *>;

// Of the rounds that all members have.
rounds_of_cell
mean_rounds(const members &all, rounds_of_cell process_times::*times)
{
    std::map<unsigned, std::vector<double>> by_round;
    for (const process_times *member : all)
        for (const auto &[round, ms] : member->*times)
            by_round[round].push_back(ms);
    rounds_of_cell means;
    for (const auto &[round, ms] : by_round)
        if (ms.size() == all.size())
            means[round] = geometric_mean(ms);
    return means;
}

std::optional<double>
mean_peak(const members &all)
{
    std::vector<double> peaks;
    for (const process_times *member : all) {
        if (!member->peak_kib)
            return std::nullopt;
        peaks.push_back(*member->peak_kib);
    }
    return geometric_mean(peaks);
}

process_times
mean_of(const identity &of, const members &all)
{
    return {of, false, mean_peak(all),
        mean_rounds(all, &process_times::wall_ms),
        mean_rounds(all, &process_times::user_ms),
        mean_rounds(all, &process_times::system_ms)};
}

std::vector<std::string>
values_of(const members &all, std::size_t column)
{
    std::vector<std::string> values;
    for (const process_times *member : all)
        values.push_back(member->identity[column]);
    return values;
}

// A mean over fewer processes than its baseline has is none of the same.
bool
comparable(const process_design &design,
    const std::map<identity, members> &joined_by, const identity &of)
{
    const std::size_t over = *design.mean_over;
    const auto baseline = joined_by.find(baseline_of(design, of));
    return baseline == joined_by.end() || values_of(joined_by.at(of), over) ==
                                              values_of(baseline->second, over);
}

std::vector<process_times>
means_of(const process_design &design, std::span<const process_times> processes)
{
    std::vector<identity> order;
    std::map<identity, members> joined_by;
    for (const process_times &process : processes) {
        identity of = process.identity;
        of[*design.mean_over] = geometric_mean_name;
        if (joined_by[of].empty())
            order.push_back(of);
        joined_by[of].push_back(&process);
    }
    std::vector<process_times> means;
    for (const identity &of : order)
        if (comparable(design, joined_by, of))
            means.push_back(mean_of(of, joined_by[of]));
    return means;
}

// Without twins.
std::vector<process_times>
with_means(
    const process_design &design, std::span<const process_times> processes)
{
    std::vector<process_times> all;
    std::copy_if(processes.begin(), processes.end(), std::back_inserter(all),
        [](const process_times &process) { return !process.twin; });
    if (design.mean_over)
        for (process_times &mean : means_of(design, all))
            all.push_back(std::move(mean));
    return all;
}

// --- Rows -----------------------------------------------------------------

std::vector<double>
values_of(const rounds_of_cell &rounds)
{
    std::vector<double> values;
    for (const auto &[round, value] : rounds)
        values.push_back(value);
    return values;
}

std::optional<double>
median_of(const rounds_of_cell &rounds)
{
    if (rounds.empty())
        return std::nullopt;
    return median(values_of(rounds));
}

void
fill_wall(process_row &row, const std::vector<double> &ms)
{
    row.rounds = ms.size();
    if (ms.empty())
        return;
    row.wall_ms_median = median(ms);
    row.wall_ms_min = minimum(ms);
    if (auto range = median_interval(ms)) {
        row.wall_ms_low = range->low;
        row.wall_ms_high = range->high;
    }
}

process_row
measured_row(const process_times &process)
{
    process_row row;
    row.identity = process.identity;
    row.peak_kib = process.peak_kib;
    row.user_ms_median = median_of(process.user_ms);
    row.system_ms_median = median_of(process.system_ms);
    fill_wall(row, values_of(process.wall_ms));
    return row;
}

// What the kernel books in steps is 0 for a short process, and has no ratio.
std::optional<double>
user_ratio(const process_times &process, const process_times &baseline)
{
    const paired_rounds pairs = pair_rounds(process.user_ms, baseline.user_ms);
    if (pairs.first.empty() || minimum(pairs.first) <= 0 ||
        minimum(pairs.second) <= 0)
        return std::nullopt;
    return std::exp(median(log_ratios(pairs.first, pairs.second)));
}

void
fill_other_ratios(process_row &row, const process_times &process,
    const process_times &baseline)
{
    row.user_ratio = user_ratio(process, baseline);
    if (process.peak_kib && baseline.peak_kib)
        row.peak_ratio = *process.peak_kib / *baseline.peak_kib;
}

void
fill_baseline(process_row &row)
{
    row.verdict = verdict::baseline;
    row.ratio = row.ratio_low = row.ratio_high = 1;
}

struct compared_row {
    std::size_t row;
    comparison seen;
};

// The comparisons with one baseline are a table: they are looked at together.
void
judge_rows(const process_design &design, std::vector<process_row> &rows,
    std::vector<compared_row> &compared, double log_floor)
{
    std::map<identity, std::vector<comparison *>> tables;
    for (compared_row &one : compared) {
        one.seen.log_floor = log_floor;
        tables[baseline_of(design, rows[one.row].identity)].push_back(
            &one.seen);
    }
    for (auto &[baseline, comparisons] : tables)
        judge_together(comparisons);
    for (const compared_row &one : compared)
        fill_ratio(rows[one.row], one.seen, judge(one.seen));
}

} // namespace

std::vector<process_row>
summarise_processes(
    const process_design &design, std::span<const process_times> processes)
{
    const double log_floor =
        design.log_floor ? *design.log_floor : floor_of(processes);
    const std::vector<process_times> all = with_means(design, processes);
    const processes_by_identity known = by_identity(all);
    std::vector<process_row> rows;
    std::vector<compared_row> compared;
    for (const process_times &process : all) {
        process_row &row = rows.emplace_back(measured_row(process));
        row.floor_ratio = std::exp(log_floor);
        const auto baseline = known.find(baseline_of(design, row.identity));
        if (baseline == known.end())
            continue;
        fill_other_ratios(row, process, *baseline->second);
        if (baseline->second == &process)
            fill_baseline(row);
        else if (auto seen = compare(process, *baseline->second))
            compared.push_back({rows.size() - 1, *seen});
    }
    judge_rows(design, rows, compared, log_floor);
    return rows;
}

table
process_table(
    std::span<const std::string> columns, std::span<const process_row> rows)
{
    return table_of(all_columns(columns), rows);
}

result<process_file>
read_process_file(const std::filesystem::path &path)
{
    result<table> content = read_csv(path);
    if (!content)
        return error{content.message()};
    process_file file;
    for (const std::string &name : content->header) {
        if (name == "rounds" || name == "runs")
            break;
        file.columns.push_back(name);
    }
    auto rows = rows_of(all_columns(file.columns), *content);
    if (!rows)
        return error{rows.message()};
    file.rows = std::move(*rows);
    return file;
}

} // namespace cleanup
