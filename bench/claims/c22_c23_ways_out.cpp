// Which ways out of a function run its deferred calls, and where a recover
// contains a panic.
#include "bench/claims/leaks_by_way_out.hpp"
#include "bench/claims/registry.hpp"
#include "bench/claims/run_tables.hpp"
#include "bench/claims/two_sides.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace cleanup
{
namespace
{

// --- C22 --------------------------------------------------------------------

constexpr const char *ways_out = "ways_out";

struct way_out {
    std::string name;
    bool ran = false;
};

std::vector<way_out>
ways_in_go(const evidence &seen)
{
    std::vector<way_out> ways;
    for (const std::string &name : seen.settings(ways_out, "go"))
        if (const auto result =
                seen.text(ways_out, "go", name, "deferred_call");
            result && *result != "not reached")
            ways.push_back({name, *result == "ran"});
    return ways;
}

// Of exits.csv: what the build's compiler made of a loop's records, compiled
// as docs/defer.md says.
bool
is_ours(const std::string &compiler, const std::vector<std::string> &row,
    std::size_t compilers, std::size_t flags, std::size_t mechanisms)
{
    return (compiler.empty() || row[compilers] == compiler) &&
           row[flags].find("-fexceptions") != std::string::npos &&
           row[mechanisms] == "heap_records";
}

bool
is_a_way(const std::string &name, const std::string &result)
{
    return name != "struct_returned" && name != "no_memory_to_arm" &&
           (result == "ran" || result == "skipped");
}

std::vector<way_out>
ways_in_c(const evidence &seen)
{
    std::vector<way_out> ways;
    const table *exits = seen.file("exits.csv");
    if (!exits)
        return ways;
    const auto compilers = exits->column("compiler");
    const auto flags = exits->column("flags");
    const auto mechanisms = exits->column("mechanism");
    const auto names = exits->column("way_out");
    const auto results = exits->column("result");
    if (!compilers || !flags || !mechanisms || !names || !results)
        return ways;
    const std::string compiler = compiler_of_ladder(seen);
    for (const auto &row : exits->rows)
        if (is_ours(compiler, row, *compilers, *flags, *mechanisms) &&
            is_a_way(row[*names], row[*results]))
            ways.push_back({row[*names], row[*results] == "ran"});
    return ways;
}

std::vector<std::string>
names_of(const std::vector<way_out> &ways, bool ran)
{
    std::vector<std::string> names;
    for (const way_out &way : ways)
        if (way.ran == ran)
            names.push_back(way.name);
    return names;
}

// Whether some way that begins so was taken, and the call ran on all of those.
bool
ran_on(const std::vector<way_out> &ways, std::string_view beginning)
{
    bool taken = false;
    for (const way_out &way : ways)
        if (way.name.rfind(beginning, 0) == 0 &&
            way.name.find("another") == std::string::npos) {
            taken = true;
            if (!way.ran)
                return false;
        }
    return taken;
}

claim_verdict
verdict_on_ways(const std::vector<way_out> &ways)
{
    if (!ran_on(ways, "return") || !ran_on(ways, "panic"))
        return claim_verdict::contradicted;
    return names_of(ways, false).empty() ? claim_verdict::reproduced
                                         : claim_verdict::direction_only;
}

// What the ways out leave open; "" where it was not measured.
std::string
leaks_sentence(const evidence &seen, std::string_view runtime)
{
    const struct {
        const char *strategy;
        const char *title;
    } forms[] = {{"loop_defer", "a close that a loop defers leaks"},
        {"scoped_defer", "one deferred in a function of its own"},
        {"explicit_close", "one by hand"}};
    std::string text;
    for (const auto &[strategy, title] : forms) {
        const std::string leaks = leaks_by_way_text(seen, runtime, strategy);
        if (leaks.empty())
            return "";
        text += fmt::format("{}{} {}", text.empty() ? "" : "; ", title, leaks);
    }
    return fmt::format(
        " With 1% of the work failing, of a million files {}.", text);
}

std::optional<judged_side>
judge_ways(const evidence &seen, std::string_view runtime)
{
    const std::vector<way_out> ways =
        runtime == "go" ? ways_in_go(seen) : ways_in_c(seen);
    if (ways.empty())
        return std::nullopt;
    const std::vector<std::string> ran = names_of(ways, true);
    const std::vector<std::string> skipped = names_of(ways, false);
    judged_side side;
    side.verdict = verdict_on_ways(ways);
    side.measured = static_cast<double>(skipped.size());
    side.says = fmt::format("ran on {} of {}; skipped on {}", ran.size(),
        ways.size(), list_text(skipped));
    side.explanation = fmt::format(
        "In {} the deferred call ran on {} of {} ways out ({}) and was skipped "
        "on {}{}.{}",
        runtime_title(runtime), ran.size(), ways.size(), list_text(ran),
        list_text(skipped),
        std::count(skipped.begin(), skipped.end(), "log.Fatal") > 0
            ? "; the article's own samples end by log.Fatal"
            : "",
        leaks_sentence(seen, runtime));
    for (const way_out &way : ways)
        side.bars.push_back(
            {way.name, runtime_title(runtime), way.ran ? 1.0 : 0.0, {}});
    return side;
}

finding
judge_c22(const evidence &seen)
{
    finding found = judge_two_sides(seen, ways_out, judge_ways);
    if (!found.c.why_not.empty())
        found.c.why_not = "the run has no exits.csv: make studies writes it";
    found.axis = "whether the deferred call ran (1) or was skipped (0)";
    return found;
}

// --- C23 --------------------------------------------------------------------

constexpr const char *recovers = "recover_from";

// Where the deferred function itself recovers.
constexpr const char *itself[] = {
    "in the deferred function", "in a named function that is deferred"};

bool
is_itself(const std::string &place)
{
    return std::find(std::begin(itself), std::end(itself), place) !=
           std::end(itself);
}

struct recovered {
    std::vector<std::string> stops, goes_on;
};

std::optional<recovered>
recovered_in(const evidence &seen, std::string_view runtime)
{
    recovered all;
    for (const std::string &place : seen.settings(recovers, runtime))
        if (const auto end = seen.text(recovers, runtime, place, "panic"))
            (*end == "stopped" ? all.stops : all.goes_on).push_back(place);
    if (all.stops.empty() && all.goes_on.empty())
        return std::nullopt;
    return all;
}

claim_verdict
verdict_on_recover(const recovered &all)
{
    const bool fails =
        std::any_of(all.goes_on.begin(), all.goes_on.end(), is_itself);
    if (fails || all.stops.empty())
        return claim_verdict::contradicted;
    return std::all_of(all.stops.begin(), all.stops.end(), is_itself)
               ? claim_verdict::reproduced
               : claim_verdict::direction_only;
}

std::optional<judged_side>
judge_recover(const evidence &seen, std::string_view runtime)
{
    const auto all = recovered_in(seen, runtime);
    if (!all)
        return std::nullopt;
    judged_side side;
    side.verdict = verdict_on_recover(*all);
    side.measured = static_cast<double>(all->stops.size());
    side.says = fmt::format("stops a panic {}", list_text(all->stops));
    side.explanation = fmt::format(
        "In {} a recover stops the panic {}, and does not {}.",
        runtime_title(runtime), list_text(all->stops), list_text(all->goes_on));
    return side;
}

finding
judge_c23(const evidence &seen)
{
    return judge_two_sides(seen, recovers, judge_recover);
}

} // namespace

const claim c22 = {"C22", "2.5",
    "这种机制确保了 defer 函数在任何退出路径(包括 panic)下均能触发。",
    "Deferred calls run on every way out of a function, a panic included.",
    "A function defers a call and is left by each way out in a process of its "
    "own, which tells whether the call ran. In C the ways are those of "
    "exits.csv, for the records of a loop. Leaks are those that C31 counts.",
    "ways out that skip the deferred call",
    "Reproduced: the call ran on every way out. Direction only: it ran on each "
    "return and panic of its own, and was skipped on another way. "
    "Contradicted: it was skipped on a return or a panic.",
    judge_c22};

const claim c23 = {"C23", "2.4",
    "panic 恢复中 defer:推荐,recover 配合 defer 效果最佳。",
    "Deferring a recover is the best way to contain a panic.",
    "A panic is raised in functions that recover in different places, and "
    "whether it went on to the caller is noted.",
    "places of a recover that stop the panic",
    "Reproduced: a recover in the deferred function itself stops the panic, "
    "and one anywhere else does not. Direction only: others do as well. "
    "Contradicted: it does not.",
    judge_c23};

} // namespace cleanup
