// CSV as RFC 4180 has it: a header line, quotes where needed, UTF-8. Lines end
// in LF, which gnuplot and awk read without ado; CRLF is read too.
#pragma once

#include "bench/harness/result.hpp"

#include <cstddef>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace cleanup
{

struct table {
    std::string source; // the file it came from, for messages
    std::vector<std::string> header;
    std::vector<std::vector<std::string>> rows; // each as wide as the header

    // Where the column stands, from 0; or an error naming it and the file.
    result<std::size_t>
    column(std::string_view name) const;
};

// One line with its line end. Quotes only what needs it: a quoted number is
// text to gnuplot.
std::string
csv_line(std::span<const std::string> fields);

// The header and all rows.
std::string
csv_text(const table &content);

// An error names `source` when there is no header, a quote is not closed, or a
// row is not as wide as the header.
result<table>
parse_csv(std::string_view text, std::string source);

result<table>
read_csv(const std::filesystem::path &path);

// All or nothing, see write_whole_file.
outcome
write_csv(const std::filesystem::path &path, const table &content);

} // namespace cleanup
