#include "bench/studies/ladder/goals.hpp"

#include "bench/harness/statistics.hpp"
#include "bench/studies/ladder/go_ladder.hpp"

#include <algorithm>
#include <cmath>
#include <set>

#include <fmt/format.h>

namespace cleanup
{
namespace
{

struct goal {
    const char *name;
    const char *unit;
    char relation; // '<', '>': at most, at least; beyond it is not met
    double wanted;
};

// The thresholds. Times that are compared were taken in the same round.
constexpr goal scoped_as_explicit = {
    "a scoped form takes the time of explicit close", "ratio", '<', 1.01};
constexpr goal open_coded_near_explicit = {
    "an open-coded call costs little beyond explicit close",
    "ns per deferred call", '<', 1.0};
constexpr goal heap_records_beat_go = {
    "a heap record costs a tenth of Go's defer in a loop", "ratio", '<', 0.1};
constexpr goal panic_beats_go = {
    "panic and recover are faster than Go's", "ratio", '<', 1.0};
constexpr goal pool_beats_go = {
    "get and put cost a quarter of Go's sync.Pool", "ratio", '<', 0.25};
constexpr goal pool_scales = {"the pool does more on two threads than on one",
    "times the work", '>', 1.9};

using samples = std::vector<double>;

std::string
verdict_of(const goal &asked, const interval &range)
{
    const double sign = asked.relation == '<' ? 1 : -1;
    const auto keeps = [&](double value) {
        return sign * value <= sign * asked.wanted;
    };
    if (keeps(range.low) && keeps(range.high))
        return "met";
    return keeps(range.low) || keeps(range.high) ? "unresolved" : "not met";
}

class report
{
public:
    explicit report(std::span<const contender> measured) : all(measured)
    {
        for (const contender &each : all)
            (is_go(each.compiler) ? go : compilers).insert(each.compiler);
    }

    void
    judge_scoped_forms();
    void
    judge_open_coded();
    void
    judge_heap_records();
    void
    judge_panics();
    void
    judge_pools();

    table content = {"goals.csv",
        {"goal", "compared", "unit", "wanted", "measured", "low", "high",
            "verdict"},
        {}};

private:
    static bool
    is_go(const std::string &compiler)
    {
        return compiler.starts_with("go-");
    }

    const contender *
    in_go(const char *mechanism, const char *shape, unsigned count) const
    {
        return go.empty() ? nullptr
                          : find(all, *go.begin(), mechanism, shape, count);
    }

    void
    add(const goal &, const std::string &compared, const samples &paired);
    void
    add_ratio(const goal &, const std::string &compared, const contender *of,
        const contender *to);
    void
    judge_scoped_form(const std::string &compiler, const char *mechanism);

    std::span<const contender> all;
    std::set<std::string> compilers, go;
};

void
report::add(
    const goal &asked, const std::string &compared, const samples &paired)
{
    const auto range = median_interval(paired);
    const auto text = [](double number) {
        return fmt::format("{:.4g}", number);
    };
    content.rows.push_back({asked.name, compared, asked.unit,
        fmt::format(
            "at {} {}", asked.relation == '<' ? "most" : "least", asked.wanted),
        text(median(paired)), range ? text(range->low) : "",
        range ? text(range->high) : "",
        range ? verdict_of(asked, *range) : "unresolved"});
}

void
report::add_ratio(const goal &asked, const std::string &compared,
    const contender *of, const contender *to)
{
    if (!of)
        return;
    if (!to) {
        content.rows.push_back({asked.name, compared, asked.unit,
            fmt::format("at most {}", asked.wanted), "", "", "",
            std::string(no_go_here)});
        return;
    }
    samples ratios = log_ratios(of->ns, to->ns);
    std::ranges::transform(
        ratios, ratios.begin(), [](double log) { return std::exp(log); });
    add(asked, compared, ratios);
}

// All rungs of the mechanism together: of each round the geometric mean of
// their ratios.
void
report::judge_scoped_form(const std::string &compiler, const char *mechanism)
{
    samples logs;
    unsigned rungs = 0;
    for (const contender &each : all) {
        if (each.compiler != compiler || each.mechanism != mechanism ||
            each.shape == "failure")
            continue;
        const contender *baseline =
            find(all, compiler, baseline_mechanism, each.shape, each.count);
        const samples one = log_ratios(each.ns, baseline->ns);
        logs.resize(one.size());
        std::ranges::transform(logs, one, logs.begin(), std::plus<>());
        rungs++;
    }
    if (rungs == 0)
        return;
    std::ranges::transform(
        logs, logs.begin(), [&](double sum) { return std::exp(sum / rungs); });
    add(scoped_as_explicit,
        fmt::format("{} {} (all counts)", compiler, mechanism), logs);
}

void
report::judge_scoped_forms()
{
    for (const std::string &compiler : compilers)
        for (const char *mechanism : {"cleanup_attribute", "nested_defer",
                 "defer_ts", "raii", "scope_guard"})
            judge_scoped_form(compiler, mechanism);
}

void
report::judge_open_coded()
{
    for (const std::string &compiler : compilers)
        for (const unsigned count : {1u, 2u, 4u, 8u}) {
            const auto *of =
                find(all, compiler, "open_coded", "straight", count);
            const auto *to =
                find(all, compiler, baseline_mechanism, "straight", count);
            if (!of || !to)
                continue;
            samples extra(of->ns.size());
            std::ranges::transform(
                of->ns, to->ns, extra.begin(), std::minus<>());
            add(open_coded_near_explicit,
                fmt::format("{} open_coded ({} per function)", compiler, count),
                extra);
        }
}

void
report::judge_heap_records()
{
    for (const std::string &compiler : compilers)
        for (const char *mechanism : {"heap_records", "heap_records_cached"})
            for (const unsigned count : {1u, 8u, 64u, 1000u, 10000u})
                add_ratio(heap_records_beat_go,
                    fmt::format("{} {} to Go's ({} per function)", compiler,
                        mechanism, count),
                    find(all, compiler, mechanism, "loop", count),
                    in_go("heap_records", "loop", count));
}

void
report::judge_panics()
{
    for (const std::string &compiler : compilers)
        for (const char *mechanism :
            {"open_coded", "stack_records", "heap_records"})
            for (const unsigned functions : {1u, 3u})
                add_ratio(panic_beats_go,
                    fmt::format("{} {} to Go's (through {})", compiler,
                        mechanism, functions),
                    find(all, compiler, mechanism, "failure", functions),
                    in_go("open_coded", "failure", functions));
}

void
report::judge_pools()
{
    const auto pool = [&](unsigned threads) {
        const auto found = std::ranges::find_if(all, [&](const auto &each) {
            return each.mechanism == "object_pool" && !is_go(each.compiler) &&
                   each.count == threads;
        });
        return found == all.end() ? nullptr : &*found;
    };
    const contender *alone = pool(1), *together = pool(2);
    add_ratio(pool_beats_go, "object_pool to sync.Pool (1 thread)", alone,
        in_go("object_pool", "pool", 1));
    if (!alone || !together)
        return;
    samples times(alone->ns.size());
    std::ranges::transform(alone->ns, together->ns, times.begin(),
        [](double one, double two) { return 2 * one / two; });
    add(pool_scales, "object_pool (2 threads to 1)", times);
}

} // namespace

table
judged_goals(std::span<const contender> contenders)
{
    report all(contenders);
    all.judge_scoped_forms();
    all.judge_open_coded();
    all.judge_heap_records();
    all.judge_panics();
    all.judge_pools();
    return all.content;
}

} // namespace cleanup
