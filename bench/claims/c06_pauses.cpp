// How much a collector that runs beside the program shortens its pauses.
#include "bench/claims/go_only.hpp"
#include "bench/claims/registry.hpp"
#include "bench/harness/human_units.hpp"

#include <fmt/format.h>

namespace cleanup
{
namespace
{

constexpr const char *experiment = "pauses";

// The article's "significantly": at least to half.
constexpr double significant = 0.5;

std::vector<double>
rounds_of(const evidence &seen, const char *setting, const char *metric)
{
    return seen.values(experiment, "go", setting, metric);
}

double
median_of(const evidence &seen, const char *setting, const char *metric)
{
    return seen.value(experiment, "go", setting, metric).value_or(0);
}

// What the runtime's own account of its pauses says of the stopped world, where
// that is less than half of what the program saw.
std::string
about_the_books(const evidence &seen)
{
    const double booked = median_of(seen, "stop_the_world", "pause_in_books");
    if (booked * 2 > median_of(seen, "stop_the_world", "standstill"))
        return "";
    return fmt::format(
        "; the runtime's own account has {} at most for the latter, as it "
        "counts the marking as if the program ran",
        duration_text(booked));
}

std::string
explain(const evidence &seen, const estimate &ratio)
{
    return fmt::format(
        "On one and the same heap a busy goroutine stands still for {} at the "
        "longest beside the concurrent collector, which stops the world for {} "
        "at most, and for {} when it marks with the world stopped: {} as long; "
        "the whole collection takes {} beside the program and {} alone{}.",
        duration_text(median_of(seen, "concurrent", "standstill")),
        duration_text(median_of(seen, "concurrent", "pause_in_books")),
        duration_text(median_of(seen, "stop_the_world", "standstill")),
        times_text(ratio.median),
        duration_text(median_of(seen, "concurrent", "collection")),
        duration_text(median_of(seen, "stop_the_world", "collection")),
        about_the_books(seen));
}

void
add_bars(finding &found, const evidence &seen)
{
    constexpr double ns_per_ms = 1e6;
    found.axis = "ms that a busy goroutine stands still";
    for (const auto &[setting, label] :
        {std::pair{"concurrent", "concurrent collector"},
            std::pair{"stop_the_world", "stopped world"}}) {
        std::vector<double> ms = rounds_of(seen, setting, "standstill");
        for (double &each : ms)
            each /= ns_per_ms;
        if (const auto of = estimate_of(ms))
            found.bars.push_back(bar_of(label, "Go", *of));
    }
}

finding
judge_pauses(const evidence &seen)
{
    finding found = finding_of_go_alone(
        seen, experiment, "C has no collector here, so no pauses");
    const auto ratio = ratio_of(rounds_of(seen, "concurrent", "standstill"),
        rounds_of(seen, "stop_the_world", "standstill"));
    if (!ratio)
        return found;
    found.verdict = judge_at_most(*ratio, significant, 1);
    found.go = {
        fmt::format("stands still for {} beside the concurrent "
                    "collector, {} in a stopped world",
            duration_text(median_of(seen, "concurrent", "standstill")),
            duration_text(median_of(seen, "stop_the_world", "standstill"))),
        ""};
    found.measured = ratio->median;
    found.range = ratio->range;
    found.rounds = ratio->rounds;
    found.explanation = explain(seen, *ratio);
    add_bars(found, seen);
    return found;
}

} // namespace

const claim c06 = {"C06", "1",
    "这一机制允许GC与程序逻辑并行执行,显著减少停顿时间",
    "The barrier lets collection run beside the program, which cuts pauses "
    "significantly",
    "a list of 200,000 scattered nodes is collected on two processors, in one "
    "process as usual and in another with GODEBUG=gcstoptheworld=1; a "
    "goroutine that does nothing but "
    "look at the clock sees for how long it did not run, of three collections "
    "the least disturbed",
    "standstill of a busy goroutine beside the concurrent collector, as a "
    "multiple of that in a stopped world",
    "reproduced when the whole interval is at most 0.5; direction only when it "
    "is at most 1; contradicted when it is above 1",
    judge_pauses};

} // namespace cleanup
