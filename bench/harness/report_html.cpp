#include "bench/harness/report_html.hpp"

#include <fmt/format.h>

namespace cleanup
{
namespace
{

std::string
class_of(const html_column &column)
{
    return column.kind.empty() ? "" : fmt::format(" class=\"{}\"", column.kind);
}

std::string
heading_html(const html_column &column)
{
    return fmt::format(
        "<th scope=\"col\"{}><button type=\"button\">{}</button></th>",
        class_of(column), html_text(column.title));
}

std::string
cell_html(const html_column &column, const html_cell &cell, bool first)
{
    const std::string value =
        cell.value.empty()
            ? ""
            : fmt::format(" data-value=\"{}\"", html_text(cell.value));
    return fmt::format("<{0}{1}{2}>{3}</{4}>",
        first ? "th scope=\"row\"" : "td", class_of(column), value, cell.html,
        first ? "th" : "td");
}

std::string
row_html(
    std::span<const html_column> columns, const std::vector<html_cell> &row)
{
    std::string html = "<tr>";
    for (std::size_t i = 0; i < row.size(); ++i)
        html += cell_html(columns[i], row[i], i == 0);
    return html + "</tr>\n";
}

} // namespace

std::string
html_text(std::string_view text)
{
    std::string html;
    for (char c : text) {
        if (c == '&')
            html += "&amp;";
        else if (c == '<')
            html += "&lt;";
        else if (c == '"')
            html += "&quot;";
        else
            html += c;
    }
    return html;
}

std::string
html_filter()
{
    return "<p class=\"filter\"><label>Filter <input type=\"search\" "
           "placeholder=\"words that a row must have\"></label>"
           "<output></output></p>\n";
}

std::string
html_table(std::span<const html_column> columns,
    std::span<const std::vector<html_cell>> rows)
{
    std::string html = rows.size() < filter_from ? "" : html_filter();
    html += "<div class=\"table\" tabindex=\"0\"><table>\n<thead><tr>";
    for (const html_column &column : columns)
        html += heading_html(column);
    html += "</tr></thead>\n<tbody>\n";
    for (const std::vector<html_cell> &row : rows)
        html += row_html(columns, row);
    return html + "</tbody></table></div>\n";
}

std::string
html_details(
    std::string_view summary, std::string_view html, std::string attributes)
{
    return fmt::format("<details{}><summary>{}</summary>\n{}</details>\n",
        attributes, html_text(summary), html);
}

} // namespace cleanup
