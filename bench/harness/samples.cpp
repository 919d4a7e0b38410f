#include "bench/harness/samples.hpp"

#include "bench/harness/cell_columns.hpp"

#include <algorithm>
#include <map>

namespace cleanup
{

static std::string
field_text(role which)
{
    return to_string(which);
}

static bool
read_field(const std::string &text, role &which)
{
    auto read = role_from_string(text);
    which = read.value_or(role::cell);
    return read.has_value();
}

namespace
{

const csv_columns<go_heap> &
go_columns()
{
    static const csv_columns<go_heap> columns{
        later_column_of("go_allocations", &go_heap::allocations),
        later_column_of("go_allocated_bytes", &go_heap::allocated_bytes),
        later_column_of("go_collections", &go_heap::collections),
        later_column_of("go_collector_cpu_ns", &go_heap::collector_cpu_ns),
    };
    return columns;
}

const csv_columns<sample> &
sample_columns()
{
    static const auto columns = joined<sample>({
        {column_of("round", &sample::round),
            column_of("position", &sample::position),
            column_of("role", &sample::role)},
        columns_within(&sample::cell, identity_columns()),
        {column_of("iterations", &sample::iterations),
            column_of("ns_per_resource", &sample::ns_per_resource),
            column_of("cpu_ns_per_resource", &sample::cpu_ns_per_resource),
            column_of("unix_ms", &sample::unix_ms)},
        columns_within(&sample::go, go_columns()),
    });
    return columns;
}

std::string
header_line()
{
    return csv_line(column_names(sample_columns()));
}

// How many samples each round has.
std::map<unsigned, std::size_t>
lines_by_round(std::span<const sample> samples)
{
    std::map<unsigned, std::size_t> lines;
    for (const sample &measured : samples)
        ++lines[measured.round];
    return lines;
}

} // namespace

sample_writer::sample_writer(growing_csv opened) : file(std::move(opened))
{
}

result<sample_writer>
sample_writer::open(const std::filesystem::path &path)
{
    result<growing_csv> opened = growing_csv::open(path, header_line());
    if (!opened)
        return error{opened.message()};
    return sample_writer(std::move(*opened));
}

outcome
sample_writer::append(const sample &measured)
{
    return file.append(csv_line(row_fields(sample_columns(), measured)));
}

result<std::vector<sample>>
read_samples(const std::filesystem::path &path)
{
    auto text = read_whole_lines(path);
    if (!text)
        return error{text.message()};
    if (text->empty())
        return std::vector<sample>{};
    auto content = parse_csv(*text, path.string());
    if (!content)
        return error{content.message()};
    return rows_of(sample_columns(), *content);
}

outcome
write_samples(
    const std::filesystem::path &path, std::span<const sample> samples)
{
    return write_csv(path, table_of(sample_columns(), samples));
}

unsigned
finished_rounds(std::span<const sample> samples, std::size_t lines_per_round)
{
    unsigned finished = 0;
    for (const auto &[round, lines] : lines_by_round(samples)) {
        if (round != finished || lines != lines_per_round)
            break;
        ++finished;
    }
    return finished;
}

result<unsigned>
keep_finished_rounds(
    const std::filesystem::path &path, std::size_t lines_per_round)
{
    std::error_code unknown;
    if (!std::filesystem::exists(path, unknown) && !unknown)
        return 0u;
    auto samples = read_samples(path);
    if (!samples)
        return error{samples.message()};
    for (const auto &[round, lines] : lines_by_round(*samples)) {
        if (lines > lines_per_round)
            return error{fmt::format("{}: round {} has {} lines, the plan {}",
                path.string(), round, lines, lines_per_round)};
    }
    unsigned finished = finished_rounds(*samples, lines_per_round);
    std::erase_if(*samples, [finished](const sample &measured) {
        return measured.round >= finished;
    });
    outcome written = write_samples(path, *samples);
    if (!written)
        return error{written.message()};
    return finished;
}

} // namespace cleanup
