#include "bench/harness/report_charts.hpp"

#include "bench/harness/csv_columns.hpp"
#include "bench/harness/report_html.hpp"
#include "bench/harness/whole_file.hpp"

#include <string_view>

#include <fmt/format.h>

namespace cleanup
{
namespace
{

struct look_line {
    std::string kind;
    look shown;
};

csv_columns<look_line>
look_columns()
{
    const csv_columns<look> shown = {column_of("name", &look::name),
        column_of("colour", &look::colour), column_of("mark", &look::mark)};
    return joined<look_line>({{column_of("kind", &look_line::kind)},
        columns_within(&look_line::shown, shown)});
}

// gnuplot's filled marks, two units wide.
std::string
mark_shape(int mark)
{
    switch (mark) {
    case 5:
        return "<rect x=\"-.9\" y=\"-.9\" width=\"1.8\" height=\"1.8\"/>";
    case 9:
        return "<path d=\"M0-1.1 1.1.8H-1.1Z\"/>";
    case 11:
        return "<path d=\"M0 1.1 1.1-.8H-1.1Z\"/>";
    case 13:
        return "<path d=\"M0-1.2 1.2 0 0 1.2-1.2 0Z\"/>";
    case 15:
        return "<path d=\"M0-1.1 1.1-.3.7 1H-.7L-1.1-.3Z\"/>";
    default:
        return "<circle r=\"1\"/>";
    }
}

// What stands between `open`, the rest of its tag, and `close`.
std::string
inner_text(std::string_view svg, std::string_view open, std::string_view close)
{
    const std::size_t tag = svg.find(open);
    const std::size_t from = svg.find('>', tag);
    const std::size_t to = svg.find(close, from);
    if (tag == svg.npos || from == svg.npos || to == svg.npos)
        return {};
    return std::string(svg.substr(from + 1, to - from - 1));
}

// The value of an attribute of the first tag, in double quotes; or nothing.
std::string
attribute(std::string_view svg, std::string_view name)
{
    const std::string open = fmt::format(" {}=\"", name);
    const std::size_t from = svg.find(open);
    const std::size_t to = svg.find('"', from + open.size());
    if (from == svg.npos || from > svg.find('>') || to == svg.npos)
        return {};
    return std::string(svg.substr(from + open.size(), to - from - open.size()));
}

// Without its own size, showing only where legend and panels are.
std::string
panels_only(std::string svg)
{
    const std::string panels = attribute(svg, "data-panels");
    const std::size_t size = svg.find(" width=\"");
    const std::size_t end = svg.find('>');
    const std::size_t namespaces = svg.find(" xmlns=\"");
    if (panels.empty() || size > namespaces || namespaces > end)
        return svg;
    return svg.replace(size, namespaces - size,
        fmt::format(" viewBox=\"{}\"\n", html_text(panels)));
}

std::string
picture(std::string_view kind, std::string_view attributes, const chart &shown)
{
    return fmt::format("<div class=\"chart{}\"{}>{}</div>", kind, attributes,
        panels_only(shown.svg));
}

std::string
figure(std::string_view title, std::string_view caption,
    const std::string &pictures)
{
    return fmt::format(
        "<figure><figcaption><b>{}</b> {}</figcaption>{}</figure>\n", title,
        caption, pictures);
}

} // namespace

result<std::vector<look>>
read_looks(const std::filesystem::path &path)
{
    result<table> content = read_csv(path);
    if (!content)
        return error{content.message()};
    result<std::vector<look_line>> lines = rows_of(look_columns(), *content);
    if (!lines)
        return error{lines.message()};
    std::vector<look> looks;
    for (const look_line &line : *lines)
        if (line.kind == "strategy")
            looks.push_back(line.shown);
    return looks;
}

std::string
mark_definitions(std::span<const look> looks)
{
    std::string html = "<svg id=\"marks\" aria-hidden=\"true\">";
    for (const look &each : looks)
        html += fmt::format("<symbol id=\"mark-{}\" viewBox=\"-1.3 -1.3 2.6 "
                            "2.6\"><g fill=\"{}\">{}</g></symbol>",
            html_text(each.name), html_text(each.colour),
            mark_shape(each.mark));
    return html + "</svg>";
}

std::string
marked_name(const std::string &strategy)
{
    const std::string name = html_text(strategy);
    return fmt::format("<svg class=\"mark\" aria-hidden=\"true\">"
                       "<use href=\"#mark-{0}\"/></svg>{0}",
        name);
}

std::string
legend_html(std::span<const look> looks)
{
    std::string html = "<ul class=\"legend\" aria-label=\"Strategies\">";
    for (const look &each : looks)
        html += fmt::format("<li>{}</li>", marked_name(each.name));
    return html + "</ul>\n";
}

std::optional<chart>
read_chart(const std::filesystem::path &path)
{
    result<std::string> svg = read_whole_file(path);
    const std::size_t begin = svg ? svg->find("<svg") : std::string::npos;
    if (begin == std::string::npos)
        return std::nullopt;
    svg->erase(0, begin); // the XML declaration is not HTML
    return chart{inner_text(*svg, "<title", "</title>"),
        inner_text(*svg, "<desc", "</desc>"), std::move(*svg)};
}

std::string
page_figure(const chart &shown, const std::optional<chart> &narrow)
{
    const std::string wide =
        picture(narrow ? " wide roomy" : " wide", " tabindex=\"0\"", shown);
    return figure(shown.title, shown.caption,
        narrow ? wide + picture(" narrow", "", *narrow) : wide);
}

std::string
card_figure(const chart &shown, const std::string &caption)
{
    return figure(shown.title, caption, picture("", "", shown));
}

} // namespace cleanup
