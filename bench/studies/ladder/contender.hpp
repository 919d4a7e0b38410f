// What the ladder times: things that do the same work by different mechanisms,
// in whatever language, in the same rounds.
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace cleanup
{

struct contender {
    std::string compiler;
    std::string mechanism;
    std::string shape; // as ladder_rung has it; "pool"
    unsigned count;    // resources in one call; threads of a pool
    std::string symbol;
    // Calls the work so often and returns what that took, in ns; NaN when it
    // cannot be done any more.
    std::function<double(std::uint64_t calls)> time;
    unsigned resources = count;  // let go in one call
    bool twin = false;           // of the same work, to show the noise
    std::uint64_t calls = 0;     // in a sample
    std::vector<double> ns = {}; // per resource, a round each
};

inline constexpr std::string_view baseline_mechanism = "explicit_close";

// Calibrates all, then times each once a round, the order of a round from
// `seed`. Those that could not be timed in every round are removed.
void
measure(
    std::vector<contender> &contenders, unsigned rounds, std::uint64_t seed);

// The contender, not a twin; NULL where there is none.
const contender *
find(std::span<const contender> contenders, std::string_view compiler,
    std::string_view mechanism, std::string_view shape, unsigned count);

} // namespace cleanup
