// What a compiler makes of a defer: what it calls, what its record holds, and
// which kind it chooses.
#include "bench/claims/registry.hpp"
#include "bench/claims/two_sides.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace cleanup
{
namespace
{

constexpr const char *kinds = "defer_kinds";

std::optional<std::string>
seen_in(const evidence &seen, std::string_view runtime,
    std::string_view function, std::string_view metric)
{
    return seen.text(kinds, runtime, function, metric);
}

// --- C13 --------------------------------------------------------------------

// What is looked at: one of each kind that Go has.
constexpr const char *functions[] = {
    "defers=1", "defers=8", "defers=9", "in a loop"};

bool
has(const std::string &calls, const std::string &call)
{
    return calls.rfind(call, 0) == 0 ||
           calls.find(", " + call) != std::string::npos;
}

// As the article has it. deferprocStack is another function, and "deferreturn
// after a recover" stands where a return never comes by.
bool
is_as_described(const std::string &calls)
{
    return has(calls, "deferproc x") && has(calls, "deferreturn x");
}

claim_verdict
verdict_on_calls(std::size_t as_described)
{
    if (as_described == std::size(functions))
        return claim_verdict::reproduced;
    return as_described > 0 ? claim_verdict::direction_only
                            : claim_verdict::contradicted;
}

std::string
calls_text(const std::string &function, const std::string &calls)
{
    return fmt::format("{}: {}", function, calls.empty() ? "none" : calls);
}

std::optional<judged_side>
judge_calls(const evidence &seen, std::string_view runtime)
{
    std::vector<std::string> says;
    std::size_t as_described = 0;
    for (const char *function : functions) {
        const auto calls = seen_in(seen, runtime, function, "calls");
        if (!calls)
            return std::nullopt;
        says.push_back(calls_text(function, *calls));
        as_described += is_as_described(*calls) ? 1 : 0;
    }
    judged_side side;
    side.says = fmt::format("{}", fmt::join(says, "; "));
    if (runtime != "go") // whose functions have other names
        return side;
    side.verdict = verdict_on_calls(as_described);
    side.measured = static_cast<double>(as_described);
    side.explanation = fmt::format(
        "Of {} kinds of function, {} calls deferproc for its defers and "
        "deferreturn before it returns; what Go's compiler has each call is "
        "{}.",
        std::size(functions), as_described, side.says);
    return side;
}

finding
judge_c13(const evidence &seen)
{
    return judge_two_sides(seen, kinds, judge_calls);
}

// --- C14 --------------------------------------------------------------------

constexpr const char *record = "defer_record";

bool
has_field(const std::string &fields, const std::string &name)
{
    return (", " + fields + ",").find(", " + name + ",") != std::string::npos;
}

claim_verdict
verdict_on_fields(const std::string &fields)
{
    if (!has_field(fields, "fn") || !has_field(fields, "link"))
        return claim_verdict::contradicted;
    return has_field(fields, "siz") ? claim_verdict::reproduced
                                    : claim_verdict::direction_only;
}

std::string
fields_sentence(const std::string &fields, double size, double allocated)
{
    std::vector<std::string> there, missing;
    for (const char *name : {"siz", "fn", "link"})
        (has_field(fields, name) ? there : missing).push_back(name);
    return fmt::format(
        "Go's record has {} bytes and the fields {}: {} are there and {} is "
        "not; in a loop the heap gives {:.0f} bytes for each.",
        size, fields, list_text(there), list_text(missing), allocated);
}

std::optional<judged_side>
judge_record(const evidence &seen, std::string_view runtime)
{
    const auto fields = seen.text(record, runtime, "", "fields");
    const auto size = seen.value(record, runtime, "", "size");
    if (!fields || !size)
        return std::nullopt;
    const double allocated =
        seen.value(record, runtime, "in a loop", "allocated").value_or(0);
    judged_side side;
    side.says = fmt::format(
        "{} bytes ({:.0f} from the heap): {}", *size, allocated, *fields);
    side.bars = {{"the record", runtime_title(runtime), *size, {}},
        {"from the heap", runtime_title(runtime), allocated, {}}};
    if (runtime != "go")
        return side;
    side.verdict = verdict_on_fields(*fields);
    side.measured = size;
    side.explanation = fields_sentence(*fields, *size, allocated);
    return side;
}

finding
judge_c14(const evidence &seen)
{
    finding found = judge_two_sides(seen, record, judge_record);
    found.axis = "bytes for each deferred call";
    return found;
}

// --- C15 --------------------------------------------------------------------

// Functions that differ from a plain one, or from a plain loop, in the
// arguments of what they defer.
struct with_arguments {
    const char *function;
    const char *plain;
};
constexpr with_arguments argument_cases[] = {{"four arguments", "defers=1"},
    {"variadic slice", "defers=1"}, {"variadic list", "defers=1"},
    {"in a loop, four arguments", "in a loop"},
    {"in a loop, variadic list", "in a loop"}};

constexpr const char *on_heap = "heap-allocated";

// None when a function was not measured.
std::optional<std::size_t>
changed_by_arguments(const evidence &seen, std::string_view runtime)
{
    std::size_t changed = 0;
    for (const auto &[function, plain] : argument_cases) {
        const auto with = seen_in(seen, runtime, function, "kind");
        const auto without = seen_in(seen, runtime, plain, "kind");
        if (!with || !without)
            return std::nullopt;
        changed += *with != *without ? 1 : 0;
    }
    return changed;
}

claim_verdict
verdict_on_kinds(
    const std::string &one, const std::string &loop, std::size_t changed)
{
    if (loop != on_heap || one == on_heap)
        return claim_verdict::contradicted;
    return changed > 0 ? claim_verdict::reproduced
                       : claim_verdict::direction_only;
}

std::string
kinds_text(const evidence &seen, std::string_view runtime)
{
    std::vector<std::string> says;
    for (const char *function : functions)
        if (const auto kind = seen_in(seen, runtime, function, "kind"))
            says.push_back(fmt::format("{}: {}", function, *kind));
    return fmt::format("{}", fmt::join(says, "; "));
}

std::optional<judged_side>
judge_kinds(const evidence &seen, std::string_view runtime)
{
    const auto one = seen_in(seen, runtime, "defers=1", "kind");
    const auto loop = seen_in(seen, runtime, "in a loop", "kind");
    if (!one || !loop)
        return std::nullopt;
    judged_side side;
    side.says = kinds_text(seen, runtime);
    const auto changed = changed_by_arguments(seen, runtime);
    if (!changed) { // as in C, where the programmer chooses
        side.says += ", as the programmer chose";
        return side;
    }
    side.verdict = verdict_on_kinds(*one, *loop, *changed);
    side.measured = static_cast<double>(*changed);
    side.explanation = fmt::format(
        "Go's compiler says {} of a defer by itself and {} of one in a loop; "
        "{} of {} functions with other arguments, variadic ones among them, "
        "get another kind ({}; {} for 6 defers and 3 returns).",
        *one, *loop, *changed, std::size(argument_cases), side.says,
        seen_in(seen, runtime, "6 defers, 3 returns", "kind")
            .value_or("not measured"));
    return side;
}

finding
judge_c15(const evidence &seen)
{
    return judge_two_sides(seen, kinds, judge_kinds);
}

} // namespace

const claim c13 = {"C13", "2.3, 2.5",
    "编译器将每个defer调用转换为对runtime.deferproc的调用,并在函数返回前插入对"
    "runtime.deferreturn的调用。",
    "Each defer becomes a call of deferproc, and deferreturn is called before "
    "the function returns.",
    "Go's compiler prints the code of functions with 1, 8 and 9 defers and "
    "with one in a loop; the calls of the runtime are counted, apart by "
    "whether a return comes by them. In C the same by objdump.",
    "kinds of function, of 4, that call both",
    "Reproduced: all 4 call deferproc for their defers and deferreturn on "
    "their way to a return. Direction only: some do. Contradicted: none does.",
    judge_c13};

const claim c14 = {"C14", "2.5",
    "siz 延迟函数参数大小;fn 延迟执行的函数指针;link 指向下一个 defer 记录。",
    "A record of a deferred call holds siz, fn and link.",
    "The fields and the size of runtime._defer as the program's own debug "
    "information has them, and the bytes that the heap gives for each defer of "
    "a loop. In C the structure's size and what its allocator gives.",
    "bytes of a record",
    "Reproduced: the record has siz, fn and link. Direction only: fn and link, "
    "but no siz. Contradicted: no fn or no link.",
    judge_c14};

const claim c15 = {"C15", "2.3",
    "编译器根据defer是否在循环中、是否可变参数等场景决定使用堆分配还是栈分配。",
    "Whether a defer is in a loop, and whether its arguments vary, decides "
    "between the heap and the stack.",
    "Go's compiler says which kind it makes of each defer (-d=defer), for "
    "functions of 20 shapes. In C the programmer chooses, and where the record "
    "lies is looked up.",
    "functions, of 5, whose defer changes its kind with its arguments",
    "Reproduced: a loop puts the record on the heap, and so do, or undo, other "
    "arguments. Direction only: a loop does, arguments change nothing. "
    "Contradicted: a loop does not.",
    judge_c15};

} // namespace cleanup
