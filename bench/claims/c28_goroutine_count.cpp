// Whether a rising number of goroutines means a leak.
#include "bench/claims/detection.hpp"
#include "bench/claims/go_only.hpp"
#include "bench/claims/registry.hpp"
#include "bench/harness/csv_columns.hpp"

#include <algorithm>
#include <map>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace cleanup
{
namespace
{

constexpr const char *experiment = "goroutine_count";

// "leak/one a step/12": what is true of the program, its kind, and the number
// of samples that the rule looked at.
struct planted {
    bool leaks = false;
    std::string kind;
    unsigned samples = 0;
};

std::optional<planted>
parse_setting(const std::string &setting)
{
    const std::size_t first = setting.find('/');
    const std::size_t last = setting.rfind('/');
    unsigned samples = 0;
    if (first == std::string::npos || first == last ||
        !read_field(setting.substr(last + 1), samples))
        return std::nullopt;
    return planted{setting.substr(0, first) == "leak",
        setting.substr(first + 1, last - first - 1), samples};
}

// One number of samples, how well the rule does with it, and where it fails:
// kinds of program of which it misjudges at least half.
struct look {
    detection outcome;
    std::vector<std::string> missed;
    std::vector<std::string> accused;
};

void
note(look &to, const planted &of, double called)
{
    if (of.leaks) {
        to.outcome.leaks++;
        to.outcome.found += called;
        if (called <= 0.5)
            to.missed.push_back(of.kind);
    } else {
        to.outcome.innocents++;
        to.outcome.false_alarms += called;
        if (called >= 0.5)
            to.accused.push_back(of.kind);
    }
}

std::map<unsigned, look>
looks_by_samples(const evidence &seen)
{
    std::map<unsigned, look> looks;
    for (const std::string &setting : seen.settings(experiment, "go")) {
        const auto of = parse_setting(setting);
        const auto called =
            seen.value(experiment, "go", setting, "called_leak");
        if (of && called)
            note(looks[of->samples], *of, *called);
    }
    std::erase_if(looks,
        [](const auto &each) { return !each.second.outcome.is_complete(); });
    return looks;
}

// The number of samples that serves the rule best.
const std::pair<const unsigned, look> &
best_of(const std::map<unsigned, look> &looks)
{
    return *std::max_element(
        looks.begin(), looks.end(), [](const auto &a, const auto &b) {
            return a.second.outcome.separation() <
                   b.second.outcome.separation();
        });
}

std::string
listed(const std::vector<std::string> &names)
{
    return names.empty() ? "nothing"
                         : fmt::format("{}", fmt::join(names, ", "));
}

std::string
explain(unsigned samples, const look &best)
{
    return fmt::format(
        "At its best, over {} samples in a row, the rule has {} on programs "
        "planted for it: it accuses {}, and misses {}.",
        samples, detection_text(best.outcome), listed(best.accused),
        listed(best.missed));
}

void
add_bars(finding &found, const std::map<unsigned, look> &looks)
{
    found.axis = "share";
    for (const auto &[samples, each] : looks) {
        const std::string label = fmt::format("{} samples", samples);
        found.bars.push_back({label, "precision", each.outcome.precision()});
        found.bars.push_back({label, "recall", each.outcome.recall()});
    }
    found.threshold_line = 0.9;
}

finding
judge_goroutine_count(const evidence &seen)
{
    finding found = finding_of_go_alone(
        seen, experiment, "C has no goroutines here to be counted");
    const std::map<unsigned, look> looks = looks_by_samples(seen);
    if (looks.empty())
        return found;
    const auto &[samples, best] = best_of(looks);
    found.verdict = judge_detection(best.outcome);
    found.go = {fmt::format("{} over {} samples", detection_text(best.outcome),
                    samples),
        ""};
    found.measured = best.outcome.separation();
    found.rounds = 1;
    found.explanation = explain(samples, best);
    add_bars(found, looks);
    return found;
}

} // namespace

const claim c28 = {"C28", "3.3", "若数量持续上升且不回落,可能存在泄露",
    "A number of goroutines that rises and does not fall is a leak",
    "programs of seven leaking and eight innocent kinds, ten of each with "
    "numbers of their own, start and end real goroutines, which are counted "
    "120 times, as every 5 s for ten minutes; the rule calls a leak what has "
    "risen and never fallen over 12, 36 or 120 samples in a row",
    "recall less the share of false alarms, at the number of samples that "
    "serves the rule best",
    detection_threshold, judge_goroutine_count};

} // namespace cleanup
