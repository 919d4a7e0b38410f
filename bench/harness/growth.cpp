#include "bench/harness/growth.hpp"

#include "bench/harness/cell_columns.hpp"

#include <algorithm>
#include <map>

namespace cleanup
{

static std::string
field_text(growth which)
{
    return to_string(which);
}

static bool
read_field(const std::string &text, growth &which)
{
    for (growth each : {growth::constant, growth::linear, growth::linearithmic})
        if (text == to_string(each)) {
            which = each;
            return true;
        }
    return false;
}

namespace
{

// Those of every file but for the count.
csv_columns<cell_id>
series_columns()
{
    csv_columns<cell_id> columns = identity_columns();
    std::erase_if(columns, [](const csv_column<cell_id> &column) {
        return column.name == "count";
    });
    return columns;
}

// What the factor is multiplied by: written for people, known from the growth.
csv_column<growth_fit>
unit_column()
{
    return {"factor_per",
        [](const growth_fit &fit) { return unit_of(fit.growth); },
        [](const std::string &, growth_fit &) {
            return true;
        }};
}

const csv_columns<growth_row> &
growth_columns()
{
    static const auto columns = joined<growth_row>({
        columns_within(&growth_row::cell, series_columns()),
        {column_of("counts", &growth_row::counts),
            column_of("least_count", &growth_row::least_count),
            column_of("greatest_count", &growth_row::greatest_count)},
        columns_within(&growth_row::fit,
            {column_of("growth", &growth_fit::growth),
                column_of("factor_ns", &growth_fit::factor), unit_column(),
                column_of("residual", &growth_fit::residual)}),
    });
    return columns;
}

// The times of whole calls by count.
struct series {
    cell_id cell;
    std::vector<double> counts;
    std::vector<double> totals; // ns
};

std::vector<series>
series_of(std::span<const summary_row> rows)
{
    std::vector<series> all;
    std::map<cell_id, std::size_t> places;
    for (const summary_row &row : rows) {
        if (!row.ns_median)
            continue;
        cell_id cell = row.cell;
        cell.count = 0;
        const auto [place, fresh] = places.try_emplace(cell, all.size());
        if (fresh)
            all.push_back({cell, {}, {}});
        const auto count = static_cast<double>(row.cell.count);
        all[place->second].counts.push_back(count);
        all[place->second].totals.push_back(*row.ns_median * count);
    }
    return all;
}

} // namespace

std::vector<growth_row>
growth_of(std::span<const summary_row> rows)
{
    std::vector<growth_row> grown;
    for (const series &each : series_of(rows))
        if (const auto fit = best_growth(each.counts, each.totals)) {
            const auto [least, most] = std::ranges::minmax(each.counts);
            grown.push_back(
                {each.cell, each.counts.size(), static_cast<std::size_t>(least),
                    static_cast<std::size_t>(most), *fit});
        }
    return grown;
}

outcome
write_growth(
    const std::filesystem::path &path, std::span<const growth_row> rows)
{
    return write_csv(path, table_of(growth_columns(), rows));
}

result<std::vector<growth_row>>
read_growth(const std::filesystem::path &path)
{
    auto content = read_csv(path);
    if (!content)
        return error{content.message()};
    return rows_of(growth_columns(), *content);
}

} // namespace cleanup
