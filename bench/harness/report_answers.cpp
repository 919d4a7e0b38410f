#include "bench/harness/report_answers.hpp"

#include "bench/harness/go_peer.hpp"
#include "bench/harness/human_units.hpp"
#include "bench/harness/matrix.hpp"

#include <algorithm>
#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace cleanup
{
namespace
{

using row_list = std::vector<const summary_row *>;

row_list
rows_in_c(std::span<const summary_row> rows, const answer_point &point)
{
    row_list here = rows_at(rows, point);
    std::erase_if(
        here, [](const summary_row *row) { return is_in_go(row->cell); });
    return here;
}

row_list
with_verdict(const row_list &rows, verdict wanted)
{
    row_list found;
    for (const summary_row *row : rows)
        if (row->verdict == wanted && row->account.failures == 0)
            found.push_back(row);
    std::sort(found.begin(), found.end(),
        [](const summary_row *a, const summary_row *b) {
            return a->ratio < b->ratio;
        });
    return found;
}

// "a, b and c".
std::string
enumerated(const std::vector<std::string> &names)
{
    if (names.size() < 2)
        return fmt::format("{}", fmt::join(names, ""));
    return fmt::format("{} and {}",
        fmt::join(names.begin(), names.end() - 1, ", "), names.back());
}

std::vector<std::string>
names_of(const row_list &rows)
{
    std::vector<std::string> names;
    for (const summary_row *row : rows)
        names.push_back(row->cell.strategy);
    return names;
}

std::string
ratio_text(const summary_row &row)
{
    return three_digits(row.ratio.value_or(0)) + "x";
}

// "is" of one, "are" of several.
std::string
verb_for(const row_list &rows, const char *one, const char *several)
{
    return rows.size() == 1 ? one : several;
}

// "; object_pool (0.36x) and arena (0.40x) are faster", or nothing. Of several
// the ratios are told once, from the first one's to the last one's.
std::string
different_phrase(const row_list &here, verdict wanted)
{
    constexpr std::size_t most_apart = 2;
    const row_list rows = with_verdict(here, wanted);
    if (rows.empty())
        return {};
    const std::string verb = verb_for(rows, "is", "are");
    if (rows.size() > most_apart)
        return fmt::format("; {} {} {} ({} to {})", enumerated(names_of(rows)),
            verb, to_string(wanted), ratio_text(*rows.front()),
            ratio_text(*rows.back()));
    std::vector<std::string> names;
    for (const summary_row *row : rows)
        names.push_back(
            fmt::format("{} ({})", row->cell.strategy, ratio_text(*row)));
    return fmt::format(
        "; {} {} {}", enumerated(names), verb, to_string(wanted));
}

// Names, or how many there are.
std::string
named_or_counted(const row_list &rows)
{
    constexpr std::size_t most_named = 4;
    return rows.size() > most_named ? fmt::format("{} others", rows.size())
                                    : enumerated(names_of(rows));
}

std::string
same_phrase(const row_list &here)
{
    const row_list rows = with_verdict(here, verdict::same);
    return rows.empty()
               ? ""
               : fmt::format("; {} {} the same time", named_or_counted(rows),
                     verb_for(rows, "takes", "take"));
}

std::string
unresolved_phrase(const row_list &here)
{
    const row_list rows = with_verdict(here, verdict::unresolved);
    return rows.empty() ? ""
                        : fmt::format("; this run cannot tell about {}",
                              named_or_counted(rows));
}

// Who could not go on, and who holds more at once than the baseline.
std::string
held_phrase(const row_list &rows, const summary_row &baseline)
{
    std::string stopped;
    std::vector<std::string> holders;
    for (const summary_row *row : rows) {
        const account &seen = row->account;
        const std::string &name = row->cell.strategy;
        if (seen.failures > 0)
            stopped += fmt::format("; {} stopped when it held {}", name,
                with_thousands(seen.held_at_failure));
        else if (seen.held_peak > baseline.account.held_peak)
            holders.push_back(
                fmt::format("{} {}", name, with_thousands(seen.held_peak)));
    }
    if (holders.empty())
        return stopped;
    return fmt::format("{}; held at once: {} where {} holds {}", stopped,
        enumerated(holders), baseline_strategy,
        with_thousands(baseline.account.held_peak));
}

std::string
place_text(const answer_point &point, const answer_point &common)
{
    std::string text =
        fmt::format("{} of {}", point.resource, bytes_text(point.size));
    if (point.count != common.count)
        text +=
            fmt::format(", {} in one function", with_thousands(point.count));
    if (point.allocator != common.allocator)
        text += ", " + point.allocator;
    return text;
}

} // namespace

std::string
setting_sentences(std::span<const answer_point> points)
{
    if (points.empty())
        return {};
    const answer_point &first = points.front();
    return fmt::format("One thread takes {} of a kind in one function, with "
                       "memory from {}. {} lets each go by hand right after "
                       "its last use; what the others take is compared with "
                       "it: 0.50x is half of its time, 2.00x twice.",
        with_thousands(first.count), first.allocator, baseline_strategy);
}

std::string
strategies_sentence(std::span<const summary_row> rows,
    const answer_point &point, const answer_point &common)
{
    const row_list here = rows_in_c(rows, point);
    const auto baseline =
        std::find_if(here.begin(), here.end(), [](const summary_row *row) {
            return row->cell.strategy == baseline_strategy;
        });
    const std::string place = place_text(point, common);
    if (baseline == here.end() || !(*baseline)->ns_median)
        return fmt::format("{}: {} has no time here, so nothing is compared.",
            place, baseline_strategy);
    return fmt::format("{}: {} takes {} for each{}{}{}{}{}.", place,
        baseline_strategy, duration_text(*(*baseline)->ns_median),
        different_phrase(here, verdict::faster),
        different_phrase(here, verdict::slower), same_phrase(here),
        unresolved_phrase(here), held_phrase(here, **baseline));
}

std::string
allocators_sentence(
    std::span<const summary_row> rows, const std::string &resource)
{
    const std::size_t size = telling_size(resource);
    std::vector<std::string> costs;
    for (const summary_row &row : rows)
        if (row.cell.resource == resource && row.cell.size == size &&
            row.cell.count == 1 && row.cell.threads == 1 && row.ns_median &&
            row.cell.strategy == baseline_strategy)
            costs.push_back(fmt::format("{} from {}",
                duration_text(*row.ns_median), row.cell.allocator));
    if (costs.empty())
        return {};
    return fmt::format("{} of {}, taken and given back untouched: {}.",
        resource, bytes_text(size), enumerated(costs));
}

} // namespace cleanup
