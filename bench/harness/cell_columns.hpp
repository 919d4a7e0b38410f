// The columns that several files of a run have in common.
#pragma once

#include "bench/harness/cell.hpp"
#include "bench/harness/csv_columns.hpp"
#include "bench/harness/statistics.hpp"

#include <string>

namespace cleanup
{

// See csv_columns.hpp.
std::string
field_text(verdict which);
bool
read_field(const std::string &text, verdict &which);

// strategy, allocator, resource, size, count, threads, runtime.
const csv_columns<cell_id> &
identity_columns();

const csv_columns<account> &
account_columns();

} // namespace cleanup
