#include "bench/harness/plan.hpp"

#include "bench/harness/human_units.hpp"

#include <fmt/format.h>

namespace cleanup
{
namespace
{

// 14 rounds are the fewest in which a comparison among 200 can come under
// p = 0.05: 2 x 0.5^14 x 200 = 0.024. 20 find a 3% change through usual noise.
// The limits leave room for the accounted pass, the calibration and the charts
// within 30 seconds and 3 minutes.
struct defaults {
    unsigned rounds;
    double time_per_cell_ms;
    double most_seconds;
    const char *promise;
};

defaults
defaults_of(preset chosen)
{
    switch (chosen) {
    case preset::quick:
        return {14, 2, 13, "at most 30 seconds"};
    case preset::standard:
        return {20, 15, 125, "at most 3 minutes"};
    case preset::full:
        return {20, 10, 0, ""};
    case preset::peers:
        return {20, 8, 125, "at most 3 minutes"};
    }
    return {};
}

// Cells of which one call takes longer than their share make it more.
std::string
at_least(double seconds)
{
    if (seconds < 90)
        return fmt::format("{:.0f} seconds or more", seconds);
    return fmt::format("{:.0f} minutes or more", seconds / 60);
}

nlohmann::json
to_json(const selection &wanted)
{
    return {{"strategies", wanted.strategies},
        {"allocators", wanted.allocators}, {"resources", wanted.resources},
        {"sizes", wanted.sizes}, {"counts", wanted.counts},
        {"threads", wanted.threads}, {"filter", wanted.filter}};
}

selection
selection_from_json(const nlohmann::json &stored)
{
    selection wanted;
    stored.at("strategies").get_to(wanted.strategies);
    stored.at("allocators").get_to(wanted.allocators);
    stored.at("resources").get_to(wanted.resources);
    stored.at("sizes").get_to(wanted.sizes);
    stored.at("counts").get_to(wanted.counts);
    stored.at("threads").get_to(wanted.threads);
    stored.at("filter").get_to(wanted.filter);
    return wanted;
}

// What runs of earlier versions lack: they had no parts, and all of their
// cells are in cells.csv.
outcome
read_choice(const nlohmann::json &stored, run_plan &plan)
{
    if (stored.contains("selection"))
        plan.wanted = selection_from_json(stored.at("selection"));
    plan.track = stored.value("track", false);
    if (stored.contains("faults")) {
        result<fault_injection> faults =
            fault_injection_from_string(stored.at("faults").get<std::string>());
        if (!faults)
            return error{faults.message()};
        plan.faults = *faults;
    }
    if (!stored.contains("shard"))
        return success{};
    result<shard> part =
        shard_from_string(stored.at("shard").get<std::string>());
    if (!part)
        return error{part.message()};
    plan.part = *part;
    return success{};
}

} // namespace

result<std::vector<cell_id>>
cells_of(const run_plan &plan)
{
    result<std::vector<cell_id>> cells = select_cells(plan.chosen, plan.wanted);
    if (!cells || !plan.part)
        return cells;
    std::vector<cell_id> own = cells_of_shard(*cells, *plan.part);
    if (own.empty())
        return error{fmt::format(
            "shard {} has no cells; take fewer shards", to_string(*plan.part))};
    return own;
}

result<run_plan>
make_plan(const run_options &options)
{
    run_plan plan;
    plan.chosen = options.chosen.value_or(
        options.wanted.empty() ? preset::standard : preset::full);
    plan.wanted = options.wanted;
    plan.part = options.part;
    result<std::vector<cell_id>> cells = cells_of(plan);
    if (!cells)
        return error{cells.message()};
    const defaults usual = defaults_of(plan.chosen);
    plan.cells = std::move(*cells);
    plan.rounds = options.rounds.value_or(usual.rounds);
    plan.time_per_cell_ms =
        options.time_per_cell_ms.value_or(usual.time_per_cell_ms);
    const bool by_hand = options.rounds || options.time_per_cell_ms;
    plan.most_seconds = by_hand ? 0 : usual.most_seconds;
    plan.seed = options.seed;
    plan.faults = options.faults;
    plan.track = options.track;
    return plan;
}

std::string
plan_sentence(const run_plan &plan)
{
    const char *promise = defaults_of(plan.chosen).promise;
    // A millisecond a cell: what accounting, calibrating and preparing take.
    const double seconds = static_cast<double>(plan.cells.size()) *
                           plan.rounds * (plan.time_per_cell_ms + 1) / 1000;
    return fmt::format("{} cells x {} rounds of {:g} ms each ({}): {}",
        with_thousands(plan.cells.size()), plan.rounds, plan.time_per_cell_ms,
        to_string(plan.chosen),
        plan.most_seconds > 0 ? promise : at_least(seconds));
}

nlohmann::json
to_json(const run_plan &plan)
{
    nlohmann::json stored = {{"preset", to_string(plan.chosen)},
        {"rounds", plan.rounds}, {"time_per_cell_ms", plan.time_per_cell_ms},
        {"most_seconds", plan.most_seconds}, {"seed", plan.seed},
        {"selection", to_json(plan.wanted)}, {"cells", plan.cells.size()}};
    if (plan.part)
        stored["shard"] = to_string(*plan.part);
    if (plan.faults)
        stored["faults"] = to_string(*plan.faults);
    if (plan.track)
        stored["track"] = true;
    return stored;
}

result<run_plan>
plan_from_json(const nlohmann::json &context)
{
    try {
        const nlohmann::json &stored = context.at("plan");
        result<preset> chosen =
            preset_from_string(stored.at("preset").get<std::string>());
        if (!chosen)
            return error{chosen.message()};
        run_plan plan;
        plan.chosen = *chosen;
        stored.at("rounds").get_to(plan.rounds);
        stored.at("time_per_cell_ms").get_to(plan.time_per_cell_ms);
        stored.at("most_seconds").get_to(plan.most_seconds);
        stored.at("seed").get_to(plan.seed);
        if (outcome read = read_choice(stored, plan); !read)
            return error{read.message()};
        return plan;
    } catch (const nlohmann::json::exception &failure) {
        return error{fmt::format(
            "context.json does not hold a plan: {}", failure.what())};
    }
}

} // namespace cleanup
