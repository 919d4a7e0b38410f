// Which pointer writes execute the write barrier.
#include "bench/claims/go_only.hpp"
#include "bench/claims/registry.hpp"
#include "bench/harness/human_units.hpp"

#include <iterator>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace cleanup
{
namespace
{

constexpr const char *experiment = "write_barrier";

// Writes that execute it at least so often, per write, always do; a few are
// lost where the collector flushes its buffers in between.
constexpr double always = 0.99;

struct shape {
    const char *setting;
    const char *name;
};

constexpr shape shapes[] = {{"heap_field", "a field on the heap"},
    {"heap_nil", "a field on the heap (nil)"},
    {"slice_element", "an element of a slice"}, {"global", "a global variable"},
    {"stack_through_pointer", "a stack slot through a pointer"},
    {"stack_slot", "a stack slot"},
    {"fresh_object", "a new object (a constant address)"}};

std::string
while_marking(const shape &of)
{
    return fmt::format("{} marking", of.setting);
}

std::string
while_idle(const shape &of)
{
    return fmt::format("{} idle", of.setting);
}

// Names of the shapes that execute the barrier with every write while the
// collector marks, of those that do not, and of those that do while it is idle.
struct seen_shapes {
    std::vector<std::string> executing;
    std::vector<std::string> elided;
    std::vector<std::string> executing_idle;
    std::size_t rounds = 0;
};

std::optional<seen_shapes>
sort_shapes(const evidence &seen)
{
    seen_shapes sorted;
    for (const shape &each : shapes) {
        const auto marking = estimate_of(
            seen, experiment, "go", while_marking(each), "executions");
        const auto idle =
            seen.value(experiment, "go", while_idle(each), "executions");
        if (!marking || !idle)
            return std::nullopt;
        sorted.rounds = marking->rounds;
        const bool executes = marking->median >= always;
        (executes ? sorted.executing : sorted.elided).emplace_back(each.name);
        if (*idle >= always)
            sorted.executing_idle.emplace_back(each.name);
    }
    return sorted;
}

claim_verdict
verdict_of(const seen_shapes &sorted)
{
    if (sorted.elided.empty())
        return claim_verdict::reproduced;
    return sorted.executing.empty() ? claim_verdict::contradicted
                                    : claim_verdict::direction_only;
}

// What a write to a field on the heap takes in both states, as part of a
// sentence; empty when it was not timed.
std::string
heap_times(const evidence &seen)
{
    const auto idle =
        seen.value(experiment, "go", while_idle(shapes[0]), "time");
    const auto marking =
        seen.value(experiment, "go", while_marking(shapes[0]), "time");
    if (!idle || !marking)
        return "";
    return fmt::format("; a write to a field on the heap takes {} while it is "
                       "idle and {} while it marks",
        duration_text(*idle), duration_text(*marking));
}

std::string
listed(const std::vector<std::string> &names)
{
    return names.empty() ? "nothing"
                         : fmt::format("{}", fmt::join(names, ", "));
}

std::string
explain(const evidence &seen, const seen_shapes &sorted)
{
    return fmt::format(
        "While the collector marks, the barrier is executed by every write to "
        "{}, and not so by writes to {}; while it is idle, by writes to {}{}.",
        listed(sorted.executing), listed(sorted.elided),
        listed(sorted.executing_idle), heap_times(seen));
}

void
add_bars(finding &found, const evidence &seen)
{
    found.axis = "executions a pointer write, while marking";
    for (const shape &each : shapes)
        if (const auto of = estimate_of(
                seen, experiment, "go", while_marking(each), "executions"))
            found.bars.push_back(bar_of(each.name, "Go", *of));
}

finding
judge_write_barrier(const evidence &seen)
{
    finding found = finding_of_go_alone(
        seen, experiment, "C has no collector here, so no write barrier");
    const std::optional<seen_shapes> sorted = sort_shapes(seen);
    if (!sorted)
        return found;
    found.verdict = verdict_of(*sorted);
    found.go = {fmt::format("{} of {} shapes of pointer write execute it while "
                            "the collector marks, {} while it does not",
                    sorted->executing.size(), std::size(shapes),
                    sorted->executing_idle.size()),
        ""};
    found.measured = static_cast<double>(sorted->executing.size()) /
                     static_cast<double>(std::size(shapes));
    found.rounds = sorted->rounds;
    found.explanation = explain(seen, *sorted);
    add_bars(found, seen);
    return found;
}

} // namespace

const claim c05 = {"C05", "1", "在GC过程中,任何指针写操作都会触发写屏障",
    "During a collection any pointer write triggers the write barrier",
    "pointers are written in seven shapes, one at a time, while the collector "
    "marks and while it is idle; after each write the buffers tell whether a "
    "barrier was executed; what a write takes is timed apart",
    "share of the shapes whose every write executes the barrier while the "
    "collector marks",
    "reproduced when all shapes do; direction only when some do and some do "
    "not; contradicted when none does",
    judge_write_barrier};

} // namespace cleanup
