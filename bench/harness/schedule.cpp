#include "bench/harness/schedule.hpp"

#include <numeric>
#include <random>
#include <utility>

namespace cleanup
{
namespace
{

// Fisher and Yates with the generator's own numbers: std::shuffle may differ
// from library to library.
std::vector<std::size_t>
shuffled(std::size_t jobs, std::uint64_t seed)
{
    std::vector<std::size_t> order(jobs);
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::mt19937_64 generator(seed);
    for (std::size_t left = jobs; left > 1; left--)
        std::swap(order[left - 1], order[generator() % left]);
    return order;
}

// 0, n-1, 1, n-2, ...: neighbours differ by every distance once.
std::size_t
zigzag(std::size_t place, std::size_t jobs)
{
    return place % 2 == 0 ? place / 2 : jobs - 1 - place / 2;
}

// A step through the rows that visits all of them and spreads the first ones
// wide: near the golden section, and coprime to their number.
std::size_t
row_step(std::size_t jobs)
{
    std::size_t step = jobs * 5 / 8;
    while (step == 0 || std::gcd(step, jobs) != 1)
        step++;
    return step;
}

} // namespace

std::vector<std::size_t>
round_order(std::size_t jobs, unsigned round, std::uint64_t seed)
{
    std::vector<std::size_t> base = shuffled(jobs, seed);
    std::vector<std::size_t> order(jobs);
    std::size_t row = jobs ? round * row_step(jobs) % jobs : 0;
    for (std::size_t place = 0; place < jobs; place++)
        order[place] = base[(zigzag(place, jobs) + row) % jobs];
    return order;
}

} // namespace cleanup
