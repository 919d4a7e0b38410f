#include "bench/claims/evidence.hpp"

#include "bench/harness/csv_columns.hpp"

#include <algorithm>

namespace cleanup
{
namespace
{

namespace fs = std::filesystem;

// In evidence.csv a text has no value.
struct written_line {
    evidence_line line;
    std::optional<double> value;
};

template <typename Value>
csv_column<written_line>
line_column(std::string name, Value evidence_line::*member)
{
    return {std::move(name),
        [member](
            const written_line &row) { return field_text(row.line.*member); },
        [member](const std::string &text, written_line &row) {
            return read_field(text, row.line.*member);
        }};
}

csv_columns<written_line>
line_columns()
{
    return {
        line_column("experiment", &evidence_line::experiment),
        line_column("runtime", &evidence_line::runtime),
        line_column("setting", &evidence_line::setting),
        line_column("metric", &evidence_line::metric),
        line_column("unit", &evidence_line::unit),
        line_column("round", &evidence_line::round),
        column_of("value", &written_line::value),
        line_column("text", &evidence_line::text),
    };
}

result<std::vector<evidence_line>>
read_lines(const fs::path &path)
{
    std::vector<evidence_line> lines;
    std::error_code ignored;
    if (!fs::exists(path, ignored))
        return lines;
    result<table> content = read_csv(path);
    if (!content)
        return error{content.message()};
    result<std::vector<written_line>> rows = rows_of(line_columns(), *content);
    if (!rows)
        return error{rows.message()};
    for (written_line &row : *rows) {
        row.line.value = row.value.value_or(0);
        lines.push_back(std::move(row.line));
    }
    return lines;
}

// The tables that the run has, by file name.
result<std::map<std::string, table>>
read_tables(const fs::path &run)
{
    std::map<std::string, table> tables;
    for (const char *name : {"ladder.csv", "exits.csv", "stack.csv"}) {
        std::error_code ignored;
        if (!fs::exists(run / name, ignored))
            continue;
        result<table> content = read_csv(run / name);
        if (!content)
            return error{content.message()};
        tables.emplace(name, std::move(*content));
    }
    return tables;
}

result<std::vector<summary_row>>
read_cells(const fs::path &run)
{
    std::error_code ignored;
    if (!fs::exists(run / "summary.csv", ignored))
        return std::vector<summary_row>{};
    return read_summary(run / "summary.csv");
}

bool
is(const evidence_line &line, std::string_view experiment,
    std::string_view runtime, std::string_view setting, std::string_view metric)
{
    return line.experiment == experiment && line.runtime == runtime &&
           line.setting == setting && line.metric == metric;
}

} // namespace

evidence::evidence(std::vector<evidence_line> printed,
    std::map<std::string, table> files, std::vector<summary_row> measured)
    : lines(std::move(printed)), tables(std::move(files)),
      rows(std::move(measured))
{
    std::stable_sort(lines.begin(), lines.end(),
        [](const evidence_line &one, const evidence_line &other) {
            return one.round < other.round;
        });
}

std::vector<double>
evidence::values(std::string_view experiment, std::string_view runtime,
    std::string_view setting, std::string_view metric) const
{
    std::vector<double> found;
    for (const evidence_line &line : lines)
        if (is(line, experiment, runtime, setting, metric))
            found.push_back(line.value);
    return found;
}

std::optional<double>
evidence::value(std::string_view experiment, std::string_view runtime,
    std::string_view setting, std::string_view metric) const
{
    const std::vector<double> found =
        values(experiment, runtime, setting, metric);
    return found.empty() ? std::nullopt : std::optional(median(found));
}

std::optional<std::string>
evidence::text(std::string_view experiment, std::string_view runtime,
    std::string_view setting, std::string_view metric) const
{
    std::optional<std::string> last;
    for (const evidence_line &line : lines)
        if (is(line, experiment, runtime, setting, metric))
            last = line.text;
    return last;
}

std::vector<std::string>
evidence::settings(std::string_view experiment, std::string_view runtime) const
{
    std::vector<std::string> found;
    for (const evidence_line &line : lines)
        if (line.experiment == experiment && line.runtime == runtime &&
            std::find(found.begin(), found.end(), line.setting) == found.end())
            found.push_back(line.setting);
    return found;
}

const table *
evidence::file(const std::string &name) const
{
    const auto found = tables.find(name);
    return found == tables.end() ? nullptr : &found->second;
}

const std::vector<summary_row> &
evidence::cells() const
{
    return rows;
}

bool
evidence::has_go() const
{
    return std::any_of(lines.begin(), lines.end(),
               [](const evidence_line &line) {
                   return line.runtime == "go";
               }) ||
           std::any_of(rows.begin(), rows.end(),
               [](const summary_row &row) { return row.cell.runtime == "go"; });
}

result<evidence>
read_evidence(const fs::path &run)
{
    result<std::vector<evidence_line>> lines = read_lines(run / "evidence.csv");
    if (!lines)
        return error{lines.message()};
    result<std::map<std::string, table>> tables = read_tables(run);
    if (!tables)
        return error{tables.message()};
    result<std::vector<summary_row>> cells = read_cells(run);
    if (!cells)
        return error{cells.message()};
    return evidence(std::move(*lines), std::move(*tables), std::move(*cells));
}

} // namespace cleanup
