// A file's columns as data: a name and a member each. One list writes the file
// and reads it, so the two cannot part.
#pragma once

#include "bench/harness/csv.hpp"
#include "bench/harness/result.hpp"

#include <charconv>
#include <cmath>
#include <concepts>
#include <fmt/format.h>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

namespace cleanup
{

// field_text and read_field are each other's inverse. A module adds overloads
// for its own enumerations.
inline std::string
field_text(const std::string &value)
{
    return value;
}

inline bool
read_field(const std::string &text, std::string &value)
{
    value = text;
    return true;
}

template <typename Number>
concept number = std::integral<Number> || std::floating_point<Number>;

// The shortest text that reads back as the same number.
template <number Number>
std::string
field_text(Number value)
{
    return fmt::format("{}", value);
}

// False unless the whole text is one finite number that fits.
template <number Number>
bool
read_field(const std::string &text, Number &value)
{
    const char *end = text.data() + text.size();
    auto [stop, problem] = std::from_chars(text.data(), end, value);
    if constexpr (std::floating_point<Number>) {
        if (!std::isfinite(value))
            return false;
    }
    return problem == std::errc{} && stop == end;
}

// No value is an empty field.
template <typename Value>
std::string
field_text(const std::optional<Value> &value)
{
    return value ? field_text(*value) : std::string{};
}

template <typename Value>
bool
read_field(const std::string &text, std::optional<Value> &value)
{
    value.reset();
    return text.empty() || read_field(text, value.emplace());
}

template <typename Row> struct csv_column {
    std::string name;
    std::function<std::string(const Row &)> text;
    std::function<bool(const std::string &, Row &)> read;
    bool required = true; // false: files of earlier versions lack it
};

template <typename Row> using csv_columns = std::vector<csv_column<Row>>;

template <typename Row, typename Value>
csv_column<Row>
column_of(std::string name, Value Row::*member)
{
    return {std::move(name),
        [member](const Row &row) { return field_text(row.*member); },
        [member](const std::string &text, Row &row) {
            return read_field(text, row.*member);
        }};
}

// A column that files of earlier versions lack; it has no value there.
template <typename Row, typename Value>
csv_column<Row>
later_column_of(std::string name, std::optional<Value> Row::*member)
{
    csv_column<Row> column = column_of(std::move(name), member);
    column.required = false;
    return column;
}

// The columns of a part as columns of the whole row.
template <typename Row, typename Part>
csv_columns<Row>
columns_within(Part Row::*part, const csv_columns<Part> &columns)
{
    csv_columns<Row> within;
    for (const csv_column<Part> &column : columns)
        within.push_back({column.name,
            [part, text = column.text](
                const Row &row) { return text(row.*part); },
            [part, read = column.read](const std::string &text, Row &row) {
                return read(text, row.*part);
            },
            column.required});
    return within;
}

template <typename Row>
csv_columns<Row>
joined(std::initializer_list<csv_columns<Row>> parts)
{
    csv_columns<Row> all;
    for (const csv_columns<Row> &part : parts)
        all.insert(all.end(), part.begin(), part.end());
    return all;
}

template <typename Row>
std::vector<std::string>
column_names(const csv_columns<Row> &columns)
{
    std::vector<std::string> names;
    for (const csv_column<Row> &column : columns)
        names.push_back(column.name);
    return names;
}

template <typename Row>
std::vector<std::string>
row_fields(const csv_columns<Row> &columns, const Row &row)
{
    std::vector<std::string> fields;
    for (const csv_column<Row> &column : columns)
        fields.push_back(column.text(row));
    return fields;
}

template <typename Row>
table
table_of(const csv_columns<Row> &columns, std::span<const Row> rows)
{
    table content{{}, column_names(columns), {}};
    for (const Row &row : rows)
        content.rows.push_back(row_fields(columns, row));
    return content;
}

// Reads one column into the row that each line of the table becomes. An error
// names the file, the row, the column and what stands there.
template <typename Row>
outcome
read_column(
    const csv_column<Row> &column, const table &content, std::vector<Row> &rows)
{
    auto place = content.column(column.name);
    if (!place && !column.required)
        return success{};
    if (!place)
        return error{place.message()};
    for (std::size_t i = 0; i < rows.size(); ++i) {
        const std::string &text = content.rows[i][*place];
        if (!column.read(text, rows[i]))
            return error{
                fmt::format("{}: row {}, column {}: cannot read \"{}\"",
                    content.source, i + 1, column.name, text)};
    }
    return success{};
}

// Columns that the list does not name are passed over: a later version's file
// stays readable.
template <typename Row>
result<std::vector<Row>>
rows_of(const csv_columns<Row> &columns, const table &content)
{
    std::vector<Row> rows(content.rows.size());
    for (const csv_column<Row> &column : columns) {
        if (outcome read = read_column(column, content, rows); !read)
            return error{read.message()};
    }
    return rows;
}

} // namespace cleanup
