// The accounted pass: what a cell holds and for how long, seen by probes.
#pragma once

#include "bench/harness/cell.hpp"
#include "bench/harness/go_peer.hpp"
#include "bench/harness/result.hpp"

namespace cleanup
{

// Runs the cell once between probes. A resource that cannot be had is a result
// (see account::failure), and so is a cell that could take more than half of
// the memory available, or one in Go once Go is lost: it is not run. An error
// is only what keeps the pass from being set up.
result<account>
account_cell(const cell_id &cell, go_peer &go);

// The account of a cell that was not run, and why not.
account
account_not_run(const cell_id &cell, const std::string &why);

} // namespace cleanup
