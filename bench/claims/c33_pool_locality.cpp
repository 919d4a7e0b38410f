// What a pool does for the processor's caches.
#include "bench/claims/judge.hpp"
#include "bench/claims/registry.hpp"
#include "bench/claims/two_sides.hpp"
#include "bench/harness/human_units.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

namespace cleanup
{
namespace
{

constexpr const char *counted = "pool_cache_misses";
constexpr const char *timed = "pool_locality";
constexpr unsigned counted_in_use[] = {16, 2048};
constexpr unsigned timed_in_use[] = {16, 256, 2048};

// An object has 16 cache lines; less than half a line is no difference.
constexpr double least_difference = 0.5;

// What a pool leaves of the misses where it helps, and where it harms.
constexpr double fewer = 0.8;
constexpr double more = 1.05;

// What a pool is compared with: objects that come from the allocator.
const char *
without_pool(std::string_view runtime)
{
    return runtime == "go" ? "fresh" : "allocated";
}

std::string
setting_of(std::string_view way, unsigned in_use)
{
    return fmt::format("{} in_use={}", way, in_use);
}

std::optional<double>
misses(const evidence &seen, std::string_view runtime, std::string_view way,
    unsigned in_use, std::string_view level = "first_level")
{
    return seen.value(counted, runtime, setting_of(way, in_use), level);
}

// The misses that a pool leaves, of those without one.
std::optional<double>
left_at(const evidence &seen, std::string_view runtime, unsigned in_use)
{
    const auto pooled = misses(seen, runtime, "pooled", in_use);
    const auto fresh = misses(seen, runtime, without_pool(runtime), in_use);
    if (!pooled || !fresh)
        return std::nullopt;
    if (std::abs(*pooled - *fresh) < least_difference || *fresh <= 0)
        return 1;
    return *pooled / *fresh;
}

struct remainder {
    double least = 1;
    double most = 1;
};

std::optional<remainder>
remainder_of(const evidence &seen, std::string_view runtime)
{
    const auto few = left_at(seen, runtime, counted_in_use[0]);
    const auto many = left_at(seen, runtime, counted_in_use[1]);
    if (!few || !many)
        return std::nullopt;
    return remainder{std::min(*few, *many), std::max(*few, *many)};
}

claim_verdict
judge_remainder(const remainder &left)
{
    if (left.most <= fewer)
        return claim_verdict::reproduced;
    return left.least <= fewer && left.most < more
               ? claim_verdict::direction_only
               : claim_verdict::contradicted;
}

double
visit_ns(const evidence &seen, std::string_view runtime, std::string_view way,
    unsigned in_use)
{
    return seen.value(timed, runtime, setting_of(way, in_use), "visit")
        .value_or(0);
}

std::string
says_of(const evidence &seen, std::string_view runtime)
{
    const char *other = without_pool(runtime);
    std::string time = fmt::format("{} a visit pooled, {} without",
        duration_text(visit_ns(seen, runtime, "pooled", 16)),
        duration_text(visit_ns(seen, runtime, other, 16)));
    if (!remainder_of(seen, runtime))
        return time;
    return fmt::format("{:.1f} misses an object pooled, {:.1f} without; {}",
        *misses(seen, runtime, "pooled", 16), *misses(seen, runtime, other, 16),
        time);
}

// "16 in use at once 0.1 instead of 19.0".
std::string
misses_text(const evidence &seen, std::string_view runtime, unsigned in_use)
{
    return fmt::format("with {} in use at once {:.1f} instead of {:.1f}",
        with_thousands(in_use), *misses(seen, runtime, "pooled", in_use),
        *misses(seen, runtime, without_pool(runtime), in_use));
}

std::string
explain(const evidence &seen, std::string_view runtime)
{
    return fmt::format(
        "In {} a visit to a pooled object of 16 cache lines misses a "
        "simulated cache of 32 KiB {}, {}; it takes {} instead of {}, and {} "
        "instead of {}{}.",
        runtime_title(runtime), misses_text(seen, runtime, 16),
        misses_text(seen, runtime, 2048),
        duration_text(visit_ns(seen, runtime, "pooled", 16)),
        duration_text(visit_ns(seen, runtime, without_pool(runtime), 16)),
        duration_text(visit_ns(seen, runtime, "pooled", 2048)),
        duration_text(visit_ns(seen, runtime, without_pool(runtime), 2048)),
        runtime == "go"
            ? ", of which allocating and collecting are a part"
            : ", as the allocator hands out again what was released last");
}

struct shown {
    const char *runtime;
    const char *way;
    const char *series;
};

constexpr shown all_shown[] = {
    {"go", "pooled", "Go, pooled"},
    {"go", "fresh", "Go, fresh"},
    {"c", "pooled", "C, pooled"},
    {"c", "allocated", "C, allocated"},
    {"c", "collected", "C, memory reused after 4 MiB"},
};

std::vector<bar>
bars_of(const evidence &seen, std::string_view runtime)
{
    std::vector<bar> bars;
    for (const unsigned in_use : counted_in_use)
        for (const shown &each : all_shown)
            if (const auto value = misses(seen, runtime, each.way, in_use);
                value && runtime == each.runtime)
                bars.push_back(
                    {fmt::format("{} in use", with_thousands(in_use)),
                        each.series, std::max(*value, 0.0), {}});
    return bars;
}

std::optional<judged_side>
judge_locality_of(const evidence &seen, std::string_view runtime)
{
    const auto left = remainder_of(seen, runtime);
    if (!left && visit_ns(seen, runtime, "pooled", 16) == 0)
        return std::nullopt;
    judged_side side;
    side.says = says_of(seen, runtime);
    if (!left)
        return side;
    side.verdict = judge_remainder(*left);
    side.explanation = explain(seen, runtime);
    side.measured = left->most;
    side.bars = bars_of(seen, runtime);
    return side;
}

// Without counts the time stands alone, which the allocator is a part of.
std::string
explain_uncounted(const evidence &seen, std::string_view runtime)
{
    std::string times;
    for (const unsigned in_use : timed_in_use)
        times += fmt::format("{}{} instead of {} with {} in use at once",
            times.empty() ? "" : ", ",
            duration_text(visit_ns(seen, runtime, "pooled", in_use)),
            duration_text(
                visit_ns(seen, runtime, without_pool(runtime), in_use)),
            with_thousands(in_use));
    return fmt::format(
        "Cache misses were not counted ({}); a visit to a pooled "
        "object in {} takes {}, of which allocating is a part.",
        seen.text(counted, runtime, "", "why_not")
            .value_or("make claims does it"),
        runtime_title(runtime), times);
}

finding
judge_locality(const evidence &seen)
{
    finding found = judge_two_sides(seen, timed, judge_locality_of);
    found.axis = "misses of a 32 KiB cache for each object of 1 KiB";
    const char *runtime = found.go.says.empty() ? "c" : "go";
    if (!found.measured && visit_ns(seen, runtime, "pooled", 16) > 0)
        found.explanation = explain_uncounted(seen, runtime);
    return found;
}

} // namespace

const claim c33 = {"C33", "4.2", "提升内存局部性与缓存命中率",
    "A pool improves locality and the share of cache hits.",
    "Objects of 1 KiB are taken, written, read and let go, 16 or 2,048 of them "
    "in use at once: pooled, and from the allocator. valgrind counts the "
    "misses of a simulated cache of 32 KiB, less those of a program without "
    "visits; the time is taken without it. In C also as under a collector: "
    "memory is used again when 4 MiB have been used up.",
    "misses that a pool leaves, of those without one, where it helps least",
    "Reproduced: at most 0.8, so at both numbers in use. Direction only: at "
    "most 0.8 at one of them, and below 1.05 at the other. Contradicted: else. "
    "Differences under half a cache line an object are none.",
    judge_locality};

} // namespace cleanup
