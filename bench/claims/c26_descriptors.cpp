// Whether a loop that defers its closes runs out of descriptors.
#include "bench/claims/leaks_by_way_out.hpp"
#include "bench/claims/registry.hpp"
#include "bench/claims/two_sides.hpp"
#include "bench/harness/human_units.hpp"

#include <cmath>

#include <fmt/format.h>

namespace cleanup
{
namespace
{

constexpr const char *descriptors = "descriptors";
constexpr int limits[] = {64, 256, 1024, 4096, 65536};
constexpr int telling_limit = 1024; // the usual soft limit
constexpr const char *others[] = {
    "scoped_defer", "explicit_close", "object_pool"};

std::optional<double>
figure(const evidence &seen, std::string_view runtime, const char *strategy,
    int limit, const char *metric)
{
    return seen.value(descriptors, runtime,
        fmt::format("{} limit={}", strategy, limit), metric);
}

std::string
count_text(double count)
{
    return with_thousands(static_cast<std::uint64_t>(std::llround(count)));
}

// Whether the limit stopped it before it had opened all that it wanted; none
// when it was not measured.
std::optional<bool>
is_stopped(const evidence &seen, std::string_view runtime, const char *strategy,
    int limit)
{
    const auto uses = figure(seen, runtime, strategy, limit, "uses");
    const auto wanted = figure(seen, runtime, strategy, limit, "wanted");
    if (!uses || !wanted)
        return std::nullopt;
    return *uses < *wanted;
}

// How many limits stop the loop of defers, of those measured, and whether
// something else is stopped too.
struct stopped {
    int loop = 0;
    int measured = 0;
    std::vector<std::string> others;
};

stopped
stopped_in(const evidence &seen, std::string_view runtime)
{
    stopped all;
    for (const int limit : limits) {
        const auto loop = is_stopped(seen, runtime, "loop_defer", limit);
        if (!loop)
            continue;
        all.measured++;
        all.loop += *loop ? 1 : 0;
        for (const char *other : others)
            if (is_stopped(seen, runtime, other, limit).value_or(false))
                all.others.push_back(fmt::format("{} at {}", other, limit));
    }
    return all;
}

claim_verdict
verdict_on_limits(const stopped &all)
{
    if (all.loop == 0)
        return claim_verdict::contradicted;
    return all.loop == all.measured && all.others.empty()
               ? claim_verdict::reproduced
               : claim_verdict::direction_only;
}

// "60 of 64, 251 of 256, ...": opens by the limit that held.
std::string
opens_text(const evidence &seen, std::string_view runtime)
{
    std::vector<std::string> texts;
    for (const int limit : limits) {
        const auto uses = figure(seen, runtime, "loop_defer", limit, "uses");
        const auto held = figure(seen, runtime, "loop_defer", limit, "limit");
        if (uses && held)
            texts.push_back(
                fmt::format("{} of {}", count_text(*uses), count_text(*held)));
    }
    return list_text(texts);
}

// What this machine did not let us try.
std::string
bound_text(const evidence &seen, std::string_view runtime)
{
    for (const int limit : limits) {
        const auto held = figure(seen, runtime, "loop_defer", limit, "limit");
        if (held && *held < limit)
            return fmt::format(
                " This machine's hard limit of {} stands in for {}.",
                count_text(*held), with_thousands(limit));
    }
    return "";
}

std::string
raised_text(const evidence &seen, std::string_view runtime)
{
    const char *setting = "started with a soft limit of 64";
    const auto soft = seen.value(descriptors, runtime, setting, "soft_limit");
    const auto hard = seen.value(descriptors, runtime, setting, "hard_limit");
    if (!soft || !hard)
        return "";
    return fmt::format(
        " Started with a soft limit of 64 and a hard one of {}, a program in "
        "Go has {} at once.",
        count_text(*hard), count_text(*soft));
}

// What the loop leaves open when its work fails; "" where it was not measured.
std::string
leaks_sentence(const evidence &seen, std::string_view runtime)
{
    const std::string leaks = leaks_by_way_text(seen, runtime, "loop_defer");
    if (leaks.empty())
        return "";
    return fmt::format(
        " With 1% of the work failing, of a million files the loop that defers "
        "leaks {}.",
        leaks);
}

std::vector<bar>
bars_of(const evidence &seen, std::string_view runtime)
{
    std::vector<bar> bars;
    for (const int limit : limits)
        for (const char *strategy :
            {"loop_defer", "scoped_defer", "explicit_close", "object_pool"})
            if (const auto peak =
                    figure(seen, runtime, strategy, limit, "held_peak"))
                bars.push_back({fmt::format("limit {}", with_thousands(limit)),
                    fmt::format("{}, {}", runtime_title(runtime), strategy),
                    *peak, {}});
    return bars;
}

std::optional<judged_side>
judge_limits(const evidence &seen, std::string_view runtime)
{
    const stopped all = stopped_in(seen, runtime);
    if (all.measured == 0)
        return std::nullopt;
    const auto peak = [&](const char *strategy) {
        return count_text(
            figure(seen, runtime, strategy, telling_limit, "held_peak")
                .value_or(0));
    };
    judged_side side;
    side.verdict = verdict_on_limits(all);
    side.measured = figure(seen, runtime, "loop_defer", telling_limit, "uses");
    side.says = fmt::format("stopped at {} of {} limits: after {} opens",
        all.loop, all.measured, opens_text(seen, runtime));
    side.explanation = fmt::format(
        "In {} a loop that defers its closes is stopped at {} of {} limits, "
        "after {} files; deferring in a function of its own, closing by "
        "hand and a pool are {}, and hold {}, {} and {} at a limit of "
        "{}.{}{}{}",
        runtime_title(runtime), all.loop, all.measured,
        opens_text(seen, runtime),
        all.others.empty() ? "never stopped"
                           : "stopped as well: " + list_text(all.others),
        peak("scoped_defer"), peak("explicit_close"), peak("object_pool"),
        with_thousands(telling_limit), raised_text(seen, runtime),
        bound_text(seen, runtime), leaks_sentence(seen, runtime));
    side.bars = bars_of(seen, runtime);
    return side;
}

finding
judge_c26(const evidence &seen)
{
    finding found = judge_two_sides(seen, descriptors, judge_limits);
    found.axis = "files open at the most";
    return found;
}

} // namespace

const claim c26 = {"C26", "3.2",
    "defer f.Close()并未立即执行,而是累积至函数退出时才依次调用,"
    "极易耗尽系统文件描述符。",
    "A loop that defers f.Close() easily exhausts the file descriptors.",
    "In processes with limits of 64 to 65,536 descriptors a loop opens 64 "
    "files more than that, and closes them by a defer in the loop, by one in a "
    "function of its own, by hand, or puts them into a pool; how many it "
    "opened before an open failed, and held at the most, is counted. Where "
    "the hard limit is lower, it stands in. Leaks are those that C31 counts.",
    "opens before one fails, at a limit of 1,024",
    "Reproduced: the deferring loop is stopped at every limit and the three "
    "others at none. Direction only: at some, or others are stopped too. "
    "Contradicted: at none.",
    judge_c26};

} // namespace cleanup
