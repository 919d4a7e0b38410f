// What a context still holds after return, with and without a deferred cancel.
#include "bench/claims/go_only.hpp"
#include "bench/claims/registry.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace cleanup
{
namespace
{

constexpr const char *experiment = "context_cancel";

// Kept by nearly every context, and by nearly none: a few objects of the first
// context of all are made once.
constexpr double every = 0.99;
constexpr double none = 0.01;

constexpr const char *families[] = {"timeout", "no timeout", "foreign parent"};
constexpr const char *metrics[] = {"timers", "objects", "goroutines"};

std::optional<double>
left(const evidence &seen, const std::string &setting, const char *metric)
{
    return seen.value(experiment, "go", setting, metric);
}

// Per context: the most that is left of any kind with cancel, and the least
// number of the package's objects that is left without.
struct kept {
    double with_cancel = 0;
    double without = 0;
};

std::optional<kept>
kept_of(const evidence &seen)
{
    std::vector<double> with_cancel;
    std::vector<double> without;
    for (const std::string family : families) {
        for (const char *metric : metrics) {
            const auto some = left(seen, family + ", cancel", metric);
            if (!some)
                return std::nullopt;
            with_cancel.push_back(*some);
        }
        const auto some = left(seen, family + ", no cancel", "objects");
        if (!some)
            return std::nullopt;
        without.push_back(*some);
    }
    const auto timers = left(seen, "timeout, no cancel", "timers");
    if (!timers)
        return std::nullopt;
    without.push_back(*timers);
    return kept{*std::max_element(with_cancel.begin(), with_cancel.end()),
        *std::min_element(without.begin(), without.end())};
}

claim_verdict
verdict_of(const kept &of)
{
    if (of.without <= none || of.with_cancel >= of.without)
        return claim_verdict::contradicted;
    return of.without >= every && of.with_cancel <= none
               ? claim_verdict::reproduced
               : claim_verdict::direction_only;
}

// "1.00 timers, 2.00 other objects, 0.00 goroutines". What the first use of
// contexts made may be gone by the end: not less than none.
std::string
left_text(const evidence &seen, const std::string &setting)
{
    const auto of = [&](const char *metric) {
        return std::max(0.0, left(seen, setting, metric).value_or(0));
    };
    return fmt::format("{:.2f} timers, {:.2f} other objects, {:.2f} goroutines",
        of("timers"), of("objects"), of("goroutines"));
}

std::string
explain(const evidence &seen)
{
    return fmt::format(
        "A context with a timeout leaves behind {} ({:.0f} B) when its maker "
        "returns without cancel, and {} with it; under a parent of another "
        "kind, without cancel: {}; and once the timeout has passed: {}.",
        left_text(seen, "timeout, no cancel"),
        left(seen, "timeout, no cancel", "bytes").value_or(0),
        left_text(seen, "timeout, cancel"),
        left_text(seen, "foreign parent, no cancel"),
        left_text(seen, "timeout, no cancel, timed out"));
}

void
add_bars(finding &found, const evidence &seen)
{
    found.axis = "bytes alive after return, a context";
    for (const std::string family : families)
        for (const char *way : {"cancel", "no cancel"})
            if (const auto of = estimate_of(
                    seen, experiment, "go", family + ", " + way, "bytes"))
                found.bars.push_back(bar_of(family, way, *of));
}

finding
judge_context_cancel(const evidence &seen)
{
    finding found = finding_of_go_alone(
        seen, experiment, "C has no contexts here to be cancelled");
    const std::optional<kept> of = kept_of(seen);
    if (!of)
        return found;
    found.verdict = verdict_of(*of);
    found.go = {fmt::format("without cancel {} a context, with it {}",
                    left_text(seen, "timeout, no cancel"),
                    left_text(seen, "timeout, cancel")),
        ""};
    found.measured = of->with_cancel;
    found.rounds = 1;
    found.explanation = explain(seen);
    add_bars(found, seen);
    return found;
}

} // namespace

const claim c38 = {"C38", "4.3", "cancel() 的延迟调用确保资源释放",
    "A deferred cancel() releases what the context holds",
    "1,000 contexts are made and used by a function that returns, with and "
    "without a deferred cancel: with a timeout of an hour, without one, and "
    "under a parent that is not the package's own; then the heap is collected, "
    "and its profile tells what is alive by where it was made",
    "timers, objects or goroutines alive after return with cancel, the most of "
    "any, per context",
    "reproduced when without cancel at least 0.99 timers and objects a context "
    "stay, and with it at most 0.01 of anything; direction only when less "
    "stays with it than without; contradicted otherwise",
    judge_context_cancel};

} // namespace cleanup
