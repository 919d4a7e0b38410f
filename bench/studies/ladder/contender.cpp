#include "bench/studies/ladder/contender.hpp"

#include "bench/harness/progress.hpp"
#include "bench/harness/schedule.hpp"

#include <algorithm>
#include <cmath>

namespace cleanup
{
namespace
{

// Long enough for the clock, short enough for many rounds.
constexpr double sample_ns = 150'000;

// How many calls last about sample_ns; the faster of two tries counts. The
// first call of all, which takes what is kept from then on, does not.
std::uint64_t
calibrated_calls(const contender &each)
{
    std::uint64_t calls = 1;
    each.time(calls);
    double fastest = each.time(calls);
    while (fastest < sample_ns / 4) {
        calls *= 2;
        fastest = std::min(each.time(calls), each.time(calls));
    }
    if (std::isnan(fastest))
        return 1;
    const double wanted = sample_ns * static_cast<double>(calls) / fastest;
    return std::max<std::uint64_t>(1, std::llround(wanted));
}

void
take_sample(contender &each)
{
    each.ns.push_back(each.time(each.calls) /
                      (static_cast<double>(each.calls) * each.resources));
}

bool
is_lost(const contender &each)
{
    return std::ranges::any_of(
        each.ns, [](double ns) { return std::isnan(ns); });
}

} // namespace

void
measure(std::vector<contender> &contenders, unsigned rounds, std::uint64_t seed)
{
    progress shown("studies: ladder", rounds);
    for (contender &each : contenders)
        each.calls = calibrated_calls(each);
    for (unsigned round = 0; round < rounds; round++) {
        for (const auto at : round_order(contenders.size(), round, seed))
            take_sample(contenders[at]);
        shown.update(round + 1, "");
    }
    std::erase_if(contenders, is_lost);
}

const contender *
find(std::span<const contender> contenders, std::string_view compiler,
    std::string_view mechanism, std::string_view shape, unsigned count)
{
    const auto found = std::ranges::find_if(contenders, [&](const auto &each) {
        return !each.twin && each.compiler == compiler &&
               each.mechanism == mechanism && each.shape == shape &&
               each.count == count;
    });
    return found == contenders.end() ? nullptr : &*found;
}

} // namespace cleanup
