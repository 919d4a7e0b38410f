#include "bench/harness/samples.hpp"

#include "bench/harness/cell_columns.hpp"
#include "bench/harness/whole_file.hpp"

#include <algorithm>
#include <cerrno>
#include <cstring>
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

// Whether the file already has its header. An error when it is not a file of
// samples, or ends within a line.
result<bool>
has_header(const std::filesystem::path &path)
{
    std::error_code status;
    if (!std::filesystem::exists(path, status))
        return false;
    auto text = read_whole_file(path);
    if (!text)
        return error{text.message()};
    if (text->empty())
        return false;
    if (!text->starts_with(header_line()))
        return error{path.string() + " does not have the columns of samples"};
    if (text->back() != '\n')
        return error{path.string() + " ends within a line"};
    return true;
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

void
sample_writer::closer::operator()(std::FILE *stream) const
{
    std::fclose(stream);
}

sample_writer::sample_writer(stream opened, std::string path)
    : file(std::move(opened)), name(std::move(path))
{
}

result<sample_writer>
sample_writer::open(const std::filesystem::path &path)
{
    auto started = has_header(path);
    if (!started)
        return error{started.message()};
    stream opened(std::fopen(path.c_str(), "ae"));
    if (!opened)
        return error{fmt::format(
            "cannot open {}: {}", path.string(), std::strerror(errno))};
    sample_writer writer(std::move(opened), path.string());
    if (outcome written = *started ? success{} : writer.put(header_line());
        !written)
        return error{written.message()};
    return writer;
}

outcome
sample_writer::append(const sample &measured)
{
    return put(csv_line(row_fields(sample_columns(), measured)));
}

outcome
sample_writer::put(const std::string &line)
{
    if (std::fputs(line.c_str(), file.get()) < 0 ||
        std::fflush(file.get()) != 0)
        return error{
            fmt::format("cannot write {}: {}", name, std::strerror(errno))};
    return success{};
}

result<std::vector<sample>>
read_samples(const std::filesystem::path &path)
{
    auto text = read_whole_file(path);
    if (!text)
        return error{text.message()};
    text->resize(text->rfind('\n') + 1); // npos + 1 is 0: nothing is left
    if (text->empty())
        return std::vector<sample>{};
    auto content = parse_csv(*text, path.string());
    if (!content)
        return error{content.message()};
    return rows_of(sample_columns(), *content);
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
    outcome written = write_csv(
        path, table_of(sample_columns(), std::span<const sample>(*samples)));
    if (!written)
        return error{written.message()};
    return finished;
}

} // namespace cleanup
