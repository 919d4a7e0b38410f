// In which order deferred calls run, with which arguments, when, and what they
// do to a result: told by what programs print.
#include "bench/claims/registry.hpp"
#include "bench/claims/two_sides.hpp"
#include "bench/harness/human_units.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace cleanup
{
namespace
{

constexpr const char *programs = "programs";

std::optional<std::string>
prints(const evidence &seen, std::string_view runtime, const char *program)
{
    return seen.text(programs, runtime, program, "prints");
}

std::string
in_one_line(const std::string &text)
{
    return list_text(lines_of(text));
}

// --- C09 --------------------------------------------------------------------

// Of 10,000 numbers from 0 on, whether the first that is printed is the last
// that was deferred, and the other way round.
bool
is_reversed(const std::string &numbers)
{
    const std::vector<std::string> lines = lines_of(numbers);
    return lines.size() > 1 && lines.front() == "9999" && lines.back() == "0";
}

claim_verdict
verdict_on_order(bool two_reversed, bool loop_reversed)
{
    if (two_reversed && loop_reversed)
        return claim_verdict::reproduced;
    return two_reversed || loop_reversed ? claim_verdict::direction_only
                                         : claim_verdict::contradicted;
}

std::optional<judged_side>
judge_order(const evidence &seen, std::string_view runtime)
{
    const auto two = prints(seen, runtime, "defer_order");
    const auto loop = prints(seen, runtime, "slow_func");
    if (!two || !loop)
        return std::nullopt;
    judged_side side;
    const bool loop_reversed = is_reversed(*loop);
    side.verdict = verdict_on_order(*two == "second\nfirst", loop_reversed);
    side.says = fmt::format("prints {}", in_one_line(*two));
    side.explanation = fmt::format(
        "In {} the sample prints {}, and the 10,000 numbers that 3.1 defers "
        "come out {}.",
        runtime_title(runtime), in_one_line(*two),
        loop_reversed ? "from 9999 down to 0" : "in another order");
    return side;
}

finding
judge_c09(const evidence &seen)
{
    return judge_two_sides(seen, programs, judge_order);
}

// --- C10 --------------------------------------------------------------------

claim_verdict
verdict_on_argument(const std::string &printed)
{
    return printed == "10" ? claim_verdict::reproduced
                           : claim_verdict::contradicted;
}

std::optional<judged_side>
judge_argument(const evidence &seen, std::string_view runtime)
{
    const auto text = prints(seen, runtime, "defer_arguments");
    if (!text || text->empty())
        return std::nullopt;
    const std::vector<std::string> lines = lines_of(*text);
    judged_side side;
    side.verdict = verdict_on_argument(lines.front());
    side.says = fmt::format("prints {}", in_one_line(*text));
    side.explanation = fmt::format(
        "In {} the sample, which changes the variable from 10 to 20 after the "
        "defer, prints {}; what refers to the variable itself prints: {}.",
        runtime_title(runtime), lines.front(), lines.back());
    return side;
}

finding
judge_c10(const evidence &seen)
{
    return judge_two_sides(seen, programs, judge_argument);
}

// --- C11 --------------------------------------------------------------------

constexpr const char *when = "defer_when";

claim_verdict
verdict_on_moment(const std::string &order)
{
    const std::size_t call = order.find("deferred call");
    const std::size_t block = order.find("block ends");
    const std::size_t function = order.find("function ends");
    const std::size_t caller = order.find("caller goes on");
    if (function < call && call < caller)
        return claim_verdict::reproduced;
    return block < call && call < function ? claim_verdict::direction_only
                                           : claim_verdict::contradicted;
}

const summary_row *
cell_of_files(
    const evidence &seen, std::string_view runtime, const char *strategy)
{
    const char *allocator = runtime == "go" ? "go" : "thread_cache";
    return find_cell(
        seen, {strategy, allocator, "file", 0, 0, 1, std::string(runtime)});
}

void
add_held(judged_side &side, const evidence &seen, std::string_view runtime)
{
    for (const char *strategy : {"loop_defer", "scoped_defer"})
        if (const auto *row = cell_of_files(seen, runtime, strategy))
            side.bars.push_back({strategy, runtime_title(runtime),
                static_cast<double>(row->account.held_peak), {}});
    const auto *row = cell_of_files(seen, runtime, "loop_defer");
    if (!row)
        return;
    side.measured = static_cast<double>(row->account.held_peak);
    side.says += fmt::format("; {} of {} files held at once",
        with_thousands(row->account.held_peak),
        with_thousands(row->cell.count));
    side.explanation +=
        fmt::format(" A loop that defers {} closes holds {} files at its end.",
            with_thousands(row->cell.count),
            with_thousands(row->account.held_peak));
}

std::optional<judged_side>
judge_moment(const evidence &seen, std::string_view runtime)
{
    const auto order = seen.text(when, runtime, "defer", "order");
    const auto scoped = seen.text(when, runtime, "scoped", "order");
    if (!order || !scoped)
        return std::nullopt;
    judged_side side;
    side.verdict = verdict_on_moment(*order);
    side.says = *order;
    side.explanation = fmt::format(
        "In {} a call that is deferred in a block within a function runs so: "
        "{}; {} runs so: {}.",
        runtime_title(runtime), *order,
        runtime == "go" ? "one in a function literal around the block"
                        : "the cleanup attribute's",
        *scoped);
    add_held(side, seen, runtime);
    return side;
}

finding
judge_c11(const evidence &seen)
{
    finding found = judge_two_sides(seen, when, judge_moment);
    found.axis = "files held at the most";
    return found;
}

// --- C12 --------------------------------------------------------------------

// What stands behind the name in one of the lines; "" when none begins so.
std::string
result_named(const std::vector<std::string> &lines, const std::string &name)
{
    for (const std::string &line : lines)
        if (line.rfind(name + " ", 0) == 0)
            return line.substr(name.size() + 1);
    return "";
}

claim_verdict
verdict_on_results(const std::string &named, const std::string &anonymous)
{
    if (named != "20")
        return claim_verdict::contradicted;
    return anonymous == "10" ? claim_verdict::reproduced
                             : claim_verdict::direction_only;
}

std::optional<judged_side>
judge_results(const evidence &seen, std::string_view runtime)
{
    const auto text = prints(seen, runtime, "named_result");
    if (!text)
        return std::nullopt;
    const std::vector<std::string> lines = lines_of(*text);
    const std::string named = result_named(lines, "named");
    const std::string anonymous = result_named(lines, "anonymous");
    judged_side side;
    side.verdict = verdict_on_results(named, anonymous);
    side.says = fmt::format("named result {}, anonymous {}", named, anonymous);
    side.explanation = fmt::format(
        "In {} a deferred call that sets the result from 10 to 20 makes a "
        "named one {} and leaves an anonymous one at {}; after a recover the "
        "anonymous one is {}.",
        runtime_title(runtime), named, anonymous,
        result_named(lines, "anonymous after a recover"));
    return side;
}

finding
judge_c12(const evidence &seen)
{
    return judge_two_sides(seen, programs, judge_results);
}

} // namespace

const claim c09 = {"C09", "2.1",
    "defer按声明逆序执行。\"first\"先被压栈,\"second\"后压栈,"
    "出栈时先执行后者。",
    "Deferred calls run last in, first out.",
    "The samples of 2.1 and of 3.1 are run, and what they print is compared "
    "with the order in which the calls were deferred.",
    "the order in which calls run",
    "Reproduced: the sample of 2.1 prints second before first, and the one of "
    "3.1 prints 9999 first and 0 last. Direction only: one of the two. "
    "Contradicted: neither.",
    judge_c09};

const claim c10 = {"C10", "2.1",
    "defer在注册时即对参数进行求值,因此fmt.Println(i)捕获的是i=10的快照。",
    "The arguments of a deferred call are evaluated when it is registered.",
    "The second sample of 2.1 is run, and beside it a closure that refers to "
    "the variable; what both print is compared.",
    "the value that the deferred call prints",
    "Reproduced: the sample prints 10, the value when the call was deferred. "
    "Contradicted: it prints anything else.",
    judge_c10};

const claim c11 = {"C11", "2.1",
    "defer语句用于延迟执行函数调用,直到外围函数即将返回时才执行。",
    "Deferred calls run when the surrounding function returns.",
    "A call is deferred in a block within a function; block, function, call "
    "and caller each note when they are passed. How many files a loop of "
    "deferred closes holds is counted by the run's cells.",
    "files that a loop of deferred closes holds at the most",
    "Reproduced: the call runs after the end of the function's body and before "
    "the caller goes on. Direction only: it runs at the end of the block. "
    "Contradicted: at another time.",
    judge_c11, "held_by_count"};

const claim c12 = {"C12", "2.2",
    "当函数使用命名返回值时,defer可以修改其值;匿名返回值已确定,不可更改。",
    "A deferred function may change a named result, but not an anonymous one.",
    "The sample of 2.2 is run, and beside it the same function with an "
    "anonymous result, and once more with a recover.",
    "the results that the caller gets",
    "Reproduced: the named result becomes 20 and the anonymous one stays 10. "
    "Direction only: both become 20. Contradicted: the named one stays 10.",
    judge_c12};

} // namespace cleanup
