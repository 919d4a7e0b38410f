#include "bench/harness/fault_injection.hpp"

#include "bench/fault.h"
#include "bench/harness/go_peer.hpp"
#include "bench/harness/human_units.hpp"
#include "bench/harness/matrix.hpp"

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <cmath>
#include <cstring>
#include <map>
#include <optional>
#include <utility>

#include <fmt/format.h>

namespace cleanup
{
namespace
{

// Resources that each cell takes for each way out, about.
constexpr std::uint64_t taken_for_each = 10'000;

template <typename Number>
std::optional<Number>
whole_number(std::string_view text)
{
    Number number{};
    const char *end = text.data() + text.size();
    const auto [stop, bad] = std::from_chars(text.data(), end, number);
    return bad == std::errc{} && stop == end ? std::optional(number)
                                             : std::nullopt;
}

error
malformed(const std::string &text)
{
    return error{fmt::format(
        "\"{}\" says no faults: write RESOURCE:PROBABILITY:SEED, with a "
        "probability from 0 to 1, such as file:0.01:42",
        text)};
}

std::vector<std::string>
csv_fields(const cell_id &cell, const fault_injection &faults, fault_way way,
    const fault_result &seen)
{
    const auto share = [](std::uint64_t part, std::uint64_t whole) {
        return whole ? static_cast<double>(part) / static_cast<double>(whole)
                     : 0;
    };
    return {cell.strategy, cell.allocator, cell.resource,
        fmt::format("{}", cell.size), fmt::format("{}", cell.count),
        fault_way_name(way), fmt::format("{}", faults.probability),
        fmt::format("{}", faults.seed), fmt::format("{}", seen.taken),
        fmt::format("{}", seen.faults), fmt::format("{}", seen.leaked),
        fmt::format("{}", 1e6 * share(seen.leaked, seen.taken)),
        fmt::format("{}", share(seen.leaked, seen.faults))};
}

const std::vector<std::string> csv_header = {"strategy", "allocator",
    "resource", "size", "count", "way_out", "probability", "seed", "taken",
    "faults", "leaked", "leaked_per_million", "leaked_per_fault"};

// Where some of these stand.
enum csv_column {
    column_strategy = 0,
    column_resource = 2,
    column_way_out = 5,
    column_probability = 6,
    column_seed = 7,
    column_taken = 8,
    column_leaked = 10
};

result<fault_result>
fault_cell(const cell_id &cell, const fault_injection &faults, fault_way way)
{
    const cell_code *code = cell_code_find(
        cell.strategy.c_str(), cell.allocator.c_str(), cell.resource.c_str());
    const resource &held = *code->resource;
    if (held.prepare && !held.prepare(cell.size, cell.count, cell.threads))
        return error{fmt::format("cannot prepare {} for {}: {}", cell.resource,
            cell.name(), std::strerror(errno))};
    const fault_plan plan = {faults.probability, faults.seed, way,
        fault_calls_for(taken_for_each, cell.count, faults.probability)};
    fault_result seen;
    const bool counted = fault_run(code, cell.size, cell.count, &plan, &seen);
    if (held.finish)
        held.finish();
    if (!counted)
        return error{"no memory to count with what faults leave behind"};
    return seen;
}

outcome
add_cell(table &into, const cell_id &cell, const fault_injection &faults)
{
    for (unsigned way = 0; way < FAULT_WAYS; way++) {
        const result<fault_result> seen =
            fault_cell(cell, faults, static_cast<fault_way>(way));
        if (!seen)
            return error{seen.message()};
        into.rows.push_back(
            csv_fields(cell, faults, static_cast<fault_way>(way), *seen));
    }
    return success{};
}

bool
takes_faults(const cell_id &cell, const fault_injection &faults)
{
    return cell.resource == faults.resource && cell.threads == 1 &&
           !is_in_go(cell);
}

std::vector<const char *>
way_names()
{
    std::vector<const char *> names;
    for (unsigned way = 0; way < FAULT_WAYS; way++)
        names.push_back(fault_way_name(static_cast<fault_way>(way)));
    return names;
}

// Over all allocators, sizes and counts.
struct leak_sum {
    double taken = 0;
    double leaked = 0;
};
using sums_by_strategy =
    std::map<std::pair<std::string, std::string>, leak_sum>;

sums_by_strategy
add_up(const table &faults)
{
    sums_by_strategy sums;
    for (const std::vector<std::string> &row : faults.rows) {
        leak_sum &sum = sums[{row[column_strategy], row[column_way_out]}];
        sum.taken += std::stod(row[column_taken]);
        sum.leaked += std::stod(row[column_leaked]);
    }
    return sums;
}

// Each once, in the order of the file.
std::vector<std::string>
strategies_of(const table &faults)
{
    std::vector<std::string> once;
    for (const std::vector<std::string> &row : faults.rows)
        if (std::find(once.begin(), once.end(), row[column_strategy]) ==
            once.end())
            once.push_back(row[column_strategy]);
    return once;
}

std::string
leaked_text(const leak_sum &sum)
{
    const double share = sum.taken > 0 ? sum.leaked / sum.taken : 0;
    return with_thousands(
        static_cast<std::uint64_t>(std::llround(1e6 * share)));
}

} // namespace

std::string
to_string(const fault_injection &faults)
{
    return fmt::format(
        "{}:{}:{}", faults.resource, faults.probability, faults.seed);
}

result<fault_injection>
fault_injection_from_string(const std::string &text)
{
    const std::size_t first = text.find(':');
    const std::size_t last = text.rfind(':');
    if (first == std::string::npos || first == last)
        return malformed(text);
    const std::string_view whole = text;
    const auto probability =
        whole_number<double>(whole.substr(first + 1, last - first - 1));
    const auto seed = whole_number<std::uint64_t>(whole.substr(last + 1));
    if (!probability || !seed || !(*probability >= 0 && *probability <= 1))
        return malformed(text);
    fault_injection faults{text.substr(0, first), *probability, *seed};
    if (outcome known =
            check_names("resource", {faults.resource}, compiled_in().resources);
        !known)
        return error{known.message()};
    return faults;
}

result<table>
inject_faults(std::span<const cell_id> cells, const fault_injection &faults)
{
    table measured{"faults.csv", csv_header, {}};
    for (const cell_id &cell : cells)
        if (takes_faults(cell, faults))
            if (outcome added = add_cell(measured, cell, faults); !added)
                return error{added.message()};
    if (measured.rows.empty())
        return error{fmt::format("no cell in C of {} at one thread is "
                                 "selected, so none can have faults",
            faults.resource)};
    return measured;
}

std::string
faults_text(const table &faults)
{
    std::string text = fmt::format("\nLeaked per million taken, when {} fails "
                                   "with probability {} (seed {})\n  {:20}",
        faults.rows[0][column_resource], faults.rows[0][column_probability],
        faults.rows[0][column_seed], "strategy");
    for (const char *way : way_names())
        text += fmt::format(" {:>13}", way);
    text += '\n';
    const sums_by_strategy sums = add_up(faults);
    for (const std::string &strategy : strategies_of(faults)) {
        text += fmt::format("  {:20}", strategy);
        for (const char *way : way_names())
            text +=
                fmt::format(" {:>13}", leaked_text(sums.at({strategy, way})));
        text += '\n';
    }
    return text;
}

} // namespace cleanup
