#include "bench/harness/ab.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <map>
#include <set>

#include <fmt/format.h>

namespace cleanup
{

namespace
{

constexpr double most_gate = 10; // ten times as slow

// Where the time of the control stands among the cells' names.
constexpr char control_name[] = "the control";

// Per process: the median of its rounds, by name.
std::vector<medians_of_run>
medians_by_process(std::span<const measured_run> processes)
{
    std::vector<medians_of_run> medians;
    for (const measured_run &process : processes) {
        medians.push_back(medians_of(process));
        if (!process.control_ns.empty())
            medians.back()[control_name] = median(process.control_ns);
    }
    return medians;
}

// A cell's time in the one and the other process, where both have it.
std::optional<std::pair<double, double>>
times_in(const medians_of_run &one, const medians_of_run &other,
    const std::string &name)
{
    auto first = one.find(name);
    auto second = other.find(name);
    if (first == one.end() || second == other.end())
        return std::nullopt;
    return std::pair{first->second, second->second};
}

// What the rounds say of one cell.
compared_cell
paired_cell(const std::vector<medians_of_run> &processes,
    const std::vector<side> &order, const std::string &name)
{
    compared_cell cell{
        name, resource_of_name(name), {}, {}, {}, verdict::unresolved};
    for (std::size_t i = 0; i + 1 < processes.size(); i += 2) {
        const std::size_t base = order[i] == side::base ? i : i + 1;
        const std::size_t fresh = order[i] == side::base ? i + 1 : i;
        if (auto times = times_in(processes[base], processes[fresh], name)) {
            cell.base_ns.push_back(times->first);
            cell.new_ns.push_back(times->second);
        }
    }
    if (!cell.base_ns.empty())
        cell.seen = compare_paired(cell.new_ns, cell.base_ns);
    return cell;
}

// How far the same build strays from itself, as a median over the seams.
std::optional<double>
seam_ratio(
    const std::vector<medians_of_run> &processes, const std::string &name)
{
    std::vector<double> ratios;
    for (std::size_t i = 1; i + 1 < processes.size(); i += 2)
        if (auto times = times_in(processes[i], processes[i + 1], name))
            ratios.push_back(std::log(times->second / times->first));
    if (ratios.empty())
        return std::nullopt;
    return median(ratios);
}

std::vector<double>
seam_ratios(const std::vector<medians_of_run> &processes,
    const std::vector<compared_cell> &cells)
{
    std::vector<double> all;
    for (const compared_cell &cell : cells)
        if (auto ratio = seam_ratio(processes, cell.name))
            all.push_back(*ratio);
    return all;
}

// Cells of the side's first process that the other side's has not.
std::vector<std::string>
missing(const measured_run &one, const measured_run &other)
{
    std::set<std::string> names;
    for (const measured_cell &cell : one.cells)
        names.insert(cell.name);
    for (const measured_cell &cell : other.cells)
        names.erase(cell.name);
    return {names.begin(), names.end()};
}

measured_run
described(const measured_run &process, std::size_t rounds)
{
    measured_run run;
    run.source = process.source;
    run.format = fmt::format("{} processes", rounds);
    run.unit = process.unit;
    return run;
}

} // namespace

std::vector<side>
abba_order(unsigned rounds)
{
    std::vector<side> order;
    for (unsigned round = 0; round < rounds; ++round) {
        order.push_back(round % 2 ? side::fresh : side::base);
        order.push_back(round % 2 ? side::base : side::fresh);
    }
    return order;
}

compared_runs
compare_alternated(std::span<const measured_run> processes)
{
    const std::size_t rounds = processes.size() / 2;
    const auto order = abba_order(static_cast<unsigned>(rounds));
    const auto medians = medians_by_process(processes);
    compared_runs compared;
    compared.base = described(processes[0], rounds);
    compared.fresh = described(processes[1], rounds);
    compared.only_in_base = missing(processes[0], processes[1]);
    compared.only_in_new = missing(processes[1], processes[0]);
    for (const measured_cell &cell : processes[0].cells) {
        compared_cell paired = paired_cell(medians, order, cell.name);
        if (!paired.base_ns.empty())
            compared.cells.push_back(std::move(paired));
    }
    const compared_cell control = paired_cell(medians, order, control_name);
    if (!control.base_ns.empty())
        compared.control = control.seen;
    compared.log_floor = noise_floor(seam_ratios(medians, compared.cells));
    compared.floor_source = "each build against itself";
    sort_by_table(compared.cells);
    judge_cells(compared);
    return compared;
}

std::optional<double>
gate_from_string(const std::string &text)
{
    const std::size_t length = text.size() - (text.ends_with('%') ? 1 : 0);
    const char *end = text.data() + length;
    double percent = 0;
    auto [stop, problem] = std::from_chars(text.data(), end, percent);
    if (problem != std::errc{} || stop != end || !(percent > 0) ||
        percent > 100 * most_gate)
        return std::nullopt;
    return percent / 100;
}

std::size_t
undecided(const compared_runs &compared, double gate)
{
    return static_cast<std::size_t>(std::ranges::count_if(
        compared.cells, [gate](const compared_cell &cell) {
            return !cell.seen.log_range ||
                   cell.seen.log_range->high > std::log1p(gate);
        }));
}

std::vector<std::string>
regressions(const compared_runs &compared, double gate)
{
    std::vector<std::string> names;
    for (const compared_cell &cell : compared.cells)
        if (cell.verdict == verdict::slower &&
            cell.seen.log_ratio > std::log1p(gate))
            names.push_back(cell.name);
    return names;
}

} // namespace cleanup
