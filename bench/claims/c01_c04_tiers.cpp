// What serves an allocation: the thread's cache, the central lists behind it,
// the heap behind those; and what each takes.
#include "bench/claims/judge.hpp"
#include "bench/claims/registry.hpp"
#include "bench/claims/two_sides.hpp"
#include "bench/harness/human_units.hpp"

#include <algorithm>
#include <cmath>
#include <iterator>

#include <fmt/format.h>

namespace cleanup
{
namespace
{

constexpr const char *counts = "tiers";
constexpr const char *times = "tier_times";
constexpr const char *steps = "size_steps";

std::string
fresh(std::uint64_t size)
{
    return fmt::format("fresh size={}", size);
}

// C01.

constexpr std::uint64_t small_sizes[] = {16, 64, 256, 1024};
constexpr std::uint64_t large_sizes[] = {32769, 65536};
constexpr std::uint64_t all_sizes[] = {
    16, 64, 256, 1024, 4096, 16384, 32768, 32769, 65536};

// Shares of requests for small blocks that a first tier serves most of, or at
// least half of; and of large ones that it does not.
constexpr double most_requests = 0.8;
constexpr double half_of_them = 0.5;
constexpr double none_of_them = 0.01;

// Of the requests that a central list serves those that find free blocks of
// their class there.
constexpr double nearly_all = 0.9;

struct tiering {
    double small_least = 1; // share that the thread's cache serves
    double large_most = 0;
    double from_central = 0; // share of the misses that need no new span
};

std::optional<double>
cached_share(const evidence &seen, std::string_view runtime, std::uint64_t size)
{
    return seen.value(counts, runtime, fresh(size), "served_by_thread_cache");
}

// In C the heap says who served a block; in Go a class whose spans are half
// free asks for fewer new ones than another class does.
std::optional<double>
central_share(const evidence &seen, std::string_view runtime)
{
    if (runtime == "go") {
        const auto same = seen.value(counts, "go", "half free", "same_class");
        const auto other = seen.value(counts, "go", "half free", "other_class");
        if (!same || !other || *other <= 0)
            return std::nullopt;
        return 1 - *same / *other;
    }
    const auto central =
        seen.value(counts, "c", "again size=64", "served_by_central");
    const auto heap =
        seen.value(counts, "c", "again size=64", "served_by_heap");
    if (!central || !heap || *central + *heap <= 0)
        return std::nullopt;
    return *central / (*central + *heap);
}

std::optional<tiering>
tiering_of(const evidence &seen, std::string_view runtime)
{
    tiering of;
    for (const std::uint64_t size : small_sizes) {
        const auto share = cached_share(seen, runtime, size);
        if (!share)
            return std::nullopt;
        of.small_least = std::min(of.small_least, *share);
    }
    for (const std::uint64_t size : large_sizes) {
        const auto share = cached_share(seen, runtime, size);
        if (!share)
            return std::nullopt;
        of.large_most = std::max(of.large_most, *share);
    }
    const auto central = central_share(seen, runtime);
    if (!central)
        return std::nullopt;
    of.from_central = *central;
    return of;
}

claim_verdict
judge_tiering(const tiering &of)
{
    if (of.small_least < half_of_them || of.large_most > none_of_them)
        return claim_verdict::contradicted;
    if (of.small_least < most_requests || of.from_central < nearly_all)
        return claim_verdict::direction_only;
    return claim_verdict::reproduced;
}

double
misses(const evidence &seen, std::string_view runtime, std::uint64_t size)
{
    return 1000 * (1 - cached_share(seen, runtime, size).value_or(1));
}

std::string
percent(double share)
{
    return fmt::format("{:.1f}%", 100 * share);
}

std::string
classes_of_go(const evidence &seen)
{
    const auto classes = seen.value(counts, "go", "classes", "count");
    const auto largest = seen.value(counts, "go", "classes", "largest");
    const auto tiny = seen.value(counts, "go", "fresh size=8", "tiny");
    if (!classes || !largest || !tiny)
        return "";
    return fmt::format("; it has {:.0f} size classes up to {} B, and packs {} "
                       "of all objects of 8 B into the block of another",
        *classes, with_thousands(std::uint64_t(*largest)), percent(*tiny));
}

std::vector<bar>
tier_bars(const evidence &seen, std::string_view runtime)
{
    std::vector<bar> bars;
    for (const std::uint64_t size : all_sizes)
        if (const auto share = cached_share(seen, runtime, size))
            bars.push_back(
                {bytes_text(size), runtime_title(runtime), 100 * *share, {}});
    return bars;
}

std::string
explain_tiers(const evidence &seen, std::string_view runtime, double central)
{
    return fmt::format(
        "{} asks beyond the thread's cache {:.1f} times in 1,000 requests of "
        "64 B, {:.0f} times for 1 KiB and {} times above 32 KiB, and {} of the "
        "misses for 64 B find free blocks of that size "
        "waiting behind it{}.",
        runtime_title(runtime), misses(seen, runtime, 64),
        misses(seen, runtime, 1024),
        with_thousands(std::uint64_t(misses(seen, runtime, 32769))),
        percent(central), runtime == "go" ? classes_of_go(seen) : "");
}

std::optional<judged_side>
judge_tiers_of(const evidence &seen, std::string_view runtime)
{
    const auto of = tiering_of(seen, runtime);
    if (!of)
        return std::nullopt;
    judged_side side;
    side.verdict = judge_tiering(*of);
    side.says = fmt::format("from the thread's cache: {} of 64 B, {} of 1 KiB, "
                            "{} of 32,769 B",
        percent(1 - misses(seen, runtime, 64) / 1000),
        percent(1 - misses(seen, runtime, 1024) / 1000),
        percent(1 - misses(seen, runtime, 32769) / 1000));
    side.explanation = explain_tiers(seen, runtime, of->from_central);
    side.measured = 100 * of->small_least;
    side.bars = tier_bars(seen, runtime);
    return side;
}

finding
judge_c01(const evidence &seen)
{
    finding found = judge_two_sides(seen, counts, judge_tiers_of);
    found.axis = "% of requests that the thread's cache serves, by size";
    found.threshold_line = 100 * most_requests;
    return found;
}

// C02.

// Below this a hit counts as taking no lock.
constexpr double no_lock = 0.01;

// What two threads must do at least, in the work of one.
constexpr double scales = 1.5;

// What hits, and what goes beyond the cache each time, in one runtime.
struct contest {
    const char *runtime;
    const char *hit;
    const char *miss;
    const char *metric;
    const char *beyond; // in words
};

constexpr contest contests[] = {
    {"c", "thread_cache", "central", "pair", "the central list"},
    {"go", "hits", "misses", "block", "a span for each block"},
};

std::vector<double>
contest_values(const evidence &seen, const contest &of,
    const std::string &contender, unsigned threads)
{
    const bool hit = contender != of.miss;
    const unsigned size =
        std::string_view(of.runtime) == "c" ? 64 : (hit ? 16 : 8192);
    return seen.values(times, of.runtime,
        fmt::format("{} size={} threads={}", contender, size, threads),
        of.metric);
}

// The work of two threads in that of one: twice the ratio of their times.
std::optional<estimate>
scaling_of(const evidence &seen, const contest &of, const char *contender)
{
    std::vector<double> alone = contest_values(seen, of, contender, 1);
    for (double &ns : alone)
        ns *= 2;
    return ratio_of(alone, contest_values(seen, of, contender, 2));
}

std::vector<double>
products(std::span<const double> left, std::span<const double> right)
{
    std::vector<double> all;
    for (std::size_t i = 0; i < std::min(left.size(), right.size()); i++)
        all.push_back(left[i] * right[i]);
    return all;
}

struct contest_result {
    estimate hits; // work of two threads, to one's
    estimate beyond;
    estimate gain; // of the first to the second
    double floor = 1;
    std::optional<double> locks; // of a hit; none: not to be seen
};

std::optional<contest_result>
result_of(const evidence &seen, const contest &of)
{
    const auto hits = scaling_of(seen, of, of.hit);
    const auto beyond = scaling_of(seen, of, of.miss);
    const auto gain = ratio_of(products(contest_values(seen, of, of.hit, 1),
                                   contest_values(seen, of, of.miss, 2)),
        products(contest_values(seen, of, of.hit, 2),
            contest_values(seen, of, of.miss, 1)));
    if (!hits || !beyond || !gain)
        return std::nullopt;
    return contest_result{*hits, *beyond, *gain,
        floor_ratio_of(contest_values(seen, of, of.hit, 2),
            contest_values(seen, of, fmt::format("{} again", of.hit), 2)),
        seen.value(counts, of.runtime, "thread_cache size=64", "locks")};
}

claim_verdict
judge_contest(const contest_result &of)
{
    if (of.locks && *of.locks > no_lock)
        return claim_verdict::contradicted;
    if (place_of(of.gain, 1 / of.floor) == place::below)
        return claim_verdict::contradicted;
    if (place_of(of.gain, of.floor) != place::above)
        return claim_verdict::unresolved;
    switch (place_of(of.hits, scales)) {
    case place::above:
        return claim_verdict::reproduced;
    case place::below:
        return claim_verdict::direction_only;
    case place::across:
        break;
    }
    return claim_verdict::unresolved;
}

double
alone_ns(const evidence &seen, const contest &of, const char *contender)
{
    const std::vector<double> ns = contest_values(seen, of, contender, 1);
    return ns.empty() ? 0 : median(ns);
}

// C's lock counts, as the end of a sentence; "" when they were not measured.
std::string
locks_text(const evidence &seen)
{
    const auto hit = seen.value(counts, "c", "thread_cache size=64", "locks");
    const auto central = seen.value(counts, "c", "central size=64", "locks");
    if (!hit || !central)
        return "";
    return fmt::format("; in C a hit takes {:.4f} locks and a call of the "
                       "central list {:.1f}",
        *hit, *central);
}

// Why nothing can be said of hits against the rest; "" where something can.
std::string
doubt_text(const contest_result &of)
{
    if (place_of(of.gain, of.floor) == place::above ||
        place_of(of.gain, 1 / of.floor) == place::below)
        return "";
    return fmt::format("; that hits scale {} times better cannot be told from "
                       "a noise floor of {:.2f}",
        estimate_text(of.gain), of.floor);
}

std::string
explain_contest(
    const evidence &seen, std::string_view runtime, const contest_result &of)
{
    return fmt::format(
        "In {} two threads that hit do {} times the work of one{}, and two "
        "that go beyond the cache each time {} times{}{}{}.",
        runtime_title(runtime), estimate_text(of.hits),
        place_of(of.hits, scales) == place::across
            ? fmt::format(", which may be less than {}", scales)
            : "",
        estimate_text(of.beyond), doubt_text(of),
        runtime == "go" ? "; the locks of Go's runtime cannot be counted from "
                          "outside, so that scaling stands for them"
                        : "",
        locks_text(seen));
}

std::optional<judged_side>
judge_contest_of(const evidence &seen, std::string_view runtime)
{
    const contest &contest = contests[runtime == "go" ? 1 : 0];
    const auto of = result_of(seen, contest);
    if (!of)
        return std::nullopt;
    judged_side side;
    side.verdict = judge_contest(*of);
    side.says = fmt::format("hit {}, {} {}; two threads do {} and {} the work",
        duration_text(alone_ns(seen, contest, contest.hit)), contest.beyond,
        duration_text(alone_ns(seen, contest, contest.miss)),
        times_text(of->hits.median), times_text(of->beyond.median));
    side.explanation = explain_contest(seen, runtime, *of);
    side.measured = of->gain.median;
    side.range = of->gain.range;
    side.floor = of->floor;
    side.rounds = of->gain.rounds;
    side.bars = {bar_of("hits", runtime_title(runtime), of->hits),
        bar_of("beyond the cache", runtime_title(runtime), of->beyond)};
    return side;
}

finding
judge_c02(const evidence &seen)
{
    const auto cores = seen.value(times, "c", "machine", "cores");
    if (cores && *cores < 2)
        return not_measured("This machine has one core: two threads cannot be "
                            "told from one.");
    finding found = judge_two_sides(seen, times, judge_contest_of);
    found.axis = "work of two threads, to that of one";
    found.threshold_line = scales;
    return found;
}

// C03.

// What a miss takes more than a hit, in ns, round by round.
std::optional<estimate>
miss_cost(const evidence &seen, std::string_view runtime, std::uint64_t size)
{
    const auto hit =
        seen.values(times, runtime, fmt::format("hit size={}", size), "call");
    std::vector<double> more =
        seen.values(times, runtime, fmt::format("miss size={}", size), "call");
    if (hit.size() != more.size())
        return std::nullopt;
    for (std::size_t i = 0; i < more.size(); i++)
        more[i] -= hit[i];
    return estimate_of(more);
}

claim_verdict
judge_misses(double central, const estimate &cost)
{
    if (central < half_of_them)
        return claim_verdict::contradicted;
    if (place_of(cost, 0) == place::across)
        return claim_verdict::unresolved;
    const bool dearer = place_of(cost, 0) == place::above;
    return central >= nearly_all && dearer ? claim_verdict::reproduced
                                           : claim_verdict::direction_only;
}

double
missed(const evidence &seen, std::string_view runtime, std::uint64_t size)
{
    return seen.value(counts, runtime, fresh(size), "misses").value_or(0);
}

std::string
contention_text(const evidence &seen, std::string_view runtime)
{
    const auto result = result_of(seen, contests[1]);
    if (runtime == "go" && result)
        return fmt::format("two threads that take a whole span each time, "
                           "which the page heap gives as well, do {} the work "
                           "of one; whether the central list itself is locked "
                           "this does not tell",
            times_text(result->beyond.median));
    const auto waits =
        seen.value(times, "c", "thread_cache size=64 threads=2", "waits");
    return fmt::format("with two threads {:.1f} of 1,000 locks behind the "
                       "cache are found held by the other",
        waits.value_or(0));
}

std::string
explain_misses(const evidence &seen, std::string_view runtime,
    const estimate &cost, double central)
{
    return fmt::format(
        "In {} {:.1f} of 1,000 requests of 64 B and {:.0f} of 1 KiB miss; a "
        "miss for 64 B takes {} ns more than a hit, free blocks of the class "
        "serve {} of them where there are some, and {}.",
        runtime_title(runtime), missed(seen, runtime, 64),
        missed(seen, runtime, 1024), estimate_text(cost), percent(central),
        contention_text(seen, runtime));
}

std::vector<bar>
miss_bars(const evidence &seen, std::string_view runtime)
{
    std::vector<bar> bars;
    for (const std::uint64_t size : {64, 1024})
        if (const auto cost = miss_cost(seen, runtime, size))
            bars.push_back(
                bar_of(bytes_text(size), runtime_title(runtime), *cost));
    return bars;
}

std::optional<judged_side>
judge_misses_of(const evidence &seen, std::string_view runtime)
{
    const auto central = central_share(seen, runtime);
    const auto cost = miss_cost(seen, runtime, 64);
    if (!central || !cost)
        return std::nullopt;
    judged_side side;
    side.verdict = judge_misses(*central, *cost);
    side.says = fmt::format("{:.1f} misses in 1,000 of 64 B, each {} ns more "
                            "than a hit",
        missed(seen, runtime, 64), estimate_text(*cost));
    side.explanation = explain_misses(seen, runtime, *cost, *central);
    side.measured = cost->median;
    side.range = cost->range;
    side.rounds = cost->rounds;
    side.bars = miss_bars(seen, runtime);
    return side;
}

finding
judge_c03(const evidence &seen)
{
    finding found = judge_two_sides(seen, times, judge_misses_of);
    found.axis = "ns that a miss takes more than a hit, by size";
    return found;
}

// C04.

constexpr double article_bound = 32768; // bytes: the article's 32 KB

constexpr std::uint64_t step_sizes[] = {8192, 12288, 16384, 24576, 32768, 32769,
    49152, 65536, 98304, 122880, 122881, 196608, 262144, 393216, 524288};

// A size is a step when its time grows by so much more than its bytes do.
constexpr double step_ratio = 1.1;

std::vector<double>
block_ns(const evidence &seen, std::string_view runtime, std::uint64_t size)
{
    return seen.values(steps, runtime, fmt::format("size={}", size), "block");
}

std::optional<estimate>
growth_at(const evidence &seen, std::string_view runtime, std::size_t i)
{
    return ratio_of(block_ns(seen, runtime, step_sizes[i]),
        block_ns(seen, runtime, step_sizes[i - 1]));
}

// "24 KiB to 32 KiB (4.1 times)", for each step, smallest first.
std::string
steps_text(const evidence &seen, std::string_view runtime)
{
    std::string text;
    for (std::size_t i = 1; i < std::size(step_sizes); i++) {
        const auto growth = growth_at(seen, runtime, i);
        const double bytes = static_cast<double>(step_sizes[i]) /
                             static_cast<double>(step_sizes[i - 1]);
        if (growth && place_of(*growth, bytes * step_ratio) == place::above)
            text += fmt::format("{}{} to {} ({})", text.empty() ? "" : ", ",
                bytes_text(step_sizes[i - 1]), bytes_text(step_sizes[i]),
                times_text(growth->median));
    }
    return text.empty() ? "nowhere does time grow faster than size"
                        : "time grows faster than size from " + text;
}

claim_verdict
judge_bound(double bound, double largest_tried)
{
    if (bound == article_bound)
        return claim_verdict::reproduced;
    return bound > 0 && bound < largest_tried ? claim_verdict::direction_only
                                              : claim_verdict::contradicted;
}

double
middle_ns(const evidence &seen, std::string_view runtime, std::uint64_t size)
{
    const std::vector<double> ns = block_ns(seen, runtime, size);
    return ns.empty() ? 0 : median(ns);
}

std::vector<bar>
step_bars(const evidence &seen, std::string_view runtime)
{
    std::vector<bar> bars;
    for (const std::uint64_t size : step_sizes)
        if (const auto of = estimate_of(block_ns(seen, runtime, size)))
            bars.push_back(
                bar_of(bytes_text(size), runtime_title(runtime), *of));
    return bars;
}

// One byte more than a size, and the time of that as a multiple of the size's.
std::optional<estimate>
time_above(const evidence &seen, std::string_view runtime, std::uint64_t size)
{
    return ratio_of(
        block_ns(seen, runtime, size + 1), block_ns(seen, runtime, size));
}

// That time shows no step at the bound, and who serves blocks just below it,
// where the figures say so.
std::string
no_step_text(const evidence &seen, std::string_view runtime, double bound)
{
    const auto above = time_above(seen, runtime, std::uint64_t(bound));
    if (!above || above->median >= step_ratio)
        return "";
    std::string text =
        fmt::format("; in time the bound shows no step{}: one byte above takes "
                    "{} times as long",
            place_of(*above, step_ratio) == place::across
                ? " that this run could tell"
                : "",
            estimate_text(*above));
    const auto cached = cached_share(seen, runtime, 32768);
    if (runtime == "go" && cached && *cached <= none_of_them)
        text += fmt::format(
            "; of blocks of 32 KiB, too, the thread's cache serves {}",
            percent(*cached));
    return text;
}

// Go's page cache, of one processor's own, serves spans up to this size.
constexpr std::uint64_t page_cache_end = 122880;

std::string
page_cache_text(const evidence &seen, std::string_view runtime)
{
    const auto above = time_above(seen, runtime, page_cache_end);
    if (runtime != "go" || !above)
        return "";
    const char *said = "it cannot be told whether there is a step in time";
    if (place_of(*above, step_ratio) == place::above)
        said = "there is a step in time";
    else if (place_of(*above, step_ratio) == place::below)
        said = "there is no step in time";
    return fmt::format("; above {} B, where a processor's page cache ends, {} "
                       "({} times)",
        with_thousands(page_cache_end), said, estimate_text(*above));
}

std::string
explain_bound(const evidence &seen, std::string_view runtime, double bound)
{
    return fmt::format(
        "{} serves blocks of up to {} B by size class and each larger one by "
        "pages of its own; without clearing them a block of 32 KiB takes {}, "
        "one byte more {}, 512 KiB {}, and {}{}{}.",
        runtime_title(runtime), with_thousands(std::uint64_t(bound)),
        duration_text(middle_ns(seen, runtime, 32768)),
        duration_text(middle_ns(seen, runtime, 32769)),
        duration_text(middle_ns(seen, runtime, 524288)),
        steps_text(seen, runtime), no_step_text(seen, runtime, bound),
        page_cache_text(seen, runtime));
}

std::string
bound_text(const evidence &seen, std::string_view runtime, double bound)
{
    const auto last = std::uint64_t(bound);
    std::string text =
        fmt::format("size classes end at {} B", with_thousands(last));
    if (!block_ns(seen, runtime, last).empty() &&
        !block_ns(seen, runtime, last + 1).empty())
        text += fmt::format("; {} there, {} one byte above",
            duration_text(middle_ns(seen, runtime, last)),
            duration_text(middle_ns(seen, runtime, last + 1)));
    return text;
}

std::optional<judged_side>
judge_bound_of(const evidence &seen, std::string_view runtime)
{
    const auto bound = seen.value(steps, runtime, "bound", "largest_cached");
    const auto tried = seen.value(steps, runtime, "bound", "largest_tried");
    if (!bound || !tried)
        return std::nullopt;
    judged_side side;
    side.verdict = judge_bound(*bound, *tried);
    side.says = bound_text(seen, runtime, *bound);
    side.explanation = explain_bound(seen, runtime, *bound);
    side.measured = *bound;
    side.rounds = block_ns(seen, runtime, 32768).size();
    side.bars = step_bars(seen, runtime);
    return side;
}

finding
judge_c04(const evidence &seen)
{
    finding found = judge_two_sides(seen, steps, judge_bound_of);
    found.axis = "ns a block, by size";
    return found;
}

} // namespace

const claim c01 = {"C01", "1",
    "Go采用分级分配策略,结合线程缓存(mcache)、中心缓存"
    "(mcentral)和堆(heap)等组件",
    "Memory is handed out by tiers: a cache per thread, central lists, the "
    "heap.",
    "Blocks of 16 B to 64 KiB are taken and kept. In C the heap counts which "
    "tier serves each. In Go the spans that come into use are counted, of "
    "which every miss of a thread's cache takes one; then a class with half "
    "free spans and another class are asked for as many blocks.",
    "least share that the thread's cache serves of 16 B to 1 KiB, %",
    "Reproduced: the thread's cache serves 80% of the requests of each size up "
    "to 1 KiB and at most 1% above 32 KiB, and 90% of the misses are served by "
    "free blocks of the class that need no new span. Direction only: 50% up to "
    "1 KiB, at most 1% above 32 KiB. Contradicted: else.",
    judge_c01};

const claim c02 = {"C02", "1",
    "Go直接从mcache获取对应尺寸的span,避免锁竞争,提升并发性能",
    "A hit in the thread's cache takes no lock, and so scales better.",
    "One thread and two take and let go of blocks: from the thread's cache, "
    "and from beyond it each time (C: the central list; Go: blocks of 8 KiB, "
    "of which each fills a span). In C the locks taken are counted.",
    "how many times better hits scale to two threads than the rest",
    "Reproduced: hits take at most 0.01 locks (where they can be counted), the "
    "95% interval of the metric lies above the noise floor, and two threads "
    "that hit do at least 1.5 times the work of one, by the whole interval of "
    "that. Direction only: they do less, by the whole interval. Contradicted: "
    "hits take more locks, or the metric's interval lies below the floor's "
    "inverse. Else unresolved.",
    judge_c02};

const claim c03 = {"C03", "1",
    "若mcache不足,则向mcentral申请,mcentral则统一管理特定大小类的mspan列表",
    "On a miss the thread's cache asks a central list, which holds free spans "
    "of one size class.",
    "Single calls are timed, apart by whether they miss; and misses are "
    "counted as in C01. Where blocks of a class are free, it is counted how "
    "many of its misses they serve.",
    "what a miss of 64 B takes more than a hit, ns",
    "Reproduced: at least 90% of the misses are served by free blocks of their "
    "class, and the 95% interval of the metric lies above 0. Direction only: "
    "50% to 90%, or misses cost no more. Contradicted: less than 50%. Else "
    "unresolved.",
    judge_c03};

const claim c04 = {"C04", "1",
    "对于超过32KB的大对象,直接在堆上分配,绕过线程缓存层级",
    "Objects over 32 KB bypass the caches and come from the heap.",
    "The largest size that is served by a size class is searched from 8 KiB to "
    "512 KiB, by what the heap counts; and blocks of 8 KiB to 512 KiB are "
    "timed, without clearing or touching them.",
    "largest size that a size class serves, bytes",
    "Reproduced: it is 32,768. Direction only: another bound below 512 KiB. "
    "Contradicted: there is none.",
    judge_c04};

} // namespace cleanup
