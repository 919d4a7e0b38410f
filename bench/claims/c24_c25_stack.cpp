// Where the records of deferred calls lie, and how large a stack grows by them.
#include "bench/claims/judge.hpp"
#include "bench/claims/registry.hpp"
#include "bench/harness/csv_columns.hpp"
#include "bench/harness/human_units.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

namespace cleanup
{
namespace
{

constexpr const char *experiment = "defer_memory";
constexpr std::size_t few = 5;
constexpr std::size_t many = 10'000;

// The article's record has three fields of a word each.
constexpr double record_bytes_least = 24;
constexpr double grown_bytes_least = 1;

// The article's figures. Stacks are handed out in powers of two, and the first
// may be twice as large as it was in older versions.
constexpr double few_bytes_most = 4096;
constexpr double many_bytes_least = 64 << 10;
constexpr double growth_least = 2;

// Bytes that so many deferred calls take.
struct taken {
    double stack = 0;
    double heap = 0;
};

std::optional<taken>
taken_in_go(const evidence &seen, std::size_t deferred)
{
    const std::string setting = fmt::format("deferred={}", deferred);
    const auto stack = seen.value(experiment, "go", setting, "stack");
    const auto heap = seen.value(experiment, "go", setting, "heap");
    if (!stack || !heap)
        return std::nullopt;
    return taken{*stack, *heap};
}

// One line of stack.csv.
struct stack_line {
    std::string mechanism;
    std::size_t deferred = 0;
    std::size_t limit = 0; // bytes of stack
    std::string result;
    double stack = 0;
    double heap = 0;
};

csv_columns<stack_line>
stack_columns()
{
    return {
        column_of("mechanism", &stack_line::mechanism),
        column_of("deferred", &stack_line::deferred),
        column_of("stack_limit_bytes", &stack_line::limit),
        column_of("result", &stack_line::result),
        column_of("stack_bytes", &stack_line::stack),
        column_of("heap_bytes", &stack_line::heap),
    };
}

std::vector<stack_line>
stack_lines(const evidence &seen)
{
    const table *content = seen.file("stack.csv");
    if (!content)
        return {};
    result<std::vector<stack_line>> lines = rows_of(stack_columns(), *content);
    return lines ? *lines : std::vector<stack_line>{};
}

// Of those that finished, on the largest stack.
std::optional<taken>
taken_in_c(const evidence &seen, const char *mechanism, std::size_t deferred)
{
    std::optional<taken> found;
    std::size_t limit = 0;
    for (const stack_line &line : stack_lines(seen))
        if (line.mechanism == mechanism && line.deferred == deferred &&
            line.result == "finished" && line.limit > limit) {
            found = taken{line.stack, line.heap};
            limit = line.limit;
        }
    return found;
}

// What a runtime's calls take that are deferred in a loop.
std::optional<taken>
taken_in(const evidence &seen, const char *runtime, std::size_t deferred)
{
    return std::string_view(runtime) == "go"
               ? taken_in_go(seen, deferred)
               : taken_in_c(seen, "heap_records", deferred);
}

struct growth_of_stack {
    taken none, few, many;
};

std::optional<growth_of_stack>
growth_in(const evidence &seen, const char *runtime)
{
    const auto none_deferred = taken_in(seen, runtime, 0);
    const auto few_deferred = taken_in(seen, runtime, few);
    const auto many_deferred = taken_in(seen, runtime, many);
    if (!none_deferred || !few_deferred || !many_deferred)
        return std::nullopt;
    return growth_of_stack{*none_deferred, *few_deferred, *many_deferred};
}

side
why_not(const evidence &seen, const char *runtime)
{
    if (std::string_view(runtime) == "c")
        return {"", "no stack.csv: make studies writes it"};
    return side_not_measured(seen, experiment, runtime);
}

std::string
bytes_near(double bytes)
{
    return bytes_text(static_cast<std::uint64_t>(std::llround(bytes)));
}

std::string
heap_words(double bytes)
{
    return bytes >= 1'000'000 ? fmt::format("{:.2f} MB", bytes / 1e6)
                              : fmt::format("{:.0f} KB", bytes / 1e3);
}

constexpr const char *nothing_there =
    "What stack deferred calls take was not measured, neither in C nor in Go.";

// --- C24 --------------------------------------------------------------------

double
stack_per_call(const growth_of_stack &of)
{
    return (of.many.stack - of.none.stack) / static_cast<double>(many);
}

claim_verdict
judge_records(const growth_of_stack &of)
{
    const double each = stack_per_call(of);
    if (each >= record_bytes_least)
        return claim_verdict::reproduced;
    return each >= grown_bytes_least ? claim_verdict::direction_only
                                     : claim_verdict::contradicted;
}

side
records_side(const growth_of_stack &of)
{
    return {fmt::format("{:.2g} B of stack and {:.0f} B of heap a call",
                std::max(0.0, stack_per_call(of)),
                of.many.heap / static_cast<double>(many)),
        ""};
}

// The kind that is not for loops shows what the article describes.
std::string
stack_records_words(const evidence &seen)
{
    const auto on_stack = taken_in_c(seen, "stack_records", many);
    if (!on_stack)
        return {};
    return fmt::format("; C's records on the stack, which are not for loops, "
                       "take {} of stack",
        heap_words(on_stack->stack));
}

void
add_memory_bars(finding &found, const char *stack, const char *heap,
    const growth_of_stack &of)
{
    for (const auto &[label, at] :
        {std::pair{"5 defers", of.few}, std::pair{"10,000 defers", of.many}}) {
        found.bars.push_back({label, stack, at.stack, {}});
        found.bars.push_back({label, heap, at.heap, {}});
    }
}

finding
judge_c24(const evidence &seen)
{
    const auto c = growth_in(seen, "c");
    const auto go = growth_in(seen, "go");
    if (!c && !go)
        return not_measured(nothing_there);
    const growth_of_stack &of = go ? *go : *c;
    finding found;
    found.verdict = judge_records(of);
    found.c = c ? records_side(*c) : why_not(seen, "c");
    found.go = go ? records_side(*go) : why_not(seen, "go");
    found.measured = stack_per_call(of);
    found.rounds =
        go ? seen.values(experiment, "go", "deferred=10000", "stack").size()
           : 1;
    found.explanation = fmt::format(
        "In {} the stack grows by {} B when a loop defers 10,000 calls, and "
        "the heap by {}{}.",
        go ? "Go" : "C",
        with_thousands(static_cast<std::uint64_t>(
            std::max(0.0, of.many.stack - of.none.stack))),
        heap_words(of.many.heap), stack_records_words(seen));
    found.axis = "bytes";
    if (c)
        add_memory_bars(found, "C, stack", "C, heap", *c);
    if (go)
        add_memory_bars(found, "Go, stack", "Go, heap", *go);
    return found;
}

// --- C25 --------------------------------------------------------------------

claim_verdict
judge_sizes(const growth_of_stack &of)
{
    if (of.many.stack < growth_least * of.few.stack)
        return claim_verdict::contradicted;
    return of.few.stack <= few_bytes_most && of.many.stack >= many_bytes_least
               ? claim_verdict::reproduced
               : claim_verdict::direction_only;
}

side
sizes_side(const growth_of_stack &of)
{
    return {fmt::format("{} of stack for 5, {} for 10,000",
                bytes_near(of.few.stack), bytes_near(of.many.stack)),
        ""};
}

void
add_stack_bars(finding &found, const char *series, const growth_of_stack &of)
{
    found.bars.push_back({"no defer", series, of.none.stack, {}});
    found.bars.push_back({"5 defers", series, of.few.stack, {}});
    found.bars.push_back({"10,000 defers", series, of.many.stack, {}});
}

finding
judge_c25(const evidence &seen)
{
    const auto c = growth_in(seen, "c");
    const auto go = growth_in(seen, "go");
    if (!c && !go)
        return not_measured(nothing_there);
    const growth_of_stack &of = go ? *go : *c;
    finding found;
    found.verdict = judge_sizes(of);
    found.c = c ? sizes_side(*c) : why_not(seen, "c");
    found.go = go ? sizes_side(*go) : why_not(seen, "go");
    found.measured = of.many.stack / 1024;
    found.rounds =
        go ? seen.values(experiment, "go", "deferred=10000", "stack").size()
           : 1;
    found.explanation = fmt::format(
        "In {} a stack of {} holds 5 deferred calls, and one of {} holds "
        "10,000 deferred in a loop, whose records take {} of heap.",
        go ? "Go" : "C", bytes_near(of.few.stack), bytes_near(of.many.stack),
        heap_words(of.many.heap));
    found.axis = "bytes of stack";
    found.threshold_line = many_bytes_least;
    if (c)
        add_stack_bars(found, "C", *c);
    if (go)
        add_stack_bars(found, "Go", *go);
    return found;
}

} // namespace

const claim c24 = {"C24", "3.1",
    "每次 defer 调用都会在栈上分配一个 _defer "
    "结构体……上述代码会在栈上创建一万个 "
    "_defer 记录,显著增加栈帧大小,可能导致栈扩容甚至栈溢出。",
    "Each defer puts a record on the stack; ten thousand of them grow the "
    "stack, or overflow it.",
    "Go: 32 goroutines defer 10,000 calls each in a loop and wait; "
    "runtime.MemStats tells their stacks and heap. C: the study of stacks, "
    "records for loops (stack.csv).",
    "bytes of stack per deferred call",
    "Reproduced: the stack grows by 24 B or more a call, three words, as the "
    "article's record has. Direction only: by 1 B or more. Contradicted: by "
    "less.",
    judge_c24, "stack"};

const claim c25 = {"C25", "3.1",
    "正常调用:defer 数量 0~5,2KB;循环 defer:10000,64KB+。",
    "With 0 to 5 defers a stack is 2 KB, with 10,000 in a loop 64 KB and more.",
    "As C24: stacks with 0, 5 and 10,000 deferred calls.",
    "KiB of stack with 10,000 deferred calls",
    "Reproduced: 4 KiB at the most with 5 calls, and 64 KiB or more with "
    "10,000. Direction only: with 10,000 twice the stack of 5 or more. "
    "Contradicted: less than twice.",
    judge_c25, "stack"};

} // namespace cleanup
