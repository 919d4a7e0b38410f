#include "bench/harness/accounts.hpp"

#include "bench/harness/cell_columns.hpp"

namespace cleanup
{

namespace
{

const csv_columns<accounted_cell> &
columns_of_cells_csv()
{
    static const auto columns = joined<accounted_cell>({
        columns_within(&accounted_cell::cell, identity_columns()),
        {column_of("iterations", &accounted_cell::iterations)},
        columns_within(&accounted_cell::account, account_columns()),
    });
    return columns;
}

} // namespace

outcome
write_accounts(
    const std::filesystem::path &path, std::span<const accounted_cell> cells)
{
    return write_csv(path, table_of(columns_of_cells_csv(), cells));
}

result<std::vector<accounted_cell>>
read_accounts(const std::filesystem::path &path)
{
    auto content = read_csv(path);
    if (!content)
        return error{content.message()};
    return rows_of(columns_of_cells_csv(), *content);
}

} // namespace cleanup
