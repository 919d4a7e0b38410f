// The article's first sample, which makes 10,000 slices of 16 bytes.
#include "bench/claims/judge.hpp"
#include "bench/claims/registry.hpp"
#include "bench/claims/two_sides.hpp"
#include "bench/harness/human_units.hpp"

#include <fmt/format.h>

namespace cleanup
{
namespace
{

constexpr const char *experiment = "sample";
constexpr double blocks = 10'000;
constexpr double bytes_of_all = 16 * blocks;

// Parts of the 10,000 blocks that count as most and as nearly all of them.
constexpr double most = 0.5;
constexpr double nearly_all = 0.9;

std::optional<double>
value_of(const evidence &seen, std::string_view runtime,
    std::string_view setting, std::string_view metric)
{
    return seen.value(experiment, runtime, setting, metric);
}

std::string
whole(std::optional<double> value)
{
    return with_thousands(static_cast<std::uint64_t>(value.value_or(0)));
}

std::string
says_of(const evidence &seen, std::string_view runtime)
{
    return fmt::format("as printed {} B on the heap; escaping {} B, {} hits of "
                       "the thread's cache",
        whole(value_of(seen, runtime, "as printed", "heap")),
        whole(value_of(seen, runtime, "escaping", "heap")),
        whole(value_of(seen, runtime, "escaping", "cache_hits")));
}

std::vector<bar>
bars_of(const evidence &seen, std::string_view runtime, std::string_view metric)
{
    std::vector<bar> bars;
    for (const char *setting : {"as printed", "escaping"})
        if (const auto value = value_of(seen, runtime, setting, metric))
            bars.push_back({setting, runtime_title(runtime), *value, {}});
    return bars;
}

// C07.

claim_verdict
judge_growth(double heap, double printed)
{
    if (heap < most * bytes_of_all)
        return claim_verdict::contradicted;
    return heap >= nearly_all * bytes_of_all && printed > 0
               ? claim_verdict::reproduced
               : claim_verdict::direction_only;
}

std::string
explain_growth(const evidence &seen, std::string_view runtime, double heap)
{
    return fmt::format(
        "As printed the sample's {} slices put {} B on the heap of {} and it "
        "prints {}{}; when they escape they take {} B, and it prints {}, for "
        "it divides by 1 MiB in whole numbers.",
        whole(blocks), whole(heap), runtime_title(runtime),
        whole(value_of(seen, runtime, "as printed", "printed")),
        heap > 0 ? "" : ", as nobody looks at them and the compiler knows it",
        whole(value_of(seen, runtime, "escaping", "heap")),
        whole(value_of(seen, runtime, "escaping", "printed")));
}

std::optional<judged_side>
judge_growth_of(const evidence &seen, std::string_view runtime)
{
    const auto heap = value_of(seen, runtime, "as printed", "heap");
    const auto printed = value_of(seen, runtime, "as printed", "printed");
    if (!heap || !printed)
        return std::nullopt;
    judged_side side;
    side.verdict = judge_growth(*heap, *printed);
    side.says = says_of(seen, runtime);
    side.explanation = explain_growth(seen, runtime, *heap);
    side.measured = *heap;
    side.bars = bars_of(seen, runtime, "heap");
    return side;
}

finding
judge_c07(const evidence &seen)
{
    finding found = judge_two_sides(seen, experiment, judge_growth_of);
    found.axis = "bytes that the heap grows by";
    found.threshold_line = nearly_all * bytes_of_all;
    return found;
}

// C08.

// How many of the sample's slices the thread's cache serves as it is printed.
// glibc does not count calls: of its heap is known only that none is on it.
std::optional<double>
hits_as_printed(const evidence &seen, std::string_view runtime)
{
    if (const auto hits = value_of(seen, runtime, "as printed", "cache_hits"))
        return hits;
    const auto heap = value_of(seen, runtime, "as printed", "heap");
    return heap && *heap == 0 ? heap : std::nullopt;
}

claim_verdict
judge_hits(double hits)
{
    if (hits >= nearly_all * blocks)
        return claim_verdict::reproduced;
    return hits > 0 ? claim_verdict::direction_only
                    : claim_verdict::contradicted;
}

std::string
explain_hits(const evidence &seen, std::string_view runtime, double hits)
{
    return fmt::format(
        "As printed {} of the {} calls of make in {} reach the thread's cache, "
        "because {}; when the slices escape, {} of them are hits.",
        whole(hits), whole(blocks), runtime_title(runtime),
        hits > 0 ? "they are on the heap" : "none of them is on the heap",
        whole(value_of(seen, runtime, "escaping", "cache_hits")));
}

std::optional<judged_side>
judge_hits_of(const evidence &seen, std::string_view runtime)
{
    if (!value_of(seen, runtime, "as printed", "heap"))
        return std::nullopt;
    judged_side side;
    side.says = says_of(seen, runtime);
    side.bars = bars_of(seen, runtime, "cache_hits");
    const auto hits = hits_as_printed(seen, runtime);
    if (!hits)
        return side;
    side.verdict = judge_hits(*hits);
    side.explanation = explain_hits(seen, runtime, *hits);
    side.measured = hits;
    return side;
}

finding
judge_c08(const evidence &seen)
{
    finding found = judge_two_sides(seen, experiment, judge_hits_of);
    found.axis = "hits of the thread's cache, of 10,000";
    found.threshold_line = nearly_all * blocks;
    return found;
}

} // namespace

const claim c07 = {"C07", "1",
    "该程序通过runtime.MemStats监控堆内存变化,体现小对象批量分配对内存的影响",
    "The sample program shows what 10,000 allocations of 16 B do to the heap.",
    "The sample as printed, and with slices that escape to a variable of the "
    "package: bytes on the heap before and after, and what it prints. In C the "
    "same loop with malloc, and with blocks that are kept.",
    "bytes that the heap grows by, as printed",
    "Reproduced: it grows by at least 144,000 B (90%) and the program prints "
    "more than 0. Direction only: by at least 80,000 B. Contradicted: by less.",
    judge_c07};

const claim c08 = {"C08", "1",
    "每次make调用由Go运行时在合适的size "
    "class中完成分配,可能命中mcache或逐级向上申请",
    "Each make of the sample may hit the thread's cache, or else asks further "
    "up.",
    "As C07: allocations less the spans that came into use, of which every "
    "miss takes one.",
    "hits of the thread's cache, as printed, of 10,000",
    "Reproduced: at least 9,000. Direction only: some. Contradicted: none.",
    judge_c08};

} // namespace cleanup
