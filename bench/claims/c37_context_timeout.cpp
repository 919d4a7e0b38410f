// By how much work outlives the timeout of its context.
#include "bench/claims/go_only.hpp"
#include "bench/claims/registry.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

namespace cleanup
{
namespace
{

constexpr const char *experiment = "context_timeout";

// In time: a fifth of the timeout of 100 ms. The coarsest step of work that
// listens is 10 ms.
constexpr double in_time_ms = 20;

struct work {
    std::string setting;
    std::vector<double> late_ms; // each time that it was done
    estimate late;               // the median of a round
};

bool
is_listening(const std::string &setting)
{
    return !setting.starts_with("never looks");
}

std::vector<work>
works_of(const evidence &seen, bool listening)
{
    std::vector<work> works;
    for (const std::string &setting : seen.settings(experiment, "go")) {
        const auto late =
            estimate_of(seen, experiment, "go", setting, "overshoot_of_round");
        std::vector<double> all =
            seen.values(experiment, "go", setting, "overshoot");
        if (late && !all.empty() && is_listening(setting) == listening)
            works.push_back({setting, std::move(all), *late});
    }
    return works;
}

bool
is_less_late(const work &a, const work &b)
{
    return a.late.median < b.late.median;
}

std::string
late_text(const work &of)
{
    return fmt::format("{:.2f} ms late, in 95% of the cases at most {:.2f} ms",
        of.late.median, quantile(of.late_ms, 0.95));
}

std::string
explain(const std::vector<work> &listening, const std::vector<work> &deaf)
{
    const auto [least, worst] =
        std::minmax_element(listening.begin(), listening.end(), is_less_late);
    const auto latest =
        std::max_element(deaf.begin(), deaf.end(), is_less_late);
    return fmt::format(
        "Of what listens to a context of 100 ms, what {} is {}, and what takes "
        "{} is {}; what never looks is not stopped at all: {} ends {:.0f} ms "
        "late.",
        least->setting, late_text(*least), worst->setting, late_text(*worst),
        latest->setting.substr(latest->setting.find(',') + 2),
        latest->late.median);
}

void
add_bars(finding &found, const std::vector<work> &works)
{
    for (const work &each : works)
        found.bars.push_back(bar_of(each.setting, "Go", each.late));
}

finding
judge_context_timeout(const evidence &seen)
{
    finding found = finding_of_go_alone(
        seen, experiment, "C has no contexts here that time out");
    const std::vector<work> listening = works_of(seen, true);
    const std::vector<work> deaf = works_of(seen, false);
    if (listening.empty() || deaf.empty())
        return found;
    const work &worst =
        *std::max_element(listening.begin(), listening.end(), is_less_late);
    const work &soonest =
        *std::min_element(deaf.begin(), deaf.end(), is_less_late);
    found.verdict = judge_at_most(
        worst.late, in_time_ms, std::max(in_time_ms, soonest.late.median));
    found.go = {fmt::format("what listens ends within {:.2f} ms, what never "
                            "looks {:.0f} ms late or more",
                    worst.late.median, soonest.late.median),
        ""};
    found.measured = worst.late.median;
    found.range = worst.late.range;
    found.rounds = worst.late.rounds;
    found.explanation = explain(listening, deaf);
    found.axis = "ms after the timeout";
    add_bars(found, listening);
    add_bars(found, deaf);
    found.threshold_line = in_time_ms;
    return found;
}

} // namespace

const claim c37 = {"C37", "4.3",
    "一旦超时,ctx.Done() 将被触发,所有监听该信号的操作可及时退出",
    "A context with a timeout of 100 ms stops all work that listens to it in "
    "time",
    "work of 200 or 300 ms runs under a context of 100 ms: some waits for the "
    "context, some looks at it between steps of 0.1 to 10 ms, some never does; "
    "by how much each outlives the timeout",
    "ms by which the slowest kind of listening work outlives the timeout, "
    "median",
    "reproduced when the whole interval is at most 20 ms, a fifth of the "
    "timeout; direction only when it is later, yet sooner than work that never "
    "looks; contradicted when it is no sooner than that",
    judge_context_timeout};

} // namespace cleanup
