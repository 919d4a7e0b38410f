// Whether a group of tasks, or a pool, helps to use files and connections
// again.
#include "bench/claims/registry.hpp"
#include "bench/claims/two_sides.hpp"

#include <fmt/format.h>

namespace cleanup
{
namespace
{

constexpr const char *reuse = "handle_reuse";
constexpr double helps = 0.5; // of all uses, that need no opening

struct situation {
    std::string name;
    double uses = 0, opened = 0, wrong = 0;

    double
    reused() const
    {
        return 1 - opened / uses;
    }
};

std::vector<situation>
situations_in(const evidence &seen, std::string_view runtime)
{
    std::vector<situation> all;
    for (const std::string &name : seen.settings(reuse, runtime)) {
        const auto uses = seen.value(reuse, runtime, name, "uses");
        const auto opened = seen.value(reuse, runtime, name, "opened");
        const auto wrong = seen.value(reuse, runtime, name, "wrong");
        if (uses && opened && wrong && *uses > 0)
            all.push_back({name, *uses, *opened, *wrong});
    }
    return all;
}

// A pool to which nothing happens: "pool of files" and the like.
bool
is_quiet(const situation &of)
{
    return of.name.find(',') == std::string::npos && of.name != "group";
}

bool
quiet_pools_help(const std::vector<situation> &all)
{
    bool some = false;
    for (const situation &each : all)
        if (is_quiet(each)) {
            some = true;
            if (each.reused() < helps)
                return false;
        }
    return some;
}

claim_verdict
verdict_on_reuse(const std::vector<situation> &all)
{
    bool everywhere = true;
    for (const situation &each : all) {
        if (each.wrong > 0)
            return claim_verdict::contradicted;
        everywhere = everywhere && each.reused() >= helps;
    }
    if (!quiet_pools_help(all))
        return claim_verdict::contradicted;
    return everywhere ? claim_verdict::reproduced
                      : claim_verdict::direction_only;
}

std::string
situation_text(const situation &of)
{
    std::string text = fmt::format("{} {:.0f}% ", of.name, 100 * of.reused());
    text += of.wrong > 0
                ? fmt::format("({:.0f} of {:.0f} wrong)", of.wrong, of.uses)
                : std::string("(none wrong)");
    return text;
}

double
most_wrong(const std::vector<situation> &all)
{
    double most = 0;
    for (const situation &each : all)
        most = std::max(most, each.wrong / each.uses);
    return most;
}

std::optional<judged_side>
judge_reuse(const evidence &seen, std::string_view runtime)
{
    const std::vector<situation> all = situations_in(seen, runtime);
    if (all.empty())
        return std::nullopt;
    std::vector<std::string> texts;
    judged_side side;
    for (const situation &each : all) {
        texts.push_back(situation_text(each));
        side.bars.push_back(
            {each.name, fmt::format("{}, reused", runtime_title(runtime)),
                100 * each.reused(), {}});
        side.bars.push_back(
            {each.name, fmt::format("{}, wrong", runtime_title(runtime)),
                100 * each.wrong / each.uses, {}});
    }
    side.verdict = verdict_on_reuse(all);
    side.measured = 100 * most_wrong(all);
    side.says =
        fmt::format("{:.0f}% reused when nothing happens, up to {:.0f}% "
                    "wrong when something does",
            100 * all.front().reused(), 100 * most_wrong(all));
    side.explanation = fmt::format("Uses in {} that needed no opening: {}.{}",
        runtime_title(runtime), list_text(texts),
        runtime == "go" ? " What a collection drops from the pool is closed by "
                          "a finalizer, some time later."
                        : "");
    return side;
}

finding
judge_c27(const evidence &seen)
{
    finding found = judge_two_sides(seen, reuse, judge_reuse);
    found.axis = "% of all uses";
    return found;
}

} // namespace

const claim c27 = {"C27", "3.2",
    "借助工具如errgroup或sync.Pool优化资源复用(文件、连接等)。",
    "errgroup or a pool helps to use files and connections again.",
    "40 uses of a file, or of a connection, are served by a pool, and by a "
    "group of tasks that does what errgroup does (which is no part of Go's "
    "standard library). Between uses nothing happens, or two collections run, "
    "the file is replaced by another one, a user closes what it has put back, "
    "or the server closes the connection: the last three are planted faults "
    "that a pool cannot notice. A use is wrong when the handle fails, or reads "
    "another file than the one of that name.",
    "% of wrong uses, in the worst situation",
    "Reproduced: in every situation, the group included, at least half of the "
    "uses need no opening, and none is wrong. Direction only: pools to which "
    "nothing happens serve at least half so, and nothing is ever wrong. "
    "Contradicted: they serve less, or some use is wrong.",
    judge_c27};

} // namespace cleanup
