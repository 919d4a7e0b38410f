// Whether an explicit close lets go sooner, and more surely, than a defer.
#include "bench/claims/judge.hpp"
#include "bench/claims/leaks_by_way_out.hpp"
#include "bench/claims/registry.hpp"
#include "bench/harness/human_units.hpp"

#include <fmt/format.h>

namespace cleanup
{
namespace
{

constexpr const char *experiment = "explicit_close";

// How many times longer a file must stay open after its last use.
constexpr double much_sooner = 2;

// The ways out that both runtimes have, by which the claim is judged; and C's.
constexpr const char *ways[] = {"error return", "panic"};
constexpr const char *ways_shown[] = {"error return", "panic", "longjmp"};
constexpr const char *by_hand[] = {"explicit_close", "close_at_the_end"};

std::string
setting_of(const std::string &strategy)
{
    return "strategy=" + strategy;
}

std::optional<estimate>
times_longer(const evidence &seen, std::string_view runtime)
{
    return ratio_of(
        seen.values(experiment, runtime, setting_of("loop_defer"), "hold"),
        seen.values(experiment, runtime, setting_of("explicit_close"), "hold"));
}

// The most that one of the closes by hand leaks, beyond a deferred one, on one
// of the ways out; none when it was not measured.
std::optional<double>
most_leaked_more(const evidence &seen, std::string_view runtime)
{
    std::optional<double> most;
    for (const char *way : ways) {
        const auto deferred =
            leaked_per_million(seen, runtime, "loop_defer", way);
        for (const char *strategy : by_hand) {
            const auto closed =
                leaked_per_million(seen, runtime, strategy, way);
            if (!closed || !deferred)
                return std::nullopt;
            most = std::max(most.value_or(0), *closed - *deferred);
        }
    }
    return most;
}

std::optional<claim_verdict>
verdict_of(const evidence &seen, std::string_view runtime)
{
    const auto longer = times_longer(seen, runtime);
    const auto more = most_leaked_more(seen, runtime);
    if (!longer || !more)
        return std::nullopt;
    const claim_verdict sooner = judge_at_least(*longer, much_sooner, 1);
    if (sooner == claim_verdict::reproduced && *more > 0)
        return claim_verdict::direction_only;
    return sooner;
}

double
hold_of(const evidence &seen, std::string_view runtime, const char *strategy)
{
    return seen.value(experiment, runtime, setting_of(strategy), "hold")
        .value_or(0);
}

side
side_of(const evidence &seen, std::string_view runtime)
{
    const auto more = most_leaked_more(seen, runtime);
    if (!times_longer(seen, runtime) || !more)
        return side_not_measured(seen, experiment, runtime);
    return {fmt::format("open {} after its last use, deferred in a loop {}; "
                        "up to {} more of a million leak",
                duration_text(hold_of(seen, runtime, "explicit_close")),
                duration_text(hold_of(seen, runtime, "loop_defer")),
                leaks_text(*more)),
        ""};
}

// What C's longjmp leaks, which Go has not; "" where it was not measured.
std::string
longjmp_text(const evidence &seen)
{
    const auto deferred =
        leaked_per_million(seen, "c", "loop_defer", "longjmp");
    const auto closed =
        leaked_per_million(seen, "c", "explicit_close", "longjmp");
    if (!deferred || !closed)
        return "";
    return fmt::format("; a longjmp in C leaves {} open of those that a loop "
                       "defers, {} of those closed by hand",
        leaks_text(*deferred), leaks_text(*closed));
}

std::string
explain(const evidence &seen, std::string_view runtime, const estimate &longer)
{
    const auto per_million = [&](const char *strategy, const char *way) {
        return leaks_text(
            leaked_per_million(seen, runtime, strategy, way).value_or(0));
    };
    return fmt::format(
        "A file deferred in a loop of 100 stays open {} longer than one closed "
        "by hand ({} against {}), but one deferred in a function of its own "
        "only {}; and with 1% of the work failing, a body that returns before "
        "its close leaks {} of a million files, one that a panic leaves {}, "
        "where the deferred closes leak {} and {}{}.",
        times_text(longer.median),
        duration_text(hold_of(seen, runtime, "loop_defer")),
        duration_text(hold_of(seen, runtime, "explicit_close")),
        duration_text(hold_of(seen, runtime, "scoped_defer")),
        per_million("close_at_the_end", "error return"),
        per_million("explicit_close", "panic"),
        per_million("loop_defer", "error return"),
        per_million("loop_defer", "panic"), longjmp_text(seen));
}

void
add_bars(finding &found, const evidence &seen, std::string_view runtime,
    const char *series)
{
    for (const char *way : ways_shown)
        for (const char *strategy : {"close_at_the_end", "explicit_close",
                 "scoped_defer", "loop_defer"})
            if (const auto of = estimate_of(seen, experiment, runtime,
                    setting_of(strategy) + " way=" + way, "leaked"))
                found.bars.push_back(
                    bar_of(fmt::format("{}, {}", strategy, way), series, *of));
}

finding
judge_explicit_close(const evidence &seen)
{
    const auto c = verdict_of(seen, "c");
    const auto go = verdict_of(seen, "go");
    if (!c && !go)
        return not_measured("Files closed by hand and deferred were not "
                            "measured: make claims does it.");
    const char *runtime = go ? "go" : "c";
    const estimate longer = *times_longer(seen, runtime);
    finding found;
    found.verdict = verdict_of_sides(c, go);
    found.c = side_of(seen, "c");
    found.go = side_of(seen, "go");
    found.measured = longer.median;
    found.range = longer.range;
    found.rounds = longer.rounds;
    found.explanation = explain(seen, runtime, longer);
    found.axis = "files that stay open, of a million";
    add_bars(found, seen, "c", "C");
    add_bars(found, seen, "go", "Go");
    return found;
}

} // namespace

const claim c31 = {"C31", "4.1", "显式调用关闭函数能更精准控制资源生命周期",
    "An explicit close lets go of a resource sooner and more exactly than a "
    "defer",
    "100 files are opened, read and closed by hand, by a defer in a function "
    "of their own, and by a defer in the loop: the time from last use to "
    "release; then again while 1% of all openings and reads fail, by an error "
    "that is returned and by a panic, and what stays open is counted; in C by "
    "a longjmp as well, which is shown and not judged",
    "how many times longer a file deferred in the loop stays open after its "
    "last use than one that is closed by hand",
    "reproduced when that is at least 2 times and closing by hand leaks no "
    "more files than deferring on an error return and on a panic; direction "
    "only when it "
    "leaks more, or the file stays open longer by less than 2 times; "
    "contradicted when the deferred file is open no longer",
    judge_explicit_close, "hold_time"};

} // namespace cleanup
