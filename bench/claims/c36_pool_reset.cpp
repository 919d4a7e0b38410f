// What the next user of a pooled object reads.
#include "bench/claims/judge.hpp"
#include "bench/claims/registry.hpp"
#include "bench/claims/two_sides.hpp"

#include <fmt/format.h>

namespace cleanup
{
namespace
{

constexpr const char *experiment = "pool_reset";

// % of the reads that must show an earlier user's text.
constexpr double most_reads = 50;

struct readings {
    double without_reset = 0; // % of reads with an earlier user's text
    double with_reset = 0;
    double bytes_left = 0; // % that find it behind the end of an empty text
    double bytes_cleared = 0;
    std::string text; // that is read without a reset
};

std::optional<readings>
readings_of(const evidence &seen, std::string_view runtime)
{
    const auto value = [&](const char *setting, const char *metric) {
        return seen.value(experiment, runtime, setting, metric);
    };
    const auto without = value("no reset", "old_text");
    const auto with = value("emptied", "old_text");
    if (!without || !with)
        return std::nullopt;
    return readings{*without, *with, value("emptied", "old_bytes").value_or(0),
        value("cleared", "old_bytes").value_or(0),
        seen.text(experiment, runtime, "no reset", "next_user_reads")
            .value_or("")};
}

claim_verdict
judge_readings(const readings &of)
{
    if (of.without_reset <= of.with_reset)
        return claim_verdict::contradicted;
    return of.without_reset >= most_reads && of.with_reset == 0
               ? claim_verdict::reproduced
               : claim_verdict::direction_only;
}

std::vector<bar>
bars_of(const readings &of, const std::string &series)
{
    return {{"no reset", series, of.without_reset, {}},
        {"emptied", series, of.with_reset, {}},
        {"emptied, its bytes", series, of.bytes_left, {}},
        {"cleared, its bytes", series, of.bytes_cleared, {}}};
}

std::string
explain(const readings &of, std::string_view runtime)
{
    return fmt::format(
        "Without a reset {:.0f}% of the next users in {} read \"{}\", with one "
        "{:.0f}%; emptying a buffer leaves its bytes in memory behind the "
        "text's end in {:.0f}% of cases, clearing it in {:.0f}%.",
        of.without_reset, runtime_title(runtime), of.text, of.with_reset,
        of.bytes_left, of.bytes_cleared);
}

std::optional<judged_side>
judge_reset_of(const evidence &seen, std::string_view runtime)
{
    const auto of = readings_of(seen, runtime);
    if (!of)
        return std::nullopt;
    judged_side side;
    side.verdict = judge_readings(*of);
    side.says = fmt::format("old text in {:.0f}% of reads without a reset, "
                            "{:.0f}% with",
        of->without_reset, of->with_reset);
    side.explanation = explain(*of, runtime);
    side.measured = of->without_reset;
    side.bars = bars_of(*of, runtime_title(runtime));
    return side;
}

finding
judge_reset(const evidence &seen)
{
    finding found = judge_two_sides(seen, experiment, judge_reset_of);
    found.axis = "% of reads that find what an earlier user wrote";
    return found;
}

} // namespace

const claim c36 = {"C36", "4.2", "必须在使用前重置对象状态,防止数据污染",
    "An object must be reset before it is used again.",
    "One user writes a text into a pooled buffer and puts it back; the next "
    "one takes and reads it, without a reset, after emptying it, and after "
    "clearing its bytes; 100 times.",
    "reads that show an earlier user's text without a reset, %",
    "Reproduced: 50% or more without a reset, and none with one. Direction "
    "only: more without a reset than with one. Contradicted: no more.",
    judge_reset};

} // namespace cleanup
