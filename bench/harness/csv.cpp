#include "bench/harness/csv.hpp"

#include "bench/harness/whole_file.hpp"

#include <algorithm>
#include <csv.h>
#include <fmt/format.h>
#include <memory>

namespace cleanup
{

namespace
{

// What libcsv fills, field by field.
struct reader {
    std::vector<std::vector<std::string>> lines;
    std::vector<std::string> fields;
};

void
field_ends(void *bytes, std::size_t size, void *data)
{
    static_cast<reader *>(data)->fields.emplace_back(
        static_cast<const char *>(bytes), size);
}

void
line_ends(int, void *data)
{
    auto *into = static_cast<reader *>(data);
    into->lines.push_back(std::move(into->fields));
    into->fields.clear();
}

// RFC 4180, 2.4: spaces are part of a field. libcsv would trim them.
int
no_space(unsigned char)
{
    return 0;
}

// False when a quote stands where none may, or is not closed.
bool
read_lines(std::string_view text, reader &into)
{
    csv_parser parser;
    if (csv_init(&parser, CSV_STRICT | CSV_STRICT_FINI) != 0)
        return false;
    std::unique_ptr<csv_parser, decltype(&csv_free)> freed(&parser, csv_free);
    csv_set_space_func(&parser, no_space);
    std::size_t parsed = csv_parse(
        &parser, text.data(), text.size(), field_ends, line_ends, &into);
    return parsed == text.size() &&
           csv_fini(&parser, field_ends, line_ends, &into) == 0;
}

bool
needs_quotes(std::string_view field)
{
    return field.find_first_of(",\"\r\n") != std::string_view::npos;
}

std::string
in_quotes(std::string_view field)
{
    std::string text(csv_write(nullptr, 0, field.data(), field.size()), ' ');
    csv_write(text.data(), text.size(), field.data(), field.size());
    return text;
}

// An error for the first row that is not as wide as the header.
outcome
check_widths(const table &content)
{
    for (std::size_t i = 0; i < content.rows.size(); ++i) {
        std::size_t width = content.rows[i].size();
        if (width != content.header.size())
            return error{fmt::format("{}: row {} has {} fields, the header {}",
                content.source, i + 1, width, content.header.size())};
    }
    return success{};
}

} // namespace

result<std::size_t>
table::column(std::string_view name) const
{
    auto found = std::find(header.begin(), header.end(), name);
    if (found == header.end())
        return error{fmt::format("{} has no column {}", source, name)};
    return static_cast<std::size_t>(found - header.begin());
}

std::string
csv_line(std::span<const std::string> fields)
{
    // Without quotes a line of one empty field is a blank line, which readers
    // skip.
    if (fields.size() == 1 && fields[0].empty())
        return "\"\"\n";
    std::string line;
    for (const std::string &field : fields) {
        if (&field != fields.data())
            line += ',';
        line += needs_quotes(field) ? in_quotes(field) : field;
    }
    return line + '\n';
}

std::string
csv_text(const table &content)
{
    std::string text = csv_line(content.header);
    for (const auto &row : content.rows)
        text += csv_line(row);
    return text;
}

result<table>
parse_csv(std::string_view text, std::string source)
{
    reader read;
    if (!read_lines(text, read))
        return error{fmt::format("{}: a quote is misplaced or not closed in "
                                 "line {} of its rows",
            source, read.lines.size() + 1)};
    if (read.lines.empty())
        return error{fmt::format("{} has no header line", source)};
    table content{std::move(source), std::move(read.lines.front()), {}};
    content.rows.assign(std::make_move_iterator(read.lines.begin() + 1),
        std::make_move_iterator(read.lines.end()));
    if (outcome checked = check_widths(content); !checked)
        return error{checked.message()};
    return content;
}

result<table>
read_csv(const std::filesystem::path &path)
{
    auto text = read_whole_file(path);
    if (!text)
        return error{text.message()};
    return parse_csv(*text, path.string());
}

outcome
write_csv(const std::filesystem::path &path, const table &content)
{
    return write_whole_file(path, csv_text(content));
}

} // namespace cleanup
