// What deferred calls cost: time, context switches, and bytes of the frame.
#include "bench/claims/registry.hpp"
#include "bench/claims/run_tables.hpp"
#include "bench/claims/two_sides.hpp"
#include "bench/harness/human_units.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

namespace cleanup
{
namespace
{

// --- C16 --------------------------------------------------------------------

constexpr const char *cost = "defer_cost";

// From here on a loop's cost is "high" beside a single defer's "low".
constexpr double high_beside_low = 2;

constexpr int several[] = {2, 4, 8, 9};
constexpr int in_loop[] = {1, 10, 100, 1000, 10000};
constexpr int telling_loop = 1000;

// ns of a deferred call beyond a plain one; none without.
std::optional<estimate>
extra_in_go(const evidence &seen, const std::string &setting)
{
    const auto deferred = seen.values(cost, "go", setting, "deferred");
    const auto plain = seen.values(cost, "go", setting, "plain");
    std::vector<double> extra;
    for (std::size_t i = 0; i < std::min(deferred.size(), plain.size()); i++)
        extra.push_back(deferred[i] - plain[i]);
    return estimate_of(extra);
}

std::optional<estimate>
extra_in_ladder(
    const evidence &seen, const char *mechanism, const char *shape, int count)
{
    const auto number = [&](const char *column) {
        return ladder_number(seen, mechanism, shape, count, column);
    };
    const auto middle = number("extra_ns");
    const auto low = number("extra_ns_low"), high = number("extra_ns_high");
    if (!middle || !low || !high)
        return std::nullopt;
    const auto rounds = number("rounds").value_or(0);
    return estimate{*middle, interval{*low, *high, confidence_level},
        static_cast<std::size_t>(rounds)};
}

std::optional<estimate>
extra_straight(const evidence &seen, std::string_view runtime, int count)
{
    if (runtime == "go")
        return extra_in_go(seen, fmt::format("straight={}", count));
    // Up to 8 calls are coded open, as Go codes them.
    return extra_in_ladder(
        seen, count > 8 ? "stack_records" : "open_coded", "straight", count);
}

std::optional<estimate>
extra_in_loop(const evidence &seen, std::string_view runtime, int count)
{
    if (runtime == "go")
        return extra_in_go(seen, fmt::format("loop={}", count));
    return extra_in_ladder(seen, "heap_records", "loop", count);
}

// The ratio of two figures that were not paired: as wide as both can be.
std::optional<estimate>
ratio_between(const estimate &of, const estimate &to)
{
    if (!of.range || !to.range || to.range->low <= 0 || of.range->low <= 0)
        return std::nullopt;
    return estimate{of.median / to.median,
        interval{of.range->low / to.range->high, of.range->high / to.range->low,
            confidence_level},
        std::min(of.rounds, to.rounds)};
}

struct costs {
    estimate single;
    std::vector<estimate> several; // as `several`
    estimate loop;                 // of telling_loop
};

std::optional<costs>
costs_of(const evidence &seen, std::string_view runtime)
{
    const auto single = extra_straight(seen, runtime, 1);
    const auto loop = extra_in_loop(seen, runtime, telling_loop);
    if (!single || !loop)
        return std::nullopt;
    costs of{*single, {}, *loop};
    for (const int count : several) {
        const auto each = extra_straight(seen, runtime, count);
        if (!each)
            return std::nullopt;
        of.several.push_back(*each);
    }
    return of;
}

bool
is_dearer(const estimate &one, const estimate &other, double floor)
{
    const auto ratio = ratio_between(one, other);
    return ratio && ratio->range->low > floor;
}

bool
lie_between(const costs &of, double floor)
{
    return std::all_of(
        of.several.begin(), of.several.end(), [&](const estimate &each) {
            return is_dearer(each, of.single, floor) &&
                   is_dearer(of.loop, each, floor);
        });
}

claim_verdict
verdict_on_costs(const costs &of, double floor)
{
    const auto ratio = ratio_between(of.loop, of.single);
    if (!ratio)
        return claim_verdict::unresolved;
    const claim_verdict high =
        judge_at_least(*ratio, high_beside_low, high_beside_low);
    return high == claim_verdict::reproduced && !lie_between(of, floor)
               ? claim_verdict::direction_only
               : high;
}

double
floor_of_costs(const evidence &seen, std::string_view runtime)
{
    if (runtime != "go")
        return least_floor_ratio;
    return floor_ratio_of(seen.values(cost, "go", "straight=1", "deferred"),
        seen.values(cost, "go", "straight=1", "deferred again"));
}

std::vector<bar>
cost_bars(const evidence &seen, std::string_view runtime)
{
    std::vector<bar> bars;
    const char *series = runtime_title(runtime);
    for (const int count : {1, 2, 4, 8, 9, 16})
        if (const auto of = extra_straight(seen, runtime, count))
            bars.push_back(
                bar_of(fmt::format("{} in a function", count), series, *of));
    for (const int count : in_loop)
        if (const auto of = extra_in_loop(seen, runtime, count))
            bars.push_back(bar_of(
                fmt::format("loop of {}", with_thousands(count)), series, *of));
    return bars;
}

std::string
several_text(const costs &of)
{
    std::vector<std::string> texts;
    for (std::size_t i = 0; i < of.several.size(); i++)
        texts.push_back(
            fmt::format("{} for {}", estimate_text(of.several[i]), several[i]));
    return list_text(texts);
}

std::optional<judged_side>
judge_cost(const evidence &seen, std::string_view runtime)
{
    const auto of = costs_of(seen, runtime);
    if (!of)
        return std::nullopt;
    judged_side side;
    side.floor = floor_of_costs(seen, runtime);
    side.verdict = verdict_on_costs(*of, *side.floor);
    side.rounds = of->loop.rounds;
    if (const auto ratio = ratio_between(of->loop, of->single)) {
        side.measured = ratio->median;
        side.range = ratio->range;
    }
    side.says = fmt::format("{} ns for 1, {} for 8, {} for 9, {} in a loop",
        three_digits(of->single.median), three_digits(of->several[2].median),
        three_digits(of->several[3].median), three_digits(of->loop.median));
    side.explanation = fmt::format(
        "Beyond a plain call, a deferred one costs in {} {} ns where a "
        "function has 1, {} where it has several, and {} in a loop of {}.",
        runtime_title(runtime), estimate_text(of->single), several_text(*of),
        estimate_text(of->loop), with_thousands(telling_loop));
    side.bars = cost_bars(seen, runtime);
    return side;
}

finding
judge_c16(const evidence &seen)
{
    finding found = judge_two_sides(seen, cost, judge_cost);
    if (!found.c.why_not.empty())
        found.c.why_not = "the run has no ladder.csv: make studies writes it";
    found.axis = "ns of a deferred call beyond a plain one";
    return found;
}

// --- C17 --------------------------------------------------------------------

constexpr const char *switches = "defer_switches";

// A switch takes about 2 us. So many of a million calls make each 2 ns dearer,
// and so few 0.2 ns, which no timing here could tell.
constexpr double many_switches = 1000; // per million calls
constexpr double few_switches = 100;

// Switches that the program asks for, beyond those while plain calls were made
// for as long in the same round. (How often a thread is taken off its processor
// depends on who else wants to run.)
std::vector<double>
switches_beyond(const evidence &seen, std::string_view runtime,
    const std::string &kind, const std::string &metric)
{
    const auto with = seen.values(switches, runtime, kind, metric);
    const auto without =
        seen.values(switches, runtime, kind + ", plain", metric);
    std::vector<double> beyond;
    for (std::size_t i = 0; i < std::min(with.size(), without.size()); i++)
        beyond.push_back(with[i] - without[i]);
    return beyond;
}

std::optional<estimate>
asked_for(
    const evidence &seen, std::string_view runtime, const std::string &kind)
{
    std::vector<double> sum = switches_beyond(seen, runtime, kind, "given_up");
    const std::vector<double> scheduled =
        switches_beyond(seen, runtime, kind, "scheduled");
    for (std::size_t i = 0; i < std::min(sum.size(), scheduled.size()); i++)
        sum[i] += scheduled[i];
    return estimate_of(sum);
}

claim_verdict
verdict_on_switches(const estimate &of)
{
    return of.range ? judge_at_least(of, many_switches, few_switches)
                    : claim_verdict::unresolved;
}

std::string
taken_away_text(const evidence &seen, std::string_view runtime)
{
    std::vector<std::string> texts;
    for (const char *kind :
        {"open-coded", "open-coded, plain", "in a loop", "in a loop, plain"})
        texts.push_back(fmt::format("{:.0f}",
            seen.value(switches, runtime, kind, "taken_away").value_or(0)));
    return fmt::format("{} times against {}, in loops {} against {}", texts[0],
        texts[1], texts[2], texts[3]);
}

std::optional<judged_side>
judge_switches(const evidence &seen, std::string_view runtime)
{
    const auto open = asked_for(seen, runtime, "open-coded");
    const auto loop = asked_for(seen, runtime, "in a loop");
    if (!open || !loop)
        return std::nullopt;
    const estimate &more = open->median > loop->median ? *open : *loop;
    judged_side side;
    side.verdict = verdict_on_switches(more);
    side.measured = more.median;
    side.range = more.range;
    side.rounds = more.rounds;
    side.says = fmt::format("{} open-coded and {} in a loop, of a million",
        open->median, loop->median);
    side.explanation = fmt::format(
        "A million deferred calls in {} gave up the processor, or were "
        "scheduled, {} times more than plain calls did in the same time, a "
        "million in loops {} times more; the system took the processor away {} "
        "per million.",
        runtime_title(runtime), open->median, loop->median,
        taken_away_text(seen, runtime));
    return side;
}

finding
judge_c17(const evidence &seen)
{
    return judge_two_sides(seen, switches, judge_switches);
}

// --- C18 --------------------------------------------------------------------

constexpr const char *kinds = "defer_kinds";

// What a call itself needs to be kept: what to call, and with what.
constexpr double swelling = 16; // bytes for each further deferred call

// Two numbers of deferred calls of one kind, whose frames are compared.
struct two_counts {
    const char *kind;
    const char *mechanism; // in the ladder
    const char *shape;     // there too
    int from;
    int to;
};

// Bytes of the frame for each further deferred call of one kind.
struct growth {
    const char *kind;
    double bytes;
};

std::optional<double>
frame_of(const evidence &seen, std::string_view runtime, const char *mechanism,
    const char *shape, int count)
{
    if (runtime != "go")
        return ladder_number(seen, mechanism, shape, count, "frame_bytes");
    const bool loops = std::string_view(shape) == "loop";
    return seen.value(kinds, "go",
        fmt::format("{}{}", loops ? "in a loop of " : "defers=", count),
        "frame");
}

std::optional<growth>
growth_of(const evidence &seen, std::string_view runtime, const two_counts &of)
{
    const auto small = frame_of(seen, runtime, of.mechanism, of.shape, of.from);
    const auto large = frame_of(seen, runtime, of.mechanism, of.shape, of.to);
    if (!small || !large)
        return std::nullopt;
    return growth{of.kind, (*large - *small) / (of.to - of.from)};
}

std::optional<std::vector<growth>>
growths_of(const evidence &seen, std::string_view runtime)
{
    const int few_in_loop = runtime == "go" ? 10 : 8;
    std::vector<growth> growths;
    for (const two_counts &each : {
             two_counts{"open-coded", "open_coded", "straight", 1, 8},
             {"stack-allocated", "stack_records", "straight", 9, 16},
             {"in a loop", "heap_records", "loop", few_in_loop, 10000},
         }) {
        const auto growth = growth_of(seen, runtime, each);
        if (!growth)
            return std::nullopt;
        growths.push_back(*growth);
    }
    return growths;
}

claim_verdict
verdict_on_growth(const std::vector<growth> &of)
{
    const auto swell = static_cast<std::size_t>(std::count_if(of.begin(),
        of.end(), [](const growth &each) { return each.bytes > swelling; }));
    if (swell == of.size())
        return claim_verdict::reproduced;
    return swell > 0 ? claim_verdict::direction_only
                     : claim_verdict::contradicted;
}

std::string
growth_text(const std::vector<growth> &of)
{
    std::vector<std::string> texts;
    for (const growth &each : of)
        texts.push_back(fmt::format("{:.0f} {}", each.bytes, each.kind));
    return list_text(texts);
}

std::vector<bar>
frame_bars(const evidence &seen, std::string_view runtime)
{
    std::vector<bar> bars;
    for (const int count : {0, 1, 2, 4, 8, 9, 16}) {
        const char *mechanism = count > 8 ? "stack_records" : "open_coded";
        if (const auto frame =
                frame_of(seen, runtime, mechanism, "straight", count))
            bars.push_back({fmt::format("{} defers", count),
                runtime_title(runtime), *frame, {}});
    }
    return bars;
}

std::optional<judged_side>
judge_frames(const evidence &seen, std::string_view runtime)
{
    const auto of = growths_of(seen, runtime);
    const auto eight = frame_of(seen, runtime, "open_coded", "straight", 8);
    const auto nine = frame_of(seen, runtime, "stack_records", "straight", 9);
    if (!of || !eight || !nine)
        return std::nullopt;
    judged_side side;
    side.verdict = verdict_on_growth(*of);
    side.measured = (*of)[1].bytes;
    side.says = fmt::format("{} bytes for 8, {} for 9", *eight, *nine);
    side.explanation = fmt::format(
        "In {} a function with 8 deferred calls, open-coded, has a frame of "
        "{} bytes, one with 9, on the stack, {}; a further call adds {} bytes.",
        runtime_title(runtime), *eight, *nine, growth_text(*of));
    side.bars = frame_bars(seen, runtime);
    return side;
}

finding
judge_c18(const evidence &seen)
{
    finding found = judge_two_sides(seen, kinds, judge_frames);
    if (!found.c.why_not.empty())
        found.c.why_not = "the run has no ladder.csv: make studies writes it";
    found.axis = "bytes of the function's frame";
    return found;
}

} // namespace

const claim c16 = {"C16", "2.3",
    "普通函数内单个 defer:栈上分配,低;循环体内 defer:堆分配,高;多个 defer "
    "调用:链表维护,中。",
    "A single defer is on the stack and costs little, one in a loop is on the "
    "heap and costs much, several make a list and lie in between.",
    "A deferred call of one store is timed beside a plain one, with 1 to 16 in "
    "a function and in loops of 1 to 10,000; all cases are timed in every "
    "round. C's figures are those of ladder.csv.",
    "cost in a loop of 1,000, as a multiple of a single one's",
    "Reproduced: in a loop a deferred call costs at least twice what a single "
    "one does, and what 2, 4, 8 and 9 in a function cost lies between, each "
    "interval beyond the noise floor. Direction only: the loop is as dear, but "
    "not all of the others can be told to lie between. Contradicted: the loop "
    "costs less than "
    "twice as much. Unresolved: its interval lies across.",
    judge_c16, "ladder"};

const claim c17 = {"C17", "2.3", "deferreturn遍历调用的额外调度。",
    "That deferreturn makes the calls costs extra scheduling.",
    "A million calls are made by open-coded defers and by defers in loops of "
    "1,000, and plain calls for as long; the kernel's counts of the thread's "
    "context switches, and in Go its scheduler's, are read before and after.",
    "switches that the program itself makes, per million deferred calls, "
    "beyond those of plain calls in the same time",
    "Reproduced: the whole interval is at 1,000 per million or above. "
    "Direction "
    "only: at 100 or above, and below that. Contradicted: below 100. "
    "Unresolved: it lies across.",
    judge_c17};

const claim c18 = {"C18", "2.4",
    "在高频调用路径中滥用 defer,会导致函数栈帧膨胀。",
    "Defers make the function's stack frame swell.",
    "The frame's size in the compiled function, by the number of deferred "
    "calls: as Go's compiler prints it; in C as ladder.csv has it.",
    "bytes of the frame for each further call on the stack",
    "Reproduced: the frame grows by more than 16 bytes (what to call, and with "
    "what) for each further deferred call, whichever kind it is: open-coded, "
    "on the stack, in a loop. Direction only: for some kinds. Contradicted: "
    "for none.",
    judge_c18};

} // namespace cleanup
