// What stays resident after a spike, with a pool and without.
#include "bench/claims/judge.hpp"
#include "bench/claims/registry.hpp"
#include "bench/claims/two_sides.hpp"
#include "bench/harness/human_units.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace cleanup
{
namespace
{

constexpr const char *experiment = "pool_resident";
constexpr unsigned last_step = 4;

// Parts of the spike that count as held, and as let go of.
constexpr double held = 0.5;
constexpr double let_go = 0.1;

std::vector<double>
resident(const evidence &seen, std::string_view runtime, std::string_view way,
    unsigned step)
{
    return seen.values(experiment, runtime,
        fmt::format("{} collections={}", way, step), "resident");
}

// The part of the spike that stays resident, beyond what stays when buffers
// are released.
std::optional<estimate>
kept(const evidence &seen, std::string_view runtime, std::string_view way,
    unsigned step)
{
    std::vector<double> part = resident(seen, runtime, way, step);
    const auto released = resident(seen, runtime, "released", step);
    const auto size = seen.value(experiment, runtime, "spike", "size");
    if (!size || *size <= 0 || part.size() != released.size())
        return std::nullopt;
    for (std::size_t i = 0; i < part.size(); i++)
        part[i] = (part[i] - released[i]) / *size;
    return estimate_of(part);
}

claim_verdict
judge_kept(const estimate &after_one, const estimate &in_use)
{
    const claim_verdict held_at_all = judge_at_least(after_one, held, let_go);
    if (held_at_all != claim_verdict::reproduced)
        return held_at_all;
    return place_of(in_use, held) == place::above
               ? claim_verdict::reproduced
               : claim_verdict::direction_only;
}

// "32.1 MiB".
std::string
mebibytes(const evidence &seen, std::string_view runtime, std::string_view way,
    unsigned step)
{
    const std::vector<double> bytes = resident(seen, runtime, way, step);
    const double middle = bytes.empty() ? 0 : median(bytes);
    return fmt::format("{:.1f} MiB", std::max(middle, 0.0) / (1 << 20));
}

// After which idle buffers leave the pool, one after the other.
const char *
step_title(std::string_view runtime)
{
    return runtime == "go" ? "collection" : "epoch";
}

std::string
explain(const evidence &seen, std::string_view runtime)
{
    return fmt::format(
        "In {} a spike of {} leaves {} resident after one {} when its buffers "
        "are released and {} when they are pooled; those that nobody uses are "
        "gone after two ({}), but a pool whose large buffers serve small "
        "requests still holds {} after {}.",
        runtime_title(runtime), mebibytes(seen, runtime, "pooled", 0),
        mebibytes(seen, runtime, "released", 1), step_title(runtime),
        mebibytes(seen, runtime, "pooled", 1),
        mebibytes(seen, runtime, "pooled", 2),
        mebibytes(seen, runtime, "pooled in_use", last_step), last_step);
}

std::vector<bar>
bars_of(const evidence &seen, std::string_view runtime)
{
    std::vector<bar> bars;
    for (unsigned step = 0; step <= last_step; step++)
        for (const std::string way : {"released", "pooled", "pooled in_use"}) {
            const auto bytes = resident(seen, runtime, way, step);
            if (!bytes.empty())
                bars.push_back({fmt::format("after {}", step),
                    fmt::format("{}, {}", runtime_title(runtime),
                        way == "pooled in_use" ? "pooled, in use" : way),
                    std::max(median(bytes), 0.0) / (1 << 20), {}});
        }
    return bars;
}

estimate
in_percent(estimate part)
{
    part.median *= 100;
    if (part.range)
        part.range = interval{100 * part.range->low, 100 * part.range->high,
            part.range->coverage};
    return part;
}

std::optional<judged_side>
judge_resident_of(const evidence &seen, std::string_view runtime)
{
    const auto after_one = kept(seen, runtime, "pooled", 1);
    const auto in_use = kept(seen, runtime, "pooled in_use", last_step);
    if (!after_one || !in_use)
        return std::nullopt;
    judged_side side;
    side.verdict = judge_kept(*after_one, *in_use);
    side.says = fmt::format("resident after one {}: {} released, {} pooled; "
                            "after two {}",
        step_title(runtime), mebibytes(seen, runtime, "released", 1),
        mebibytes(seen, runtime, "pooled", 1),
        mebibytes(seen, runtime, "pooled", 2));
    side.explanation = explain(seen, runtime);
    side.measured = in_percent(*after_one).median;
    side.range = in_percent(*after_one).range;
    side.rounds = after_one->rounds;
    side.bars = bars_of(seen, runtime);
    return side;
}

finding
judge_resident(const evidence &seen)
{
    finding found = judge_two_sides(seen, experiment, judge_resident_of);
    found.axis = "MiB resident, by collections since the spike";
    return found;
}

} // namespace

const claim c35 = {"C35", "4.2", "不适用于持有大量内存或系统资源的对象",
    "Pools do not suit objects that hold much memory.",
    "32 buffers of 1 MiB are in use at once and let go: released, pooled, and "
    "pooled while small requests go on using them. Resident bytes (of "
    "/proc/self/statm) after each of four collections (in C: epochs of the "
    "pool), each followed by giving free memory back to the kernel.",
    "part of the spike that a pool keeps resident after one collection, beyond "
    "what stays when buffers are released, %",
    "Reproduced: the 95% interval lies at 50% or more, and a pool in use keeps "
    "50% or more after four collections. Direction only: 10% or more. "
    "Contradicted: less. Else unresolved.",
    judge_resident};

} // namespace cleanup
