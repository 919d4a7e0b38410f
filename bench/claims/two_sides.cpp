#include "bench/claims/two_sides.hpp"

#include <fmt/format.h>

namespace cleanup
{
namespace
{

side
side_from(const evidence &seen, std::string_view experiment,
    std::string_view runtime, const std::optional<judged_side> &of)
{
    if (of)
        return {of->says, ""};
    return side_not_measured(seen, experiment, runtime);
}

void
decide_by(finding &found, const judged_side &telling)
{
    found.verdict = *telling.verdict;
    found.measured = telling.measured;
    found.range = telling.range;
    found.floor = telling.floor;
    found.rounds = telling.rounds;
    found.explanation = telling.explanation;
}

void
add_bars(finding &found, const std::optional<judged_side> &of)
{
    if (of)
        found.bars.insert(found.bars.end(), of->bars.begin(), of->bars.end());
}

// Why there is no verdict, as a sentence.
std::string
why_none(const finding &found, bool c_was_seen)
{
    return fmt::format("{} ({}).",
        c_was_seen ? "This is about Go, and was not measured there"
                   : "This was not measured",
        found.go.why_not);
}

} // namespace

finding
judge_two_sides(
    const evidence &seen, std::string_view experiment, side_judge judge)
{
    const std::optional<judged_side> c = judge(seen, "c");
    const std::optional<judged_side> go = judge(seen, "go");
    finding found;
    found.c = side_from(seen, experiment, "c", c);
    found.go = side_from(seen, experiment, "go", go);
    add_bars(found, c);
    add_bars(found, go);
    if (go && go->verdict)
        decide_by(found, *go);
    else if (c && c->verdict)
        decide_by(found, *c);
    else
        found.explanation = why_none(found, c.has_value());
    return found;
}

const char *
runtime_title(std::string_view runtime)
{
    return runtime == "go" ? "Go" : "C";
}

std::string
list_text(const std::vector<std::string> &items)
{
    if (items.empty())
        return "nothing";
    std::string text = items.front();
    for (std::size_t i = 1; i < items.size(); i++)
        text += (i + 1 == items.size() ? " and " : ", ") + items[i];
    return text;
}

std::vector<std::string>
lines_of(std::string_view text)
{
    std::vector<std::string> lines;
    while (!text.empty()) {
        const std::size_t end = text.find('\n');
        lines.emplace_back(text.substr(0, end));
        text = end == text.npos ? std::string_view() : text.substr(end + 1);
    }
    return lines;
}

} // namespace cleanup
