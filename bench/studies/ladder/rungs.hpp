// The rungs of the ladder that are linked in.
#pragma once

#include "bench/studies/ladder/contender.hpp"

namespace cleanup
{

// In the order of linking; each of explicit_close twice, the second as its
// twin.
std::vector<contender>
rungs();

} // namespace cleanup
