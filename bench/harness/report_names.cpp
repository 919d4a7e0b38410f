#include "bench/harness/report_names.hpp"

#include "bench/cell.h"
#include "bench/harness/matrix.hpp"
#include "bench/harness/report_html.hpp"

#include <set>
#include <vector>

#include <fmt/format.h>

namespace cleanup
{
namespace
{

// What a strategy, an allocator or a resource says of itself; `member` picks
// the kind. Empty for one that this build has not.
template <typename Thing>
std::string
summary_of(const std::string &name, const Thing *cell_code::*member)
{
    for (std::size_t i = 0; i < cell_code_count(); i++) {
        const Thing *thing = cell_code_at(i)->*member;
        if (name == thing->name)
            return thing->summary;
    }
    return {};
}

std::string
line_html(const std::string &name, const std::string &summary)
{
    return summary.empty() ? ""
                           : fmt::format("<dt>{}</dt><dd>{}</dd>\n", name,
                                 html_text(summary));
}

std::string
list_html(const char *title, const std::string &lines)
{
    return lines.empty() ? ""
                         : fmt::format("<h3>{}</h3>\n<dl class=\"names\">\n{}"
                                       "</dl>\n",
                               title, lines);
}

// Of the names that are compiled in, those in the run.
template <typename Thing>
std::string
kind_html(const char *title, const std::vector<std::string> &names,
    const std::set<std::string> &present, const Thing *cell_code::*member)
{
    std::string lines;
    for (const std::string &name : names)
        if (present.contains(name))
            lines += line_html(html_text(name), summary_of(name, member));
    return list_html(title, lines);
}

std::set<std::string>
present_in(std::span<const summary_row> rows, std::string cell_id::*part)
{
    std::set<std::string> names;
    for (const summary_row &row : rows)
        names.insert(row.cell.*part);
    return names;
}

} // namespace

std::string
names_html(std::span<const summary_row> rows, std::span<const look> looks)
{
    std::string strategies;
    for (const look &each : looks)
        strategies += line_html(marked_name(each.name),
            summary_of(each.name, &cell_code::strategy));
    const registry &known = compiled_in();
    std::vector<std::string> allocators = known.allocators;
    allocators.insert(allocators.end(), known.peers.begin(), known.peers.end());
    return html_details("What the names mean",
        list_html("Strategies: when a resource is let go", strategies) +
            kind_html("Resources: what is held", known.resources,
                present_in(rows, &cell_id::resource), &cell_code::resource) +
            kind_html("Allocators: what memory comes from", allocators,
                present_in(rows, &cell_id::allocator), &cell_code::allocator),
        "");
}

} // namespace cleanup
