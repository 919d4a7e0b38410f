// In which order a round runs its cells.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace cleanup
{

// A permutation of 0 to jobs - 1 for this round: a row of a balanced Latin
// square over a seeded shuffle. Over `jobs` successive rounds every job stands
// once at every place and (jobs even) follows every other once, so neither
// place nor neighbour favours a cell. Williams, Experimental designs balanced
// for the estimation of residual effects (1949). The same on every machine.
std::vector<std::size_t>
round_order(std::size_t jobs, unsigned round, std::uint64_t seed);

} // namespace cleanup
