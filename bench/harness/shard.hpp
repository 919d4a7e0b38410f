// A part of a plan: several machines, or jobs, measure a part each.
#pragma once

#include "bench/harness/cell.hpp"
#include "bench/harness/result.hpp"

#include <span>
#include <string>
#include <vector>

namespace cleanup
{

struct shard {
    unsigned index = 1; // from 1
    unsigned of = 1;

    auto
    operator<=>(const shard &) const = default;
};

std::string
to_string(const shard &part);

// From "2/3"; an error says what is wrong with other text.
result<shard>
shard_from_string(const std::string &text);

// The part's cells, in the order of the plan. Cells that are compared with each
// other (one resource, size, count and number of threads) stay together; these
// groups are dealt to the parts in turn. The same plan is split the same way
// everywhere.
std::vector<cell_id>
cells_of_shard(std::span<const cell_id> cells, const shard &part);

} // namespace cleanup
