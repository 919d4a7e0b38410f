#include "bench/harness/rounds.hpp"

#include "bench/harness/csv_columns.hpp"
#include "bench/harness/machine.hpp"

#include <algorithm>
#include <cstdlib>

namespace cleanup
{
namespace
{

const csv_columns<round_record> &
round_columns()
{
    static const csv_columns<round_record> columns{
        column_of("round", &round_record::round),
        column_of("unix_ms", &round_record::unix_ms),
        column_of("seconds", &round_record::seconds),
        column_of("steal_ms", &round_record::steal_ms),
        column_of("steal_share", &round_record::steal_share),
        column_of("load", &round_record::load),
    };
    return columns;
}

// A mean, weighted by how long each part took, of what all parts have.
std::optional<double>
mean_by_time(std::span<const round_record> parts,
    std::optional<double> round_record::*value)
{
    double sum = 0, seconds = 0;
    for (const round_record &part : parts) {
        if (!(part.*value))
            return std::nullopt;
        sum += *(part.*value) * part.seconds;
        seconds += part.seconds;
    }
    return seconds > 0 ? sum / seconds : 0;
}

} // namespace

round_watch::round_watch(unsigned number)
    : round(number), began_unix_ms(unix_ms_now()),
      began(std::chrono::steady_clock::now()), before(cpu_time_now())
{
}

round_record
round_watch::seen() const
{
    using namespace std::chrono;
    round_record record;
    record.round = round;
    record.unix_ms = began_unix_ms;
    record.seconds = duration<double>(steady_clock::now() - began).count();
    if (const auto after = cpu_time_now(); before && after) {
        record.steal_ms = after->stolen_ms - before->stolen_ms;
        record.steal_share = stolen_share(*before, *after);
    }
    double load = 0;
    if (getloadavg(&load, 1) == 1)
        record.load = load;
    return record;
}

result<growing_csv>
open_rounds(const std::filesystem::path &path)
{
    return growing_csv::open(path, csv_line(column_names(round_columns())));
}

outcome
append_round(growing_csv &file, const round_record &record)
{
    return file.append(csv_line(row_fields(round_columns(), record)));
}

result<std::vector<round_record>>
read_rounds(const std::filesystem::path &path)
{
    std::error_code unknown;
    if (!std::filesystem::exists(path, unknown) && !unknown)
        return std::vector<round_record>{};
    auto text = read_whole_lines(path);
    if (!text)
        return error{text.message()};
    if (text->empty())
        return std::vector<round_record>{};
    auto content = parse_csv(*text, path.string());
    if (!content)
        return error{content.message()};
    return rows_of(round_columns(), *content);
}

outcome
write_rounds(
    const std::filesystem::path &path, std::span<const round_record> records)
{
    return write_csv(path, table_of(round_columns(), records));
}

outcome
keep_rounds(const std::filesystem::path &path, unsigned finished)
{
    auto records = read_rounds(path);
    if (!records)
        return error{records.message()};
    std::erase_if(*records, [finished](const round_record &record) {
        return record.round >= finished;
    });
    return write_rounds(path, *records);
}

round_record
joined_round(std::span<const round_record> parts)
{
    round_record joined = parts.front();
    for (const round_record &part : parts.subspan(1)) {
        joined.unix_ms = std::min(joined.unix_ms, part.unix_ms);
        joined.seconds += part.seconds;
        if (joined.steal_ms && part.steal_ms)
            *joined.steal_ms += *part.steal_ms;
        else
            joined.steal_ms.reset();
    }
    joined.steal_share = mean_by_time(parts, &round_record::steal_share);
    joined.load = mean_by_time(parts, &round_record::load);
    return joined;
}

} // namespace cleanup
