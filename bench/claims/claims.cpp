#include "bench/claims/claims.hpp"

#include "bench/claims/registry.hpp"
#include "bench/harness/csv_columns.hpp"

#include <algorithm>

namespace cleanup
{
namespace
{

#define CLAIM_ADDRESS(name) &name,
const claim *const registered[] = {FOR_EACH_CLAIM(CLAIM_ADDRESS)};
#undef CLAIM_ADDRESS

// An empty side is told by why it is empty.
std::string
side_text(const side &of)
{
    return of.says.empty() ? of.why_not : of.says;
}

std::optional<double>
low(const std::optional<interval> &range)
{
    return range ? std::optional(range->low) : std::nullopt;
}

std::optional<double>
high(const std::optional<interval> &range)
{
    return range ? std::optional(range->high) : std::nullopt;
}

std::vector<std::string>
claim_fields(const judged_claim &of, const std::string &go_version)
{
    const claim &stated = *of.stated;
    const finding &found = of.found;
    return {stated.id, stated.section, stated.gloss, stated.words,
        stated.method, stated.metric, stated.threshold, side_text(found.c),
        side_text(found.go), go_version, field_text(found.measured),
        field_text(low(found.range)), field_text(high(found.range)),
        field_text(found.floor), field_text(found.rounds),
        to_string(found.verdict), found.explanation, stated.chart};
}

// Where `name` stands in the list, from 1; it is added where it is missing.
std::size_t
place_in(std::vector<std::string> &names, const std::string &name)
{
    auto found = std::find(names.begin(), names.end(), name);
    if (found == names.end())
        found = names.insert(names.end(), name);
    return static_cast<std::size_t>(found - names.begin()) + 1;
}

// C and Go look the same in every chart.
void
add_bars(table &content, const judged_claim &of)
{
    std::vector<std::string> labels;
    std::vector<std::string> series{"C", "Go"};
    for (const bar &one : of.found.bars)
        content.rows.push_back({of.stated->id, of.stated->gloss, of.found.axis,
            one.label, one.series, field_text(place_in(labels, one.label)),
            field_text(place_in(series, one.series)), field_text(one.value),
            field_text(low(one.range)), field_text(high(one.range)),
            field_text(of.found.threshold_line)});
}

} // namespace

std::string
to_string(claim_verdict verdict)
{
    switch (verdict) {
    case claim_verdict::reproduced:
        return "reproduced";
    case claim_verdict::direction_only:
        return "direction only";
    case claim_verdict::contradicted:
        return "contradicted";
    case claim_verdict::unresolved:
        return "unresolved";
    case claim_verdict::not_measured:
        break;
    }
    return "not measured";
}

std::span<const claim *const>
all_claims()
{
    return registered;
}

std::vector<judged_claim>
judge_claims(const evidence &seen)
{
    std::vector<judged_claim> judged;
    for (const claim *each : registered)
        judged.push_back({each, each->judge(seen)});
    return judged;
}

table
claims_table(
    std::span<const judged_claim> judged, const std::string &go_version)
{
    table content{"claims.csv",
        {"id", "section", "claim", "words", "method", "metric", "threshold",
            "c_says", "go_says", "go_version", "measured", "low", "high",
            "floor_ratio", "rounds", "verdict", "explanation", "chart"},
        {}};
    for (const judged_claim &each : judged)
        content.rows.push_back(claim_fields(each, go_version));
    return content;
}

table
claim_bars_table(std::span<const judged_claim> judged)
{
    table content{"claim_bars.csv",
        {"id", "claim", "axis", "label", "series", "place", "look", "value",
            "low", "high", "threshold"},
        {}};
    for (const judged_claim &each : judged)
        add_bars(content, each);
    return content;
}

std::string
go_version_of(const evidence &seen)
{
    return seen.text("go", "go", "", "version").value_or("");
}

} // namespace cleanup
