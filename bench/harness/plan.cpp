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

} // namespace

result<run_plan>
make_plan(const run_options &options)
{
    run_plan plan;
    plan.chosen = options.chosen.value_or(
        options.wanted.empty() ? preset::standard : preset::full);
    result<std::vector<cell_id>> cells =
        select_cells(plan.chosen, options.wanted);
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
    return {{"preset", to_string(plan.chosen)}, {"rounds", plan.rounds},
        {"time_per_cell_ms", plan.time_per_cell_ms},
        {"most_seconds", plan.most_seconds}, {"seed", plan.seed},
        {"cells", plan.cells.size()}};
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
        return plan;
    } catch (const nlohmann::json::exception &failure) {
        return error{fmt::format(
            "context.json does not hold a plan: {}", failure.what())};
    }
}

} // namespace cleanup
