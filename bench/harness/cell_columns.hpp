// The columns that several files of a run have in common.
#pragma once

#include "bench/harness/cell.hpp"
#include "bench/harness/csv_columns.hpp"

namespace cleanup
{

// strategy, allocator, resource, size, count, threads, runtime.
const csv_columns<cell_id> &
identity_columns();

const csv_columns<account> &
account_columns();

} // namespace cleanup
