#include "bench/harness/merge.hpp"

#include "bench/harness/accounts.hpp"
#include "bench/harness/csv.hpp"
#include "bench/harness/plan.hpp"
#include "bench/harness/rounds.hpp"
#include "bench/harness/run.hpp"
#include "bench/harness/run_reader.hpp"
#include "bench/harness/samples.hpp"

#include <algorithm>
#include <map>
#include <optional>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace cleanup
{
namespace
{

using json = nlohmann::json;

// The analyser follows the assertions within json's move.
struct run_part {     // NOLINT(bugprone-exception-escape)
    std::string name; // as typed
    json context;
    run_plan plan;
    std::vector<known_fact> facts;
    std::vector<accounted_cell> cells;
    std::vector<sample> samples;
    std::vector<round_record> rounds_seen;
    std::size_t lines_per_round = 0;
    unsigned rounds = 0; // finished
};

// What of a plan must be the same; the rounds need not.
void
add_plan(run_part &part)
{
    json plan = to_json(part.plan);
    for (const char *key :
        {"preset", "most_seconds", "seed", "selection", "faults", "track"})
        part.facts.push_back({fmt::format("plan's {}", key),
            plan.value(key, json("none")).dump()});
}

outcome
read_context_of(const run_folder &run, run_part &part)
{
    result<json> context = read_context(run);
    if (!context)
        return error{context.message()};
    result<run_plan> plan = plan_from_json(*context);
    if (!plan)
        return error{plan.message()};
    if (!plan->part)
        return error{fmt::format("{} is a whole run, not a part that was "
                                 "measured with --shard",
            part.name)};
    part.plan = std::move(*plan);
    part.lines_per_round = context->value("lines_per_round", std::size_t{0});
    part.context = std::move(*context);
    return success{};
}

outcome
read_measurements(const run_folder &run, run_part &part)
{
    result<measured_run> measured = read_run_folder(run);
    if (!measured)
        return error{measured.message()};
    std::erase_if(measured->context, std::not_fn(tells_machines_apart));
    part.facts = std::move(measured->context);
    result<std::vector<accounted_cell>> cells =
        read_accounts(run.file("cells.csv"));
    if (!cells)
        return error{cells.message()};
    part.cells = std::move(*cells);
    result<std::vector<sample>> samples = read_samples(run.file("samples.csv"));
    if (!samples)
        return error{samples.message()};
    part.samples = std::move(*samples);
    result<std::vector<round_record>> rounds =
        read_rounds(run.file("rounds.csv"));
    if (!rounds)
        return error{rounds.message()};
    part.rounds_seen = std::move(*rounds);
    return success{};
}

result<run_part>
read_part(const run_folder &run)
{
    run_part part;
    part.name = run.path.string();
    if (outcome read = read_context_of(run, part); !read)
        return error{read.message()};
    if (outcome read = read_measurements(run, part); !read)
        return error{read.message()};
    add_plan(part);
    part.rounds = finished_rounds(part.samples, part.lines_per_round);
    if (part.rounds == 0)
        return error{fmt::format("{} has no finished round", part.name)};
    return part;
}

std::string
value_of(const run_part &part, const std::string &what)
{
    for (const known_fact &fact : part.facts)
        if (fact.what == what)
            return fact.value;
    return "unknown";
}

// A sentence for each thing in which a part differs from the first one.
merge_notes
differences(std::span<const run_part> parts)
{
    merge_notes notes;
    const auto compare = [&](const run_part &part, const std::string &what) {
        const std::string first = value_of(parts.front(), what);
        const std::string own = value_of(part, what);
        const std::string note = fmt::format("the {} differs: {} in {}, {} in "
                                             "{}",
            what, first, parts.front().name, own, part.name);
        if (own != first && std::ranges::find(notes, note) == notes.end())
            notes.push_back(note);
    };
    for (const run_part &part : parts)
        for (const auto *facts : {&parts.front().facts, &part.facts})
            for (const known_fact &fact : *facts)
                compare(part, fact.what);
    return notes;
}

// Parts of one number of shards, none of them twice.
outcome
check_shards(std::span<const run_part> parts)
{
    std::map<unsigned, const run_part *> seen;
    for (const run_part &part : parts) {
        const shard own = *part.plan.part;
        if (own.of != parts.front().plan.part->of)
            return error{fmt::format("the shards do not belong together: {} is "
                                     "{}, {} is {}",
                parts.front().name, to_string(*parts.front().plan.part),
                part.name, to_string(own))};
        const auto [same, fresh] = seen.try_emplace(own.index, &part);
        if (!fresh)
            return error{fmt::format("shard {} is there twice: {} and {}",
                to_string(own), same->second->name, part.name)};
    }
    return success{};
}

// With the same plan this cannot happen; forced, it can.
outcome
check_cells(std::span<const run_part> parts)
{
    std::map<cell_id, const run_part *> seen;
    for (const run_part &part : parts)
        for (const accounted_cell &each : part.cells) {
            const auto [same, fresh] = seen.try_emplace(each.cell, &part);
            if (!fresh)
                return error{fmt::format("{} is both in {} and in {}",
                    each.cell.name(), same->second->name, part.name)};
        }
    return success{};
}

merge_notes
missing_shards(std::span<const run_part> parts)
{
    const unsigned of = parts.front().plan.part->of;
    std::vector<std::string> missing;
    for (unsigned index = 1; index <= of; index++)
        if (std::ranges::none_of(parts, [&](const run_part &part) {
                return part.plan.part->index == index;
            }))
            missing.push_back(to_string(shard{index, of}));
    if (missing.empty())
        return {};
    return {fmt::format("missing: shard {}", fmt::join(missing, ", "))};
}

unsigned
common_rounds(std::span<const run_part> parts)
{
    return std::ranges::min(parts, {}, &run_part::rounds).rounds;
}

merge_notes
left_out(std::span<const run_part> parts)
{
    const unsigned common = common_rounds(parts);
    merge_notes notes;
    for (const run_part &part : parts)
        if (part.rounds > common)
            notes.push_back(fmt::format("left out: {} of the {} rounds of {}, "
                                        "which not all parts have",
                part.rounds - common, part.rounds, part.name));
    return notes;
}

std::vector<accounted_cell>
all_cells(std::span<const run_part> parts)
{
    std::vector<accounted_cell> cells;
    for (const run_part &part : parts)
        cells.insert(cells.end(), part.cells.begin(), part.cells.end());
    return cells;
}

// Round by round, and within a round part by part. There is no control: each
// part had its own machine or moment, and no one control tells of all.
std::vector<sample>
all_samples(std::span<const run_part> parts)
{
    std::vector<sample> merged;
    for (const run_part &part : parts)
        for (const sample &measured : part.samples)
            if (measured.round < common_rounds(parts) &&
                measured.role != role::control)
                merged.push_back(measured);
    std::ranges::stable_sort(merged, {}, &sample::round);
    unsigned position = 0;
    for (std::size_t i = 0; i < merged.size(); i++) {
        const bool first = i == 0 || merged[i].round != merged[i - 1].round;
        merged[i].position = position = first ? 0 : position + 1;
    }
    return merged;
}

// Those that all parts tell of: one of an earlier version has none.
std::vector<round_record>
all_rounds(std::span<const run_part> parts)
{
    std::map<unsigned, std::vector<round_record>> by_round;
    for (const run_part &part : parts)
        for (const round_record &record : part.rounds_seen)
            by_round[record.round].push_back(record);
    std::vector<round_record> joined;
    for (const auto &[round, records] : by_round)
        if (round < common_rounds(parts) && records.size() == parts.size())
            joined.push_back(joined_round(records));
    return joined;
}

json
origin_of(const run_part &part)
{
    return {{"run", part.name}, {"shard", to_string(*part.plan.part)},
        {"host", part.context.value("/machine/host"_json_pointer, json())},
        {"began", part.context.value("began", json())},
        {"ended", part.context.value("ended", json())},
        {"rounds_finished", part.rounds}};
}

// What was found on each part's machine, under the part's name.
json
checked_machines(std::span<const run_part> parts)
{
    json lines = json::array();
    for (const run_part &part : parts)
        for (json line : part.context.value("machine_check", json::array())) {
            line["what"] = fmt::format("{} (shard {})", line.value("what", ""),
                to_string(*part.plan.part));
            lines.push_back(std::move(line));
        }
    return lines;
}

// Where the rows in Go were lost, and why; empty: nowhere.
std::string
lost_go(std::span<const run_part> parts)
{
    merge_notes lost;
    for (const run_part &part : parts)
        if (const std::string why = part.context.value("go_lost", "");
            !why.empty())
            lost.push_back(
                fmt::format("{} (shard {})", why, to_string(*part.plan.part)));
    return fmt::format("{}", fmt::join(lost, "; "));
}

// A table that some runs have and others have not, of all parts that have it.
outcome
write_joined(
    std::span<const run_part> parts, const run_folder &run, const char *name)
{
    std::optional<table> joined;
    std::error_code ignored;
    for (const run_part &part : parts) {
        const run_folder own{part.name};
        if (!std::filesystem::exists(own.file(name), ignored))
            continue;
        result<table> content = read_csv(own.file(name));
        if (!content)
            return error{content.message()};
        if (!joined)
            joined = std::move(*content);
        else
            joined->rows.insert(
                joined->rows.end(), content->rows.begin(), content->rows.end());
    }
    return joined ? write_csv(run.file(name), *joined) : outcome{success{}};
}

// The first part's, with what the whole run has instead.
json
merged_context(std::span<const run_part> parts,
    const std::filesystem::path &out, std::size_t lines,
    const merge_notes &notes)
{
    json context = parts.front().context;
    run_plan plan = parts.front().plan;
    plan.part.reset();
    plan.rounds = common_rounds(parts);
    plan.cells.resize(all_cells(parts).size());
    context["run"] = out.filename().string();
    context["plan"] = to_json(plan);
    context["rounds_finished"] = plan.rounds;
    context["lines_per_round"] = lines / plan.rounds;
    context["machine_check"] = checked_machines(parts);
    context["go_lost"] = lost_go(parts);
    context["merge_notes"] = notes;
    context["merged_from"] = json::array();
    for (const run_part &part : parts)
        context["merged_from"].push_back(origin_of(part));
    return context;
}

// The context is written last: until then the folder is no run.
outcome
write_merged(std::span<const run_part> parts, const run_folder &run,
    const merge_notes &notes)
{
    const std::vector<sample> samples = all_samples(parts);
    if (outcome written =
            write_accounts(run.file("cells.csv"), all_cells(parts));
        !written)
        return written;
    if (outcome written = write_samples(run.file("samples.csv"), samples);
        !written)
        return written;
    if (outcome written =
            write_rounds(run.file("rounds.csv"), all_rounds(parts));
        !written)
        return written;
    for (const char *name : {"faults.csv", "tracked.csv"})
        if (outcome written = write_joined(parts, run, name); !written)
            return written;
    if (outcome analysed = analyse_run(run); !analysed)
        return analysed;
    return write_context(
        run, merged_context(parts, run.path, samples.size(), notes));
}

// What keeps the parts apart, unless forced.
result<merge_notes>
check_parts(std::span<const run_part> parts, bool forced)
{
    for (const outcome &checked : {check_shards(parts), check_cells(parts)})
        if (!checked)
            return error{checked.message()};
    merge_notes notes = differences(parts);
    const merge_notes missing = missing_shards(parts);
    notes.insert(notes.end(), missing.begin(), missing.end());
    if (!notes.empty() && !forced)
        return error{fmt::format(
            "{}; --force merges all the same", fmt::join(notes, "; "))};
    return notes;
}

} // namespace

result<merge_notes>
merge_runs(std::span<const run_folder> folders,
    const std::filesystem::path &out, bool forced)
{
    std::vector<run_part> parts;
    for (const run_folder &folder : folders) {
        result<run_part> part = read_part(folder);
        if (!part)
            return error{part.message()};
        parts.push_back(std::move(*part));
    }
    std::ranges::stable_sort(
        parts, {}, [](const run_part &part) { return part.plan.part->index; });
    result<merge_notes> notes = check_parts(parts, forced);
    if (!notes)
        return notes;
    const merge_notes fewer = left_out(parts);
    notes->insert(notes->end(), fewer.begin(), fewer.end());
    result<run_folder> run = create_run_folder(out, {});
    if (!run)
        return error{run.message()};
    outcome written = write_merged(parts, *run, *notes);
    return written ? notes : error{written.message()};
}

} // namespace cleanup
