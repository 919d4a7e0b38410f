#include "bench/claims/claims_text.hpp"

#include "bench/harness/human_units.hpp"

#include <algorithm>
#include <sstream>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace cleanup
{
namespace
{

constexpr std::size_t verdict_width = 14; // "direction only"
constexpr std::size_t claim_width = 27;
constexpr std::size_t side_width = 24; // of C and Go
constexpr std::size_t line_width = 80; // of a claim shown whole
constexpr std::size_t label_width = 11;

constexpr claim_verdict all_verdicts[] = {claim_verdict::reproduced,
    claim_verdict::direction_only, claim_verdict::contradicted,
    claim_verdict::unresolved, claim_verdict::not_measured};

std::string_view
colour_of(claim_verdict verdict)
{
    switch (verdict) {
    case claim_verdict::reproduced:
        return "\033[32m";
    case claim_verdict::direction_only:
        return "\033[36m";
    case claim_verdict::contradicted:
        return "\033[31m";
    case claim_verdict::unresolved:
        return "\033[33m";
    case claim_verdict::not_measured:
        break;
    }
    return {};
}

// Blanks go around the colour, so that columns stay in line.
std::string
painted(claim_verdict verdict, std::size_t width, bool colour)
{
    const std::string word = to_string(verdict);
    const std::string_view code = colour_of(verdict);
    const std::string blanks(width - std::min(width, word.size()), ' ');
    if (!colour || code.empty())
        return word + blanks;
    return fmt::format("{}{}\033[0m{}", code, word, blanks);
}

// Cut where it is too long, between words where that costs little.
std::string
shortened(std::string text, std::size_t width)
{
    constexpr std::size_t cut_most = 6;
    std::replace(text.begin(), text.end(), '\n', ' ');
    if (text.size() <= width)
        return text;
    const std::size_t room = width - 2;
    const std::size_t blank = text.rfind(' ', room);
    const bool near = blank != text.npos && blank + cut_most >= room;
    return text.substr(0, near ? blank : room) + "..";
}

std::string
side_text(const side &of)
{
    return of.says.empty() ? of.why_not : of.says;
}

std::string
without_blanks_at_the_end(std::string line)
{
    line.erase(line.find_last_not_of(' ') + 1);
    return line + '\n';
}

std::string
table_line(const judged_claim &of, bool colour)
{
    return without_blanks_at_the_end(fmt::format("{:3}  {}  {:{}}  {:{}}  {}",
        of.stated->id, painted(of.found.verdict, verdict_width, colour),
        shortened(of.stated->gloss, claim_width), claim_width,
        shortened(side_text(of.found.c), side_width), side_width,
        shortened(side_text(of.found.go), side_width)));
}

// The words of `text` behind the label, in lines that stand below each other.
std::string
labelled(const std::string &label, const std::string &text)
{
    if (text.empty())
        return {};
    std::string lines;
    std::string line = fmt::format("{:{}}", label, label_width);
    std::istringstream words(text);
    for (std::string word; words >> word;) {
        if (line.size() > label_width &&
            line.size() + word.size() >= line_width) {
            lines += without_blanks_at_the_end(line);
            line.assign(label_width, ' ');
        }
        line += word + ' ';
    }
    return lines + without_blanks_at_the_end(line);
}

std::string
measured_text(const finding &of)
{
    if (!of.measured)
        return {};
    std::string text = four_digits(*of.measured);
    if (of.range)
        text += fmt::format(" ({} to {}, 95%)", four_digits(of.range->low),
            four_digits(of.range->high));
    if (of.rounds)
        text += of.rounds == 1 ? ", 1 round"
                               : fmt::format(", {} rounds", of.rounds);
    if (of.floor)
        text += fmt::format(", noise floor {:.1f}%", 100 * (*of.floor - 1));
    return text;
}

// As it stands in a cell of Markdown.
std::string
markdown_cell(const std::string &text)
{
    std::string cell;
    for (const char c : text) {
        if (c == '|' || c == '<' || c == '*')
            cell += '\\';
        cell += c == '\n' ? ' ' : c;
    }
    return cell;
}

std::string
go_text(const side &go, const std::string &version)
{
    return side_text(go) +
           (go.says.empty() || version.empty() ? "" : " (" + version + ")");
}

} // namespace

std::string
claims_text(std::span<const judged_claim> judged, bool colour)
{
    std::string text = without_blanks_at_the_end(fmt::format(
        "{:3}  {:{}}  {:{}}  {:{}}  {}", "id", "verdict", verdict_width,
        "the article says", claim_width, "C", side_width, "Go"));
    for (const judged_claim &each : judged)
        text += table_line(each, colour);
    return text + verdict_counts(judged) + '\n';
}

std::string
claims_markdown(std::span<const judged_claim> judged)
{
    std::string text = "| claim | the article says | verdict | C | Go |\n"
                       "|---|---|---|---|---|\n";
    for (const judged_claim &each : judged)
        text += fmt::format("| {} | {} | {} | {} | {} |\n", each.stated->id,
            markdown_cell(each.stated->gloss), to_string(each.found.verdict),
            markdown_cell(side_text(each.found.c)),
            markdown_cell(side_text(each.found.go)));
    return text;
}

std::string
claim_text(const judged_claim &of, const std::string &go_version, bool colour)
{
    const claim &stated = *of.stated;
    return fmt::format("{}, section {}: {}\n", stated.id, stated.section,
               painted(of.found.verdict, 0, colour)) +
           labelled("", of.found.explanation) +
           labelled("claim", stated.gloss) + labelled("words", stated.words) +
           labelled("method", stated.method) +
           labelled("threshold", stated.threshold) +
           labelled("metric", stated.metric) +
           labelled("measured", measured_text(of.found)) +
           labelled("C", side_text(of.found.c)) +
           labelled("Go", go_text(of.found.go, go_version));
}

std::string
verdict_counts(std::span<const judged_claim> judged)
{
    std::vector<std::string> counts;
    for (const claim_verdict verdict : all_verdicts) {
        const auto count = std::count_if(
            judged.begin(), judged.end(), [&](const judged_claim &each) {
                return each.found.verdict == verdict;
            });
        if (count)
            counts.push_back(fmt::format("{} {}", count, to_string(verdict)));
    }
    return fmt::format(
        "{} claims: {}.", judged.size(), fmt::join(counts, ", "));
}

} // namespace cleanup
