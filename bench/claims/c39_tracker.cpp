// Whether resources that know their creator tell of leaks, and what it costs.
#include "bench/claims/judge.hpp"
#include "bench/claims/registry.hpp"
#include "bench/claims/two_sides.hpp"
#include "bench/harness/human_units.hpp"

#include <cmath>

#include <fmt/format.h>

namespace cleanup
{
namespace
{

constexpr const char *experiment = "tracker_leaks";
constexpr const char *timing = "tracker";
constexpr const char *watched = "tool=tracker every=1";

constexpr const char *kinds[] = {"lost", "reachable", "files"};

// Where the costs are told: a stack as deep as those of small services.
constexpr unsigned telling_depth = 16;

// What was planted, and what the scan told of it.
struct scan {
    double planted = 0;
    double found = 0; // at their places
    double alarms = 0;
    double wrong = 0; // double releases
    double wrong_told = 0;
};

std::string
number(double count)
{
    return with_thousands(
        static_cast<std::uint64_t>(std::llround(std::max(count, 0.0))));
}

// None unless all of it was measured.
std::optional<scan>
scan_of(const evidence &seen, std::string_view runtime)
{
    scan of;
    bool whole = true;
    const auto add = [&](double &sum, const std::string &metric) {
        const auto value = seen.value(experiment, runtime, watched, metric);
        whole = whole && value;
        sum += value.value_or(0);
    };
    for (const std::string kind : kinds) {
        add(of.planted, "planted_" + kind);
        add(of.found, "reported_" + kind);
        add(of.alarms, "false_" + kind);
    }
    add(of.alarms, "false_nothing");
    add(of.wrong, "planted_twice");
    add(of.wrong_told, "reported_twice");
    return whole && of.planted > 0 ? std::optional(of) : std::nullopt;
}

claim_verdict
verdict_of(const scan &of)
{
    if (of.found >= of.planted && of.alarms <= 0 && of.wrong_told >= of.wrong)
        return claim_verdict::reproduced;
    return of.found > of.planted / 2 ? claim_verdict::direction_only
                                     : claim_verdict::contradicted;
}

std::string
setting_of(const std::string &tool, unsigned depth)
{
    return fmt::format("tool={} depth={}", tool, depth);
}

// ns that a tool adds to a create and a release; none when it was not measured.
std::optional<double>
extra_ns(const evidence &seen, std::string_view runtime,
    const std::string &tool, unsigned depth)
{
    const auto with =
        seen.value(timing, runtime, setting_of(tool, depth), "time");
    const auto without =
        seen.value(timing, runtime, setting_of("none", depth), "time");
    if (!with || !without)
        return std::nullopt;
    return *with - *without;
}

// "12 ns", or that it is not here.
std::string
extra_text(const evidence &seen, std::string_view runtime,
    const std::string &tool, unsigned depth = telling_depth)
{
    const auto extra = extra_ns(seen, runtime, tool, depth);
    return extra ? duration_text(std::max(*extra, 0.0)) : "not measured";
}

// Bytes that a record takes.
std::string
record_text(const evidence &seen, std::string_view runtime)
{
    const auto with = seen.value(experiment, runtime, "tool=tracker", "memory");
    const auto without = seen.value(experiment, runtime, "tool=none", "memory");
    return with && without ? number(*with - *without) + " bytes"
                           : "memory that was not measured";
}

std::string
says_of(const evidence &seen, std::string_view runtime, const scan &of)
{
    return fmt::format("{} of {} leaks at their places, {} false alarms, {} "
                       "of {} double releases; {} a create and release, {} a "
                       "record",
        number(of.found), number(of.planted), number(of.alarms),
        number(of.wrong_told), number(of.wrong),
        extra_text(seen, runtime, "tracker every=1"),
        record_text(seen, runtime));
}

// What the two others say of the same leaks, where they are here.
std::string
others_text(const evidence &seen)
{
    std::string text;
    const struct {
        const char *tool;
        const char *title;
    } others[] = {
        {"leak_sanitizer", "LeakSanitizer"}, {"heaptrack", "heaptrack"}};
    for (const auto &[tool, title] : others) {
        double found = 0;
        bool here = true;
        for (const std::string kind : kinds) {
            const auto told = seen.value(experiment, "c",
                fmt::format("tool={}", tool), "reported_" + kind);
            here = here && told;
            found += told.value_or(0);
        }
        if (here)
            text += fmt::format("; {} tells of {} for {}", title, number(found),
                extra_text(seen, "c", tool));
    }
    return text;
}

// What is told with one in 100 tracked; "" where it was not measured.
std::string
sampled_text(const evidence &seen)
{
    const auto of = [&](const char *metric) {
        return seen.value(experiment, "c", "tool=tracker every=100", metric);
    };
    const auto files = of("reported_files");
    const auto all_files = of("planted_files");
    const auto lost = of("reported_lost");
    const auto reachable = of("reported_reachable");
    const auto all_blocks = of("planted_lost");
    if (!files || !all_files || !lost || !reachable || !all_blocks)
        return "";
    return fmt::format(", which then tells of {} of {} files and estimates {} "
                       "and {} of {} blocks each",
        number(*files), number(*all_files), number(*lost), number(*reachable),
        number(*all_blocks));
}

// What the tracker in C costs and misses, as part of a sentence.
std::string
text_of_c(const evidence &seen, const scan &of)
{
    return fmt::format(
        "the tracker in C tells of {} of {} planted leaks (lost blocks, blocks "
        "still reachable, files) for {} a create and release at {} frames "
        "({} at 4, {} at 64), {} with one in 100 tracked{}{}",
        number(of.found), number(of.planted),
        extra_text(seen, "c", "tracker every=1"), telling_depth,
        extra_text(seen, "c", "tracker every=1", 4),
        extra_text(seen, "c", "tracker every=1", 64),
        extra_text(seen, "c", "tracker every=100"), sampled_text(seen),
        others_text(seen));
}

std::string
text_of_go(const evidence &seen, const scan &of)
{
    std::string text = fmt::format(
        "a pool of resources with runtime.Callers, scanned as the article "
        "says, tells of {} of {} planted leaks in Go for {} a create and "
        "release at {} frames ({} at 64)",
        number(of.found), number(of.planted),
        extra_text(seen, "go", "tracker every=1"), telling_depth,
        extra_text(seen, "go", "tracker every=1", 64));
    const auto sample =
        seen.value(experiment, "go", "tool=sample", "reported_lost");
    if (sample)
        text += fmt::format(", its sample of {}, since that logs releases "
                            "and scans nothing, for {}",
            number(*sample), extra_text(seen, "go", "sample"));
    return text;
}

std::string
explain(const evidence &seen, std::string_view runtime, const scan &of)
{
    const auto c = scan_of(seen, "c");
    std::string text =
        runtime == "go" ? text_of_go(seen, of) : text_of_c(seen, of);
    if (runtime == "go" && c)
        text += "; " + text_of_c(seen, *c);
    text.front() =
        static_cast<char>(std::toupper(static_cast<unsigned char>(text[0])));
    return text + ".";
}

std::vector<bar>
bars_of(const evidence &seen, std::string_view runtime)
{
    std::vector<bar> bars;
    for (const unsigned depth : {4u, 16u, 64u})
        for (const char *tool :
            {"tracker every=1", "tracker every=10", "tracker every=100",
                "tracker every=1000", "leak_sanitizer", "heaptrack"})
            if (const auto extra = extra_ns(seen, runtime, tool, depth))
                bars.push_back({fmt::format("{}, {} frames", tool, depth),
                    runtime_title(runtime), std::max(*extra, 0.0)});
    return bars;
}

std::optional<judged_side>
judge_side(const evidence &seen, std::string_view runtime)
{
    const auto of = scan_of(seen, runtime);
    if (!of)
        return std::nullopt;
    judged_side side;
    side.verdict = verdict_of(*of);
    side.says = says_of(seen, runtime, *of);
    side.explanation = explain(seen, runtime, *of);
    side.measured = 100 * of->found / of->planted;
    side.bars = bars_of(seen, runtime);
    return side;
}

finding
judge_tracker(const evidence &seen)
{
    finding found = judge_two_sides(seen, experiment, judge_side);
    found.axis = "ns that a create and a release take more";
    return found;
}

} // namespace

const claim c39 = {"C39", "4.4",
    "通过定期扫描未释放资源并比对存活对象,可生成泄漏报告",
    "Resources that keep their creator's stack, scanned while they are held, "
    "tell of leaks",
    "blocks that are lost, blocks that stay reachable and files are leaked at "
    "ten places, among as many that are released; others are released twice; "
    "a tracker scans what is held, beside LeakSanitizer and heaptrack on the "
    "same program, and creating and releasing is timed at 4, 16 and 64 frames",
    "percent of the planted leaks that a scan tells of, at their places",
    "reproduced when all of the leaks are told at their places, nothing that "
    "was released is told as one, and every double release is told; direction "
    "only when more than half of the leaks are; contradicted otherwise",
    judge_tracker};

} // namespace cleanup
