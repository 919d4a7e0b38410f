// Whether a table of stack shapes tells leaks from what is none.
#include "bench/claims/detection.hpp"
#include "bench/claims/go_only.hpp"
#include "bench/claims/registry.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace cleanup
{
namespace
{

constexpr const char *experiment = "stack_shapes";

// What the table calls a leak: all that waits at a channel, as it is printed,
// or only what waits at a nil channel, which the row is named after.
enum class reading { as_printed, nil_only };

struct outcome {
    detection of;
    std::vector<std::string> accused; // innocents
    std::size_t undecided = 0;        // "it depends", or in no row of the table
};

bool
is_called_leak(const std::string &row, const std::string &shape, reading as)
{
    return row == "nil channel" &&
           (as == reading::as_printed ||
               shape.find("nil chan") != std::string::npos);
}

outcome
outcome_of(const evidence &seen, reading as)
{
    outcome all;
    for (const std::string &setting : seen.settings(experiment, "go")) {
        const auto row = seen.text(experiment, "go", setting, "row");
        const auto shape = seen.text(experiment, "go", setting, "shape");
        const auto leaked = seen.value(experiment, "go", setting, "leaked");
        if (!row || !shape || !leaked)
            continue;
        const bool called = is_called_leak(*row, *shape, as);
        all.undecided += *row == "timer" || *row == "none";
        if (*leaked > 0) {
            all.of.leaks++;
            all.of.found += called;
        } else {
            all.of.innocents++;
            all.of.false_alarms += called;
            if (called)
                all.accused.push_back(setting);
        }
    }
    return all;
}

// The table sends its reader to look for that function.
std::string
about_timer_run(const evidence &seen)
{
    const auto functions = seen.value(experiment, "go", "", "timer_run");
    if (!functions || *functions > 0)
        return "";
    return "; and no function is called timer.run";
}

std::string
explain(const evidence &seen, const outcome &printed)
{
    const detection nil = outcome_of(seen, reading::nil_only).of;
    return fmt::format(
        "The table finds {:.0f} of {:.0f} planted leaks and accuses {:.0f} of "
        "{:.0f} innocents ({}); it leaves open or does not know {} of the "
        "cases; read strictly, as nil channels alone, it has {}{}.",
        printed.of.found, printed.of.leaks, printed.of.false_alarms,
        printed.of.innocents, fmt::join(printed.accused, ", "),
        printed.undecided, detection_text(nil), about_timer_run(seen));
}

void
add_bars(finding &found, const evidence &seen)
{
    found.axis = "share";
    for (const auto &[label, as] :
        {std::pair{"as printed", reading::as_printed},
            std::pair{"nil channels alone", reading::nil_only}}) {
        const detection of = outcome_of(seen, as).of;
        found.bars.push_back({label, "precision", of.precision()});
        found.bars.push_back({label, "recall", of.recall()});
    }
    found.threshold_line = 0.9;
}

finding
judge_stack_shapes(const evidence &seen)
{
    finding found = finding_of_go_alone(
        seen, experiment, "C has no goroutines here whose stacks to read");
    const outcome printed = outcome_of(seen, reading::as_printed);
    if (!printed.of.is_complete())
        return found;
    found.verdict = judge_detection(printed.of);
    found.go = {detection_text(printed.of), ""};
    found.measured = printed.of.separation();
    found.rounds = 1;
    found.explanation = explain(seen, printed);
    add_bars(found, seen);
    return found;
}

} // namespace

const claim c30 = {"C30", "3.3",
    "典型泄露模式对比表:chan send 或 chan receive 是;select 否;time.Sleep 或 "
    "timer.run 视情况",
    "A table of stack shapes tells leak from no leak: waiting at a channel is "
    "one, waiting in a select is none, a timer depends",
    "goroutines are planted, 22 kinds, and dumped by runtime.Stack; the table "
    "is put to each stack; then their programs shut down, and what is still "
    "there is a leak; what depends or stands in no row is not called a leak",
    "recall less the share of false alarms", detection_threshold,
    judge_stack_shapes};

} // namespace cleanup
