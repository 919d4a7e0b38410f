#include "bench/harness/report.hpp"

#include "bench/harness/growth.hpp"
#include "bench/harness/human_units.hpp"
#include "bench/harness/report_answers.hpp"
#include "bench/harness/report_charts.hpp"
#include "bench/harness/report_claims.hpp"
#include "bench/harness/report_html.hpp"
#include "bench/harness/report_machine.hpp"
#include "bench/harness/report_names.hpp"
#include "bench/harness/report_tables.hpp"
#include "bench/harness/show.hpp"
#include "bench/harness/summary.hpp"
#include "bench/harness/whole_file.hpp"
#include "report_parts.hpp"

#include <algorithm>
#include <map>

#include <fmt/format.h>

namespace cleanup
{
namespace
{

namespace fs = std::filesystem;

// What the sections are made of. `shown` gathers titles and captions of the
// charts that stand in the page, in their order.
struct report {
    run_folder run;
    fs::path charts;
    nlohmann::json context;
    std::vector<summary_row> rows;
    std::vector<growth_row> growth;
    std::vector<look> looks;
    std::vector<chart> shown;
};

result<report>
gather(const run_folder &run, const fs::path &charts)
{
    result<std::vector<summary_row>> rows =
        read_summary(run.file("summary.csv"));
    if (!rows)
        return error{rows.message()};
    result<nlohmann::json> context = read_context(run);
    if (!context)
        return error{context.message()};
    result<std::vector<look>> looks = read_looks(charts / "looks.csv");
    if (!looks)
        return error{looks.message() + "; plots/draw makes it"};
    result<std::vector<growth_row>> growth =
        read_growth(run.file("growth.csv")); // not in earlier versions' runs
    return report{run, charts, *context, *rows,
        growth ? *growth : std::vector<growth_row>{}, *looks, {}};
}

// --- Charts ---------------------------------------------------------------

// Whether the page has not shown one of that title before.
bool
note_shown(report &page, const chart &shown)
{
    const auto known = std::find_if(page.shown.begin(), page.shown.end(),
        [&](const chart &other) { return other.title == shown.title; });
    if (known != page.shown.end())
        return false;
    page.shown.push_back({shown.title, shown.caption, {}});
    return true;
}

// Empty where the run has no such chart.
std::string
page_chart(report &page, const std::string &name)
{
    std::optional<chart> found = read_chart(page.charts / (name + ".svg"));
    if (!found)
        return {};
    note_shown(page, *found);
    return page_figure(
        *found, read_chart(page.charts / "cards" / (name + "-all.svg")));
}

// How to read a chart is said at the first of its kind.
std::string
card_charts(report &page, const std::string &resource)
{
    std::string html;
    for (const char *name :
        {"forest", "held_by_count", "hold_time", "trade_off", "cost_by_count",
            "growth", "throughput", "distributions", "tail", "order"}) {
        std::optional<chart> found = read_chart(
            page.charts / "cards" / fmt::format("{}-{}.svg", name, resource));
        if (!found)
            continue;
        html += card_figure(
            *found, note_shown(page, *found)
                        ? found->caption
                        : "<a href=\"#reading\">How to read it</a>");
    }
    return html.empty()
               ? ""
               : "<div class=\"keyed\">\n" + legend_html(page.looks) +
                     "<div class=\"cards\">\n" + html + "</div>\n</div>\n";
}

// --- Sections -------------------------------------------------------------

// With the anchor that the navigation points to.
std::string
section(std::string_view id, std::string_view title, const std::string &html)
{
    if (html.empty())
        return {};
    return fmt::format("<section id=\"{}\">\n<h2>{}</h2>\n{}</section>\n\n", id,
        html_text(title), html);
}

std::vector<std::string>
resources_of(const report &page)
{
    std::vector<std::string> names;
    for (const summary_row &row : page.rows)
        if (std::find(names.begin(), names.end(), row.cell.resource) ==
            names.end())
            names.push_back(row.cell.resource);
    return names;
}

// Of a section's title; the navigation says the resource alone.
constexpr std::string_view resource_prefix = "Resource: ";

const answer_point *
point_of(const std::vector<answer_point> &points, const std::string &resource)
{
    const auto found = std::find_if(points.begin(), points.end(),
        [&](const answer_point &point) { return point.resource == resource; });
    return found == points.end() ? nullptr : &*found;
}

// The resource's name stands out.
std::string
sentence_of(const report &page, const std::vector<answer_point> &points,
    const std::string &resource)
{
    const answer_point *point = point_of(points, resource);
    const std::string sentence =
        point ? strategies_sentence(page.rows, *point, points.front())
              : allocators_sentence(page.rows, resource);
    return sentence.starts_with(resource)
               ? fmt::format("<b>{}</b>{}", html_text(resource),
                     html_text(sentence.substr(resource.size())))
               : html_text(sentence);
}

std::string
answers_html(const report &page, const std::vector<answer_point> &points)
{
    std::string html =
        points.empty()
            ? ""
            : "<p>" + html_text(setting_sentences(points)) + "</p>\n";
    html += "<ul>\n";
    for (const std::string &resource : resources_of(page))
        html +=
            fmt::format("<li>{}</li>\n", sentence_of(page, points, resource));
    return html + "</ul>\n" + names_html(page.rows, page.looks);
}

// Behind a disclosure; empty where the run knows nothing of it.
std::string
growth_html(const report &page, const answer_point &point)
{
    const std::string table = growth_table(page.growth, point);
    return table.empty()
               ? ""
               : html_details("How the time of a function grows with its count",
                     "<p>Of O(1), O(n) and O(n log n), the fit with the least "
                     "error. Where it is off by much, none of the three fits: "
                     "a fixed cost beside a small one for each resource "
                     "does.</p>\n" +
                         table,
                     "");
}

// What the numbers of the table at a point are.
std::string
table_note(const answer_point &point)
{
    return fmt::format(
        "<p class=\"note\">Of {}, {} in one function, one thread, {}. Time: "
        "per "
        "resource, median of the rounds; minimum: the best round; 95%: the "
        "interval, in the unit of its value. Ratio: to {}, in Go to Go's. Held "
        "for: on average from last use to release. Memory: the most that the "
        "allocator had given out at once.</p>\n",
        bytes_text(point.size), with_thousands(point.count),
        html_text(point.allocator), baseline_strategy);
}

// The telling rows, the charts, and all the rest behind a disclosure.
std::string
resource_html(
    report &page, const answer_point *point, const std::string &resource)
{
    const auto cells = std::count_if(page.rows.begin(), page.rows.end(),
        [&](const summary_row &row) { return row.cell.resource == resource; });
    std::string html;
    if (point)
        html += table_note(*point) +
                point_table(page.rows, *point, page.looks) +
                card_charts(page, resource) + growth_html(page, *point);
    else
        html += page_chart(page, "latency_by_size") +
                html_details("Every size and allocator",
                    allocator_table(page.rows, resource), "");
    return html +
           html_details(
               fmt::format("All {} cells of {}",
                   with_thousands(static_cast<std::size_t>(cells)), resource),
               html_filter() + "<div class=\"table\" tabindex=\"0\"></div>",
               fmt::format(" data-resource=\"{}\"", html_text(resource)));
}

std::string
resources_html(report &page, const std::vector<answer_point> &points)
{
    std::string html;
    for (const std::string &resource : resources_of(page))
        html += section("resource-" + resource,
            std::string(resource_prefix) + resource,
            resource_html(page, point_of(points, resource), resource));
    return html;
}

// Empty where the run has no such file.
std::string
csv_html(const report &page, const char *name)
{
    result<table> content = read_csv(page.run.file(name));
    return content && !content->rows.empty() ? file_table(*content) : "";
}

std::string
claims_html(const report &page)
{
    result<table> claims = read_csv(page.run.file("claims.csv"));
    result<table> programs = read_csv(page.run.file("article_programs.csv"));
    return section("claims", "The claims, and what was measured",
        (claims ? claims_report(*claims, page.charts) : "") +
            (programs ? article_programs_report(*programs) : ""));
}

std::string
summary_html(report &page)
{
    std::string html = page_chart(page, "overview");
    return html +
           html_details("By allocator: cost, ratio, and what threads gain",
               page_chart(page, "cost") + page_chart(page, "ratio_matrix") +
                   page_chart(page, "scaling"),
               "");
}

std::string
mechanisms_html(report &page)
{
    // A chart has its own title.
    struct study {
        const char *title;
        const char *chart;
        const char *file;
    };
    constexpr study studies[] = {
        {"", "held_over_time", ""},
        {"", "exits", "exits.csv"},
        {"", "ladder", "ladder.csv"},
        {"", "stack", "stack.csv"},
        {"", "tiers_served", ""},
        {"", "tiers_misses", ""},
        {"", "tiers_by_size", "tiers.csv"},
        {"Pools, with one thread and with several", "", "pools.csv"},
        {"What the mechanisms were meant to reach, and did", "", "goals.csv"},
    };
    std::string html;
    for (const study &each : studies) {
        std::string shown = *each.chart ? page_chart(page, each.chart) : "";
        if (*each.file)
            shown += csv_html(page, each.file);
        if (!shown.empty() && *each.title)
            html += fmt::format("<h3>{}</h3>\n", each.title);
        html += shown;
    }
    return section("mechanisms", "Mechanisms", html);
}

// Empty where the run has no such file.
std::string
processes_of(report &page, const char *chart, const char *name)
{
    const result<process_file> file = read_process_file(page.run.file(name));
    return file ? page_chart(page, chart) + processes_table(*file) : "";
}

std::string
processes_html(report &page)
{
    std::string html = processes_of(page, "process", "process.csv");
    const std::string programs = processes_of(page, "programs", "programs.csv");
    if (!programs.empty())
        html += "<h3>Real programs on other mallocs</h3>\n<p>Each program ran "
                "with each malloc loaded before it; <code>tiers</code> is this "
                "project's. A ratio is to glibc's malloc in the same round, "
                "that of <code>geometric_mean</code> the mean over all "
                "programs. What they print was compared first, and is the "
                "same.</p>\n" +
                programs;
    return section("processes", "Whole processes", html);
}

std::string
noise_html(report &page)
{
    const std::string proof = csv_html(page, "verdicts.csv");
    return fmt::format("<p>Differences under {} are this run's noise.</p>\n{}",
               floor_text(page.rows), page_chart(page, "twins")) +
           (proof.empty()
                   ? ""
                   : "<h3>How often a known truth was found</h3>\n" + proof);
}

std::string
reading_html(const report &page)
{
    std::string html = "<dl>\n";
    for (const chart &each : page.shown)
        html +=
            fmt::format("<dt>{}</dt>\n<dd>{}</dd>\n", each.title, each.caption);
    return html + "</dl>\n";
}

// --- The data -------------------------------------------------------------

// The files that are embedded, and what they hold. benchmark.json and
// benchmark.txt hold the samples once more, and stay beside the run.
constexpr struct {
    const char *name;
    const char *holds;
} kept_files[] = {
    {"summary.csv", "one line per cell: what it is, costs and holds"},
    {"growth.csv", "how the time of a function grows with its count"},
    {"samples.csv", "one line per cell and round"},
    {"rounds.csv", "one line per round: load and stolen CPU time"},
    {"cells.csv", "the accounted pass"},
    {"context.json", "machine, versions, settings"},
    {"claims.csv", "the claims and what was measured"},
    {"article_programs.csv", "what the article's programs print"},
    {"process.csv", "whole processes, by hyperfine"},
    {"programs.csv", "real programs on several mallocs"},
    {"held_over_time.csv", "what is held at each moment of one function"},
    {"exits.csv", "ways out of a function"},
    {"ladder.csv", "what each clean-up call costs"},
    {"stack.csv", "stack and heap of deferred calls"},
    {"tiers.csv", "what each tier of the allocator serves, and costs"},
    {"pools.csv", "pools with one thread and with several"},
    {"goals.csv", "what was aimed at"},
    {"verdicts.csv", "how often a known truth was found"},
};

std::map<std::string, std::string>
read_files(const run_folder &run)
{
    std::map<std::string, std::string> files;
    for (const auto &each : kept_files)
        if (result<std::string> text = read_whole_file(run.file(each.name)))
            files.emplace(each.name, std::move(*text));
    return files;
}

std::string
downloads_html(const std::map<std::string, std::string> &files)
{
    constexpr double kibi = 1024;
    std::string html = "<ul>\n";
    for (const auto &[name, holds] : kept_files)
        if (const auto found = files.find(name); found != files.end())
            html += fmt::format("<li><a download=\"{0}\" href=\"#data\">{0}"
                                "</a> ({1} KiB): {2}</li>\n",
                name,
                three_digits(static_cast<double>(found->second.size()) / kibi),
                holds);
    return html + "</ul>\n";
}

// As JSON that can stand within a script element.
std::string
files_json(const std::map<std::string, std::string> &files)
{
    const std::string text = nlohmann::json(files).dump(
        -1, ' ', false, nlohmann::json::error_handler_t::replace);
    std::string safe;
    for (char c : text)
        if (c == '<')
            safe += "\\u003c";
        else
            safe += c;
    return safe;
}

// --- The page -------------------------------------------------------------

// The page's own sections and those of the run, in the order of the page.
std::string
navigation_html(const std::string &page)
{
    std::string html;
    constexpr std::string_view opening = "<section id=\"";
    for (std::size_t at = page.find(opening); at != page.npos;
         at = page.find(opening, at + 1)) {
        const std::size_t id = at + opening.size();
        const std::size_t title = page.find("<h2>", id) + 4;
        std::string name =
            page.substr(title, page.find("</h2>", title) - title);
        if (name.starts_with(resource_prefix))
            name.erase(0, resource_prefix.size());
        html += fmt::format("<a href=\"#{}\">{}</a> ",
            page.substr(id, page.find('"', id) - id), name);
    }
    return html;
}

// Puts each part in the place that the template has for it, in one pass: what
// a part says in braces, and what is no part's name, stays as it is.
std::string
filled(
    std::string_view text, const std::map<std::string_view, std::string> &parts)
{
    std::string page;
    while (true) {
        const std::size_t open = text.find("{{");
        const std::size_t close = text.find("}}", open);
        if (open == text.npos || close == text.npos)
            return page + std::string(text);
        const auto part = parts.find(text.substr(open + 2, close - open - 2));
        const bool known = part != parts.end();
        page += text.substr(0, known ? open : open + 2);
        page += known ? part->second : "";
        text.remove_prefix(known ? close + 2 : open + 2);
    }
}

std::string
page_html(report &page)
{
    const std::vector<answer_point> points = telling_points(page.rows);
    const std::map<std::string, std::string> files = read_files(page.run);
    std::map<std::string_view, std::string> parts = {
        {"css", report_style},
        {"js", report_script},
        {"run", html_text(page.context.value("run", ""))},
        {"baseline", std::string(baseline_strategy)},
        {"floor", floor_text(page.rows)},
        {"machine", html_text(machine_name(page.context))},
        {"facts", html_text(machine_facts(page.context, page.rows))},
        {"marks", mark_definitions(page.looks)},
        {"answers", answers_html(page, points)},
        {"warnings", machine_warnings(page.context, page.rows)},
        {"claims", claims_html(page)},
        {"summary", summary_html(page)},
        {"resources", resources_html(page, points)},
        {"mechanisms", mechanisms_html(page)},
        {"processes", processes_html(page)},
        {"noise", noise_html(page)},
        {"reading", reading_html(page)},
        {"downloads", downloads_html(files)},
        {"navigation", "{{navigation}}"},
        {"files", "{{files}}"},
        {"footer", "Written by cleanup-bench from the files above."},
    };
    const std::string body = filled(report_page, parts);
    // Last, since they are made of the page or would be searched at length.
    return filled(body,
        {{"navigation", navigation_html(body)}, {"files", files_json(files)}});
}

} // namespace

result<fs::path>
write_report(const run_folder &run, const fs::path &charts)
{
    result<report> page = gather(run, charts);
    if (!page)
        return error{page.message()};
    const fs::path path = charts / "report.html";
    outcome written = write_whole_file(path, page_html(*page));
    if (!written)
        return error{written.message()};
    return path;
}

} // namespace cleanup
