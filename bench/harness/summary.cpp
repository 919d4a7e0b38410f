#include "bench/harness/summary.hpp"

#include "bench/harness/cell_columns.hpp"
#include "bench/harness/noise.hpp"
#include "bench/harness/ratio_columns.hpp"

#include <cmath>

namespace cleanup
{

namespace
{

using timings = std::map<cell_id, rounds_of_cell>;

const csv_columns<go_rates> &
go_columns()
{
    static const csv_columns<go_rates> columns{
        later_column_of(
            "go_allocations_per_resource", &go_rates::allocations_per_resource),
        later_column_of("go_bytes_per_resource", &go_rates::bytes_per_resource),
        later_column_of(
            "go_collections_per_million", &go_rates::collections_per_million),
        later_column_of("go_collector_cpu_ns_per_resource",
            &go_rates::collector_cpu_ns_per_resource),
    };
    return columns;
}

const csv_columns<summary_row> &
summary_columns()
{
    static const auto columns = joined<summary_row>({
        columns_within(&summary_row::cell, identity_columns()),
        {column_of("ns_median", &summary_row::ns_median),
            column_of("ns_low", &summary_row::ns_low),
            column_of("ns_high", &summary_row::ns_high),
            column_of("ns_min", &summary_row::ns_min),
            column_of("rounds", &summary_row::rounds),
            column_of("ratio", &summary_row::ratio),
            column_of("ratio_low", &summary_row::ratio_low),
            column_of("ratio_high", &summary_row::ratio_high),
            column_of("p_adjusted", &summary_row::p_adjusted),
            later_column_of("comparisons", &summary_row::comparisons),
            column_of("verdict", &summary_row::verdict),
            column_of("rounds_to_settle", &summary_row::rounds_to_settle),
            column_of("floor_ratio", &summary_row::floor_ratio),
            column_of("throughput_per_s", &summary_row::throughput_per_s)},
        columns_within(&summary_row::account, account_columns()),
        columns_within(&summary_row::go, go_columns()),
    });
    return columns;
}

std::vector<double>
values_of(const rounds_of_cell &rounds)
{
    std::vector<double> values;
    for (const auto &[round, ns] : rounds)
        values.push_back(ns);
    return values;
}

void
fill_time(summary_row &row, const rounds_of_cell &rounds)
{
    std::vector<double> ns = values_of(rounds);
    row.rounds = ns.size();
    row.ns_median = median(ns);
    row.ns_min = minimum(ns);
    row.throughput_per_s = row.cell.threads * 1e9 / *row.ns_median;
    if (auto range = median_interval(ns)) {
        row.ns_low = range->low;
        row.ns_high = range->high;
    }
}

// What Go did in all the measurements of one cell.
struct go_totals {
    double resources = 0;
    double allocations = 0;
    double bytes = 0;
    double collections = 0;
    double collector_cpu_ns = 0;
};

std::map<cell_id, go_totals>
go_totals_of(std::span<const sample> samples)
{
    std::map<cell_id, go_totals> totals;
    for (const sample &one : samples) {
        if (one.role != role::cell || !one.go.allocations)
            continue;
        go_totals &total = totals[one.cell];
        total.resources += static_cast<double>(one.iterations) *
                           static_cast<double>(one.cell.count) *
                           one.cell.threads;
        total.allocations += static_cast<double>(*one.go.allocations);
        total.bytes += static_cast<double>(one.go.allocated_bytes.value_or(0));
        total.collections +=
            static_cast<double>(one.go.collections.value_or(0));
        total.collector_cpu_ns += one.go.collector_cpu_ns.value_or(0);
    }
    return totals;
}

go_rates
rates_of(const go_totals &total)
{
    return {total.allocations / total.resources, total.bytes / total.resources,
        1e6 * total.collections / total.resources,
        total.collector_cpu_ns / total.resources};
}

// The row of a cell before it is compared with any other.
summary_row
measured_row(const cell_id &cell, const timings &timed,
    const std::map<cell_id, account> &accounts)
{
    summary_row row;
    row.cell = cell;
    if (auto found = accounts.find(cell); found != accounts.end())
        row.account = found->second;
    if (auto found = timed.find(cell); found != timed.end())
        fill_time(row, found->second);
    return row;
}

// The cell that `cell` is compared with.
cell_id
baseline_of(cell_id cell)
{
    cell.strategy = baseline_strategy;
    return cell;
}

// What the rounds that both cells have say of them; none when there are none.
std::optional<comparison>
compare(const timings &timed, const cell_id &cell, const cell_id &baseline)
{
    auto own = timed.find(cell);
    auto other = timed.find(baseline);
    if (own == timed.end() || other == timed.end())
        return std::nullopt;
    paired_rounds pairs = pair_rounds(own->second, other->second);
    if (pairs.first.empty())
        return std::nullopt;
    return compare_paired(pairs.first, pairs.second);
}

// The baseline against itself.
void
fill_baseline(summary_row &row)
{
    row.ratio = row.ratio_low = row.ratio_high = 1;
    row.verdict = verdict::baseline;
}

// A row and what is known of it against its baseline.
struct compared_row {
    summary_row *row;
    comparison seen;
};

// The rows that have a baseline beside them. The baselines themselves are
// filled here: they are compared with nothing.
std::vector<compared_row>
compare_rows(std::vector<summary_row> &rows, const timings &timed)
{
    std::vector<compared_row> compared;
    for (summary_row &row : rows) {
        if (row.cell.strategy == baseline_strategy) {
            if (row.ns_median)
                fill_baseline(row);
        } else if (auto seen =
                       compare(timed, row.cell, baseline_of(row.cell))) {
            compared.push_back({&row, *seen});
        }
    }
    return compared;
}

// The comparisons of one resource are one table: a reader looks at them
// together, and asks nothing of them that another resource answers.
void
adjust(std::vector<compared_row> &compared)
{
    std::map<std::string, std::vector<comparison *>> tables;
    for (compared_row &one : compared)
        tables[one.row->cell.resource].push_back(&one.seen);
    for (auto &[resource, table] : tables)
        judge_together(table);
}

} // namespace

std::vector<summary_row>
summarise(std::span<const cell_id> cells, std::span<const sample> samples,
    const std::map<cell_id, account> &accounts)
{
    timings timed = group_by_cell(samples, role::cell);
    double log_floor = noise_floor(twin_log_ratios(samples));
    std::vector<summary_row> rows;
    for (const cell_id &cell : cells) {
        rows.push_back(measured_row(cell, timed, accounts));
        rows.back().floor_ratio = std::exp(log_floor);
    }
    const std::map<cell_id, go_totals> in_go = go_totals_of(samples);
    for (summary_row &row : rows)
        if (auto found = in_go.find(row.cell); found != in_go.end())
            row.go = rates_of(found->second);
    std::vector<compared_row> compared = compare_rows(rows, timed);
    adjust(compared);
    for (compared_row &one : compared) {
        one.seen.log_floor = log_floor;
        one.row->comparisons = one.seen.comparisons;
        fill_ratio(*one.row, one.seen, judge(one.seen));
    }
    return rows;
}

outcome
write_summary(
    const std::filesystem::path &path, std::span<const summary_row> rows)
{
    return write_csv(path, table_of(summary_columns(), rows));
}

result<std::vector<summary_row>>
read_summary(const std::filesystem::path &path)
{
    auto content = read_csv(path);
    if (!content)
        return error{content.message()};
    return rows_of(summary_columns(), *content);
}

} // namespace cleanup
