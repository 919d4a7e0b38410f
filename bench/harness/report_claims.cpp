#include "bench/harness/report_claims.hpp"

#include "bench/harness/csv_columns.hpp"
#include "bench/harness/human_units.hpp"
#include "bench/harness/report_charts.hpp"
#include "bench/harness/report_html.hpp"

#include <fmt/format.h>

namespace cleanup
{
namespace
{

namespace fs = std::filesystem;

struct written_claim {
    std::string id, section, gloss, words, method, metric, threshold, c, go,
        go_version, verdict, explanation, chart, rounds;
    std::optional<double> measured, low, high, floor;
};

template <typename Value>
csv_column<written_claim>
optional_column(std::string name, Value written_claim::*member)
{
    csv_column<written_claim> column = column_of(std::move(name), member);
    column.required = false;
    return column;
}

csv_columns<written_claim>
claim_columns()
{
    return {
        optional_column("id", &written_claim::id),
        optional_column("section", &written_claim::section),
        optional_column("claim", &written_claim::gloss),
        optional_column("words", &written_claim::words),
        optional_column("method", &written_claim::method),
        optional_column("metric", &written_claim::metric),
        optional_column("threshold", &written_claim::threshold),
        optional_column("c_says", &written_claim::c),
        optional_column("go_says", &written_claim::go),
        optional_column("go_version", &written_claim::go_version),
        optional_column("verdict", &written_claim::verdict),
        optional_column("explanation", &written_claim::explanation),
        optional_column("chart", &written_claim::chart),
        optional_column("rounds", &written_claim::rounds),
        optional_column("measured", &written_claim::measured),
        optional_column("low", &written_claim::low),
        optional_column("high", &written_claim::high),
        optional_column("floor_ratio", &written_claim::floor),
    };
}

std::string
verdict_html(const written_claim &of)
{
    std::string word = html_text(of.verdict);
    if (of.verdict == "reproduced")
        return "<span class=\"good\">" + word + "</span>";
    if (of.verdict == "contradicted")
        return "<span class=\"bad\">" + word + "</span>";
    return word;
}

std::string
anchor_of(const written_claim &of)
{
    return html_text("claim-" + of.id);
}

std::string
claims_table_html(const std::vector<written_claim> &claims)
{
    const html_column columns[] = {{"claim", "words"}, {"verdict", "words"},
        {"the article says", "words long"}, {"C", "words long"},
        {"Go", "words long"}, {"why", "words long"}};
    std::vector<std::vector<html_cell>> rows;
    for (const written_claim &each : claims)
        rows.push_back({
            {fmt::format(
                 "<a href=\"#{}\">{}</a>", anchor_of(each), html_text(each.id)),
                each.id},
            {verdict_html(each), each.verdict},
            {html_text(each.gloss), ""},
            {html_text(each.c), ""},
            {html_text(each.go), ""},
            {html_text(each.explanation), ""},
        });
    return html_table(columns, rows);
}

// A term and what is known of it, where something is.
std::string
known(std::string_view term, std::string_view html)
{
    return html.empty() ? ""
                        : fmt::format("<dt>{}</dt>\n<dd>{}</dd>\n", term, html);
}

std::string
measured_html(const written_claim &of)
{
    if (!of.measured)
        return {};
    std::string text = four_digits(*of.measured);
    if (of.low && of.high)
        text += fmt::format(", 95% interval {} to {}", four_digits(*of.low),
            four_digits(*of.high));
    if (!of.rounds.empty() && of.rounds != "0")
        text += of.rounds == "1" ? ", 1 round" : ", " + of.rounds + " rounds";
    if (of.floor)
        text += fmt::format(", noise floor {:.1f}%", 100 * (*of.floor - 1));
    return html_text(text + " (" + of.metric + ")");
}

// A link to the run's chart of that name, where the page has it.
std::string
chart_link(const written_claim &of, const fs::path &charts)
{
    std::error_code ignored;
    const std::string file = of.chart + ".svg";
    if (of.chart.empty() || (!fs::exists(charts / file, ignored) &&
                                !fs::exists(charts / "cards" / file, ignored)))
        return {};
    return fmt::format("<a href=\"#{0}-title\">{0}</a>", html_text(of.chart));
}

std::string
claim_html(const written_claim &of, const fs::path &charts)
{
    const std::string go = of.go_version.empty()
                               ? html_text(of.go)
                               : html_text(of.go + " (" + of.go_version + ")");
    std::string html =
        fmt::format("<p id=\"{}\">{}</p>\n<dl>\n", anchor_of(of),
            html_text(of.explanation)) +
        known("The article's words",
            of.words.empty()
                ? ""
                : "<span lang=\"zh\">" + html_text(of.words) + "</span>") +
        known("How it was measured", html_text(of.method)) +
        known("When it counts", html_text(of.threshold)) +
        known("Measured", measured_html(of)) + known("C", html_text(of.c)) +
        known("Go", go) + known("See also the chart", chart_link(of, charts)) +
        "</dl>\n";
    const auto chart =
        read_chart(charts / "cards" / fmt::format("claim-{}.svg", of.id));
    if (chart)
        html += "<div class=\"cards\">\n" +
                card_figure(*chart, chart->caption) + "</div>\n";
    return html_details(
        fmt::format("{} ({}), {}: {}", of.id, of.section, of.verdict, of.gloss),
        html, "");
}

} // namespace

std::string
claims_report(const table &claims, const fs::path &charts)
{
    const result<std::vector<written_claim>> rows =
        rows_of(claim_columns(), claims);
    if (!rows || rows->empty())
        return {};
    std::string html = claims_table_html(*rows);
    for (const written_claim &each : *rows)
        html += claim_html(each, charts);
    return html;
}

std::string
article_programs_report(const table &programs)
{
    const std::pair<const char *, html_column> columns[] = {
        {"program", {"program", "words"}}, {"section", {"section", "words"}},
        {"article_says", {"the article says", "words long"}},
        {"go_prints", {"Go prints", "words long"}},
        {"c_prints", {"C prints", "words long"}}};
    std::vector<html_column> titles;
    std::vector<std::vector<html_cell>> rows(programs.rows.size());
    for (const auto &[name, title] : columns) {
        const auto place = programs.column(name);
        if (!place || rows.empty())
            return {};
        titles.push_back(title);
        for (std::size_t i = 0; i < rows.size(); i++)
            rows[i].push_back({html_text(programs.rows[i][*place]), ""});
    }
    return html_details("The article's programs: what they print",
        html_table(titles, rows), " class=\"programs\"");
}

} // namespace cleanup
