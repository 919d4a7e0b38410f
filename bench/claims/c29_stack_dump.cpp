// What a dump of all stacks shows, and what it costs.
#include "bench/claims/go_only.hpp"
#include "bench/claims/registry.hpp"
#include "bench/harness/csv_columns.hpp"
#include "bench/harness/human_units.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace cleanup
{
namespace
{

constexpr const char *experiment = "stack_dump";

struct dump {
    std::uint64_t goroutines = 0;
    double cut_off = 0; // share of the stacks
    estimate standstill_ns;
    double text_bytes = 0; // of a stack
};

std::optional<dump>
dump_of(const evidence &seen, const std::string &setting)
{
    constexpr std::string_view before = "goroutines=";
    dump of;
    if (!setting.starts_with(before) ||
        !read_field(setting.substr(before.size()), of.goroutines))
        return std::nullopt;
    const auto cut_off = seen.value(experiment, "go", setting, "cut_off");
    const auto standstill =
        estimate_of(seen, experiment, "go", setting, "standstill");
    if (!cut_off || !standstill)
        return std::nullopt;
    of.cut_off = *cut_off;
    of.standstill_ns = *standstill;
    of.text_bytes = seen.value(experiment, "go", setting, "stack").value_or(0);
    return of;
}

// By number of goroutines, the fewest first.
std::vector<dump>
dumps_of(const evidence &seen)
{
    std::vector<dump> dumps;
    for (const std::string &setting : seen.settings(experiment, "go"))
        if (const auto each = dump_of(seen, setting))
            dumps.push_back(*each);
    std::sort(dumps.begin(), dumps.end(), [](const dump &a, const dump &b) {
        return a.goroutines < b.goroutines;
    });
    return dumps;
}

claim_verdict
verdict_of(const std::vector<dump> &dumps)
{
    if (dumps.front().cut_off > 0)
        return claim_verdict::contradicted;
    return dumps.back().cut_off > 0 ? claim_verdict::direction_only
                                    : claim_verdict::reproduced;
}

// The most goroutines whose stacks were all there; 0 when none were.
std::uint64_t
most_whole(const std::vector<dump> &dumps)
{
    std::uint64_t most = 0;
    for (const dump &each : dumps)
        if (each.cut_off == 0)
            most = each.goroutines;
    return most;
}

std::string
explain(const std::vector<dump> &dumps)
{
    const dump &fewest = dumps.front();
    const dump &most = dumps.back();
    return fmt::format(
        "All stacks of up to {} goroutines fit into the article's 1 MiB, at "
        "about {} B each, and of {} goroutines {:.0f}% of the stacks are cut "
        "off; meanwhile everything stands still, for {} with {} goroutines and "
        "{} with {}.",
        with_thousands(most_whole(dumps)), three_digits(most.text_bytes),
        with_thousands(most.goroutines), 100 * most.cut_off,
        duration_text(fewest.standstill_ns.median),
        with_thousands(fewest.goroutines),
        duration_text(most.standstill_ns.median),
        with_thousands(most.goroutines));
}

void
add_bars(finding &found, const std::vector<dump> &dumps)
{
    found.axis = "% of the stacks cut off";
    for (const dump &each : dumps)
        found.bars.push_back({with_thousands(each.goroutines) + " goroutines",
            "Go", 100 * each.cut_off});
}

finding
judge_stack_dump(const evidence &seen)
{
    finding found = finding_of_go_alone(
        seen, experiment, "C has no goroutines here whose stacks to dump");
    const std::vector<dump> dumps = dumps_of(seen);
    if (dumps.empty())
        return found;
    const dump &most = dumps.back();
    found.verdict = verdict_of(dumps);
    found.go = {
        fmt::format("all stacks of up to {} goroutines; of {} {:.0f}% "
                    "cut off, after a standstill of {}",
            with_thousands(most_whole(dumps)), with_thousands(most.goroutines),
            100 * most.cut_off, duration_text(most.standstill_ns.median)),
        ""};
    found.measured = most.cut_off;
    found.rounds = most.standstill_ns.rounds;
    found.explanation = explain(dumps);
    add_bars(found, dumps);
    return found;
}

} // namespace

const claim c29 = {"C29", "3.3",
    "调用 runtime.Stack(buf, true) 可打印所有 goroutine 的调用栈",
    "One call, runtime.Stack(buf, true), dumps every goroutine's stack",
    "10 to 100,000 goroutines wait in a function four calls deep; the call "
    "dumps them into the article's buffer of 1 MiB; whole stacks are counted, "
    "and a goroutine that looks at the clock sees for how long it did not run",
    "share of the stacks cut off, of the largest number of goroutines",
    "reproduced when no stack is cut off at any number of goroutines; "
    "direction only when none is at the smallest number, but some at the "
    "largest; contradicted when some are at the smallest",
    judge_stack_dump};

} // namespace cleanup
