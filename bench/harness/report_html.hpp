// HTML as text: escaping, and tables that the page's script sorts and filters.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace cleanup
{

// The text as HTML shows it, also within an attribute in double quotes.
std::string
html_text(std::string_view text);

struct html_cell {
    std::string html;
    std::string value; // to sort by; empty: what the cell shows
};

struct html_column {
    std::string title;
    std::string kind; // CSS classes: "words", "words long", or none: a number
};

// With a heading of buttons, and from `filter_from` rows on a field to filter
// by. The first cell of a row is its heading.
inline constexpr std::size_t filter_from = 6;
std::string
html_table(std::span<const html_column> columns,
    std::span<const std::vector<html_cell>> rows);

// The field to filter by, for the `.table` that follows it.
std::string
html_filter();

// Folded away under its summary. `attributes` go into the tag.
std::string
html_details(
    std::string_view summary, std::string_view html, std::string attributes);

} // namespace cleanup
