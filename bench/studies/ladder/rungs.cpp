#include "bench/studies/ladder/rungs.hpp"

#include "bench/studies/ladder/ladder.h"

#include <algorithm>
#include <chrono>

void *volatile ladder_released;

namespace cleanup
{
namespace
{

double
time_rung(const ladder_rung &rung, std::uint64_t calls)
{
    const auto started = std::chrono::steady_clock::now();
    for (std::uint64_t i = 0; i < calls; i++)
        rung.run();
    const std::chrono::duration<double, std::nano> took =
        std::chrono::steady_clock::now() - started;
    return took.count();
}

// "gcc_12", a word of C, is gcc-12.
std::string
compiler_of(const ladder_rung &rung)
{
    std::string name = rung.compiler;
    std::ranges::replace(name, '_', '-');
    return name;
}

} // namespace

std::vector<contender>
rungs()
{
    std::vector<contender> all;
    // The linker puts both into one section.
    // cppcheck-suppress comparePointers
    for (auto at = ladder_rungs_begin; at < ladder_rungs_end; at++) {
        const ladder_rung &rung = **at;
        all.push_back({compiler_of(rung), rung.mechanism, rung.shape,
            rung.count, rung.symbol, [&rung](std::uint64_t calls) {
                return time_rung(rung, calls);
            }});
        if (all.back().mechanism != baseline_mechanism)
            continue;
        all.push_back(all.back());
        all.back().twin = true;
    }
    return all;
}

} // namespace cleanup
