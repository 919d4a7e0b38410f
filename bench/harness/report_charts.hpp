// A run's charts within its report: gnuplot's SVG, as it stands in the page.
#pragma once

#include "bench/harness/result.hpp"

#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace cleanup
{

// How a strategy looks in every chart, from looks.csv (plots/looks.gp).
struct look {
    std::string name;
    std::string colour; // "#RRGGBB"
    int mark = 0;       // gnuplot's point type
};

// Of the strategies, in the order of the legends.
result<std::vector<look>>
read_looks(const std::filesystem::path &path);

// The marks' drawings, once for the whole page.
std::string
mark_definitions(std::span<const look> looks);

// The mark of a strategy before its name.
std::string
marked_name(const std::string &strategy);

std::string
legend_html(std::span<const look> looks);

struct chart {
    std::string title;   // a question
    std::string caption; // how to read it
    std::string svg;     // to stand in HTML
};

// None where there is no such file: a chart without data is not drawn.
std::optional<chart>
read_chart(const std::filesystem::path &path);

// A whole chart; title and caption stand above it, and no more in it. `narrow`
// is the same for a phone, if there is one.
std::string
page_figure(const chart &shown, const std::optional<chart> &narrow);

// The panel of one resource, which has no words in it. `caption` is HTML.
std::string
card_figure(const chart &shown, const std::string &caption);

} // namespace cleanup
