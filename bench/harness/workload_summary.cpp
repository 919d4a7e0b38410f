#include "bench/harness/workload_summary.hpp"

#include "bench/harness/cell_columns.hpp"
#include "bench/harness/csv_columns.hpp"
#include "bench/harness/process_summary.hpp"

#include <algorithm>
#include <cmath>
#include <map>

namespace cleanup
{

namespace
{

// The parts of a process's identity.
enum part : std::size_t { kind_part, workload_part, malloc_part };
using parts = std::vector<std::string>;

constexpr char idle_kind[] = "idle";
constexpr char two_threads[] = "two_threads_";

// What one malloc printed of one workload.
struct measured {
    process_times times; // in ns
    std::vector<const workload_sample *> samples;
};

const csv_columns<workload_row> &
workload_columns()
{
    static const csv_columns<workload_row> columns{
        column_of("workload", &workload_row::workload),
        column_of("kind", &workload_row::kind),
        column_of("malloc", &workload_row::malloc),
        column_of("rounds", &workload_row::rounds),
        column_of("ns_median", &workload_row::ns_median),
        column_of("ns_low", &workload_row::ns_low),
        column_of("ns_high", &workload_row::ns_high),
        column_of("ns_best", &workload_row::ns_best),
        column_of("ratio", &workload_row::ratio),
        column_of("ratio_low", &workload_row::ratio_low),
        column_of("ratio_high", &workload_row::ratio_high),
        column_of("p_adjusted", &workload_row::p_adjusted),
        column_of("verdict", &workload_row::verdict),
        column_of("rounds_to_settle", &workload_row::rounds_to_settle),
        column_of("floor_ratio", &workload_row::floor_ratio),
        column_of("peak_kib", &workload_row::peak_kib),
        column_of("peak_ratio", &workload_row::peak_ratio),
        column_of("growth_kib", &workload_row::growth_kib),
        column_of("end_kib", &workload_row::end_kib),
        column_of("faults", &workload_row::faults),
        column_of("user_ns", &workload_row::user_ns),
        column_of("system_ns", &workload_row::system_ns),
        column_of("scaling", &workload_row::scaling),
        column_of("price", &workload_row::price),
        column_of("price_low", &workload_row::price_low),
        column_of("price_high", &workload_row::price_high),
        column_of("price_verdict", &workload_row::price_verdict),
    };
    return columns;
}

// --- Samples to processes -------------------------------------------------

void
add_sample(measured &one, const workload_sample &sample)
{
    one.samples.push_back(&sample);
    one.times.wall_ms[sample.round] = sample.ns_median;
    one.times.user_ms[sample.round] = sample.user_ns;
    one.times.system_ms[sample.round] = sample.system_ns;
}

double
median_of(const std::vector<const workload_sample *> &samples,
    double workload_sample::*number)
{
    std::vector<double> values;
    for (const workload_sample *sample : samples)
        values.push_back(sample->*number);
    return median(values);
}

process_times
process_of(const workload_sample &sample)
{
    process_times process;
    process.identity = {sample.kind, sample.workload, sample.malloc};
    process.twin = sample.malloc == twin_malloc;
    if (process.twin)
        process.identity[malloc_part] = baseline_malloc;
    return process;
}

// In the samples' order.
std::vector<measured>
by_process(std::span<const workload_sample> samples)
{
    std::vector<measured> all;
    std::map<parts, std::size_t> places;
    for (const workload_sample &sample : samples) {
        const parts of{sample.kind, sample.workload, sample.malloc};
        if (places.try_emplace(of, all.size()).second)
            all.push_back({process_of(sample), {}});
        add_sample(all[places[of]], sample);
    }
    for (measured &one : all)
        one.times.peak_kib = median_of(one.samples, &workload_sample::peak_kib);
    return all;
}

// --- Rows -----------------------------------------------------------------

workload_row
row_of(const process_row &process)
{
    workload_row row;
    row.kind = process.identity[kind_part];
    row.workload = process.identity[workload_part];
    row.malloc = process.identity[malloc_part];
    row.rounds = process.rounds;
    row.ns_median = process.wall_ms_median;
    row.ns_low = process.wall_ms_low;
    row.ns_high = process.wall_ms_high;
    row.ratio = process.ratio;
    row.ratio_low = process.ratio_low;
    row.ratio_high = process.ratio_high;
    row.p_adjusted = process.p_adjusted;
    row.verdict = process.verdict;
    row.rounds_to_settle = process.rounds_to_settle;
    row.floor_ratio = process.floor_ratio;
    row.peak_kib = process.peak_kib;
    row.peak_ratio = process.peak_ratio;
    row.user_ns = process.user_ms_median;
    row.system_ns = process.system_ms_median;
    return row;
}

void
fill_medians(workload_row &row, const measured &one)
{
    row.ns_best = (*std::min_element(one.samples.begin(), one.samples.end(),
                       [](const auto *a, const auto *b) {
                           return a->ns_best < b->ns_best;
                       }))
                      ->ns_best;
    row.growth_kib = median_of(one.samples, &workload_sample::growth_kib);
    row.end_kib = median_of(one.samples, &workload_sample::end_kib);
    row.faults = median_of(one.samples, &workload_sample::faults);
}

// None for what has no counterpart in one thread.
std::optional<double>
scaling_of(const std::map<parts, const measured *> &known, parts of)
{
    const auto both = known.find(of);
    if (both == known.end() || !of[workload_part].starts_with(two_threads))
        return std::nullopt;
    of[workload_part].erase(0, std::string(two_threads).size());
    const auto one = known.find(of);
    if (one == known.end())
        return std::nullopt;
    const paired_rounds pairs =
        pair_rounds(one->second->times.wall_ms, both->second->times.wall_ms);
    if (pairs.first.empty())
        return std::nullopt;
    return std::exp(median(log_ratios(pairs.first, pairs.second)));
}

bool
is_idle_mean(const process_row &row)
{
    return row.identity[kind_part] == idle_kind &&
           row.identity[workload_part] == geometric_mean_name;
}

process_design
design_against(const char *baseline)
{
    return {
        {"kind", "workload", "malloc"}, malloc_part, baseline, workload_part};
}

// The library with its checks against the one without, each workload a table of
// its own.
std::vector<process_row>
priced(std::span<const process_times> processes, double floor_ratio)
{
    std::vector<process_times> both;
    for (const process_times &process : processes)
        if (process.identity[malloc_part] == hardened_malloc ||
            process.identity[malloc_part] == unhardened_malloc)
            both.push_back(process);
    process_design design = design_against(unhardened_malloc);
    design.log_floor = std::log(floor_ratio);
    return summarise_processes(design, both);
}

void
fill_prices(
    std::vector<workload_row> &rows, std::span<const process_times> processes)
{
    if (rows.empty())
        return;
    std::map<parts, process_row> prices;
    for (process_row &row : priced(processes, *rows.front().floor_ratio))
        prices[row.identity] = std::move(row);
    for (workload_row &row : rows) {
        if (row.malloc != hardened_malloc)
            continue;
        const process_row &seen = prices[{row.kind, row.workload, row.malloc}];
        row.price = seen.ratio;
        row.price_low = seen.ratio_low;
        row.price_high = seen.ratio_high;
        row.price_verdict = seen.verdict;
    }
}

std::map<parts, const measured *>
by_identity(const std::vector<measured> &all)
{
    std::map<parts, const measured *> known;
    for (const measured &one : all)
        if (!one.times.twin)
            known[one.times.identity] = &one;
    return known;
}

} // namespace

std::vector<workload_row>
summarise_workloads(std::span<const workload_sample> samples)
{
    const std::vector<measured> all = by_process(samples);
    const auto known = by_identity(all);
    std::vector<process_times> processes;
    for (const measured &one : all)
        processes.push_back(one.times);
    std::vector<workload_row> rows;
    for (const process_row &process :
        summarise_processes(design_against(baseline_malloc), processes)) {
        if (is_idle_mean(process))
            continue;
        workload_row &row = rows.emplace_back(row_of(process));
        row.scaling = scaling_of(known, process.identity);
        if (const auto found = known.find(process.identity);
            found != known.end())
            fill_medians(row, *found->second);
    }
    fill_prices(rows, processes);
    return rows;
}

table
workload_table(std::span<const workload_row> rows)
{
    return table_of(workload_columns(), rows);
}

} // namespace cleanup
