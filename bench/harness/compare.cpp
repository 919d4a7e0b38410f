#include "bench/harness/compare.hpp"

#include "bench/harness/rank_sum.hpp"

#include <algorithm>
#include <cmath>
#include <map>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace cleanup
{

namespace
{

const known_fact *
find_fact(const measured_run &run, const std::string &what)
{
    auto found = std::find_if(run.context.begin(), run.context.end(),
        [&](const known_fact &fact) { return fact.what == what; });
    return found == run.context.end() ? nullptr : &*found;
}

// What `run` does not tell, of what the other does.
std::vector<std::string>
untold(const measured_run &run, const measured_run &other)
{
    std::vector<std::string> names;
    for (const known_fact &fact : other.context)
        if (!find_fact(run, fact.what))
            names.push_back(fact.what);
    return names;
}

void
add_untold(std::vector<std::string> &sentences, const char *side,
    const std::vector<std::string> &names)
{
    if (!names.empty())
        sentences.push_back(fmt::format(
            "{} does not tell its {}.", side, fmt::join(names, ", ")));
}

std::vector<std::string>
context_differences(const measured_run &base, const measured_run &fresh)
{
    std::vector<std::string> sentences;
    if (base.unit != fresh.unit)
        sentences.push_back(
            fmt::format("The units differ: {} ({}) in base, {} ({}) in new.",
                base.unit, base.format, fresh.unit, fresh.format));
    for (const known_fact &fact : base.context)
        if (const known_fact *other = find_fact(fresh, fact.what);
            other && other->value != fact.value)
            sentences.push_back(
                fmt::format("The {} differs: \"{}\" in base, \"{}\" in new.",
                    fact.what, fact.value, other->value));
    add_untold(sentences, "Base", untold(base, fresh));
    add_untold(sentences, "New", untold(fresh, base));
    return sentences;
}

// Pairs the cells by name and sorts the others out.
void
match_cells(compared_runs &compared)
{
    std::map<std::string, const measured_cell *> fresh;
    for (const measured_cell &cell : compared.fresh.cells)
        fresh[cell.name] = &cell;
    for (const measured_cell &cell : compared.base.cells) {
        auto match = fresh.extract(cell.name);
        if (match.empty())
            compared.only_in_base.push_back(cell.name);
        else
            compared.cells.push_back({cell.name, cell.table, cell.ns,
                match.mapped()->ns, {}, verdict::unresolved});
    }
    for (const auto &[name, cell] : fresh)
        compared.only_in_new.push_back(name);
    sort_by_table(compared.cells);
}

// The control's interval adds to the cell's own: as it is no part of it, their
// squares do.
void
take_out(comparison &seen, const comparison &control)
{
    double middle = seen.log_ratio - control.log_ratio;
    if (seen.log_range && control.log_range) {
        auto [low, high, coverage] = *seen.log_range;
        seen.log_range =
            interval{middle - std::hypot(seen.log_ratio - low,
                                  control.log_range->high - control.log_ratio),
                middle + std::hypot(high - seen.log_ratio,
                             control.log_ratio - control.log_range->low),
                coverage};
    } else {
        seen.log_range.reset();
    }
    seen.log_ratio = middle;
}

// The times as they would be without the control's shift.
std::vector<double>
divided(std::vector<double> ns, double ratio)
{
    for (double &each : ns)
        each /= ratio;
    return ns;
}

comparison
compare_cell(const compared_cell &cell, const comparison *control)
{
    comparison seen = compare_unpaired(cell.new_ns, cell.base_ns);
    if (!control)
        return seen;
    take_out(seen, *control);
    const std::vector<double> calm =
        divided(cell.new_ns, std::exp(control->log_ratio));
    seen.p = seen.p_adjusted = mann_whitney(calm, cell.base_ns).p;
    return seen;
}

void
find_floor(compared_runs &compared, const compare_options &options)
{
    compared.log_floor = noise_floor({});
    compared.floor_source = "the least there is";
    auto consider = [&](const std::vector<double> &ratios, const char *source) {
        double found = noise_floor(ratios);
        if (found <= compared.log_floor)
            return;
        compared.log_floor = found;
        compared.floor_source = source;
    };
    consider(compared.base.twin_log_ratios, "base's twins");
    consider(compared.fresh.twin_log_ratios, "new's twins");
    consider(repeated_log_ratios(options.repeats), "the repeated runs");
    if (compared.control && !compared.control_taken_out)
        consider({compared.control->log_ratio}, "the control's shift");
}

} // namespace

compared_runs
compare_runs(
    measured_run base, measured_run fresh, const compare_options &options)
{
    compared_runs compared;
    compared.differences = context_differences(base, fresh);
    compared.base = std::move(base);
    compared.fresh = std::move(fresh);
    match_cells(compared);
    compared.base.cells.clear();
    compared.fresh.cells.clear();
    if (!compared.base.control_ns.empty() && !compared.fresh.control_ns.empty())
        compared.control = compare_unpaired(
            compared.fresh.control_ns, compared.base.control_ns);
    compared.control_taken_out = options.take_out_control && compared.control;
    for (compared_cell &cell : compared.cells)
        cell.seen = compare_cell(
            cell, compared.control_taken_out ? &*compared.control : nullptr);
    find_floor(compared, options);
    judge_cells(compared);
    return compared;
}

void
sort_by_table(std::vector<compared_cell> &cells)
{
    std::stable_sort(cells.begin(), cells.end(),
        [](const compared_cell &a, const compared_cell &b) {
            return a.table < b.table;
        });
}

void
judge_cells(compared_runs &compared)
{
    std::map<std::string, std::vector<comparison *>> tables;
    for (compared_cell &cell : compared.cells) {
        cell.seen.log_floor = compared.log_floor;
        tables[cell.table].push_back(&cell.seen);
    }
    for (auto &[name, table] : tables)
        judge_together(table);
    for (compared_cell &cell : compared.cells)
        cell.verdict = judge(cell.seen);
}

medians_of_run
medians_of(const measured_run &run)
{
    medians_of_run medians;
    for (const measured_cell &cell : run.cells)
        medians[cell.name] = median(cell.ns);
    return medians;
}

double
mean_ratio(std::span<const compared_cell> cells)
{
    double sum = 0;
    for (const compared_cell &cell : cells)
        sum += cell.seen.log_ratio;
    return std::exp(sum / static_cast<double>(cells.size()));
}

std::vector<std::span<const compared_cell>>
tables_of(std::span<const compared_cell> cells)
{
    std::vector<std::span<const compared_cell>> tables;
    for (auto at = cells.begin(); at != cells.end();) {
        auto end = std::find_if(at, cells.end(),
            [&](const compared_cell &cell) { return cell.table != at->table; });
        tables.emplace_back(at, end);
        at = end;
    }
    return tables;
}

} // namespace cleanup
