// For how many collections an idle object stays in a pool.
#include "bench/claims/judge.hpp"
#include "bench/claims/registry.hpp"

#include <fmt/format.h>

namespace cleanup
{
namespace
{

constexpr const char *experiment = "pool_survival";
constexpr int collections_most = 3;

// Shares of the objects that are left after 0, 1, 2 and 3 collections.
std::vector<double>
survivals(const evidence &seen, std::string_view runtime)
{
    std::vector<double> shares;
    for (int n = 0; n <= collections_most; n++)
        if (const auto share = seen.value(experiment, runtime,
                fmt::format("collections={}", n), "survive"))
            shares.push_back(*share);
    return shares;
}

bool
is_complete(const std::vector<double> &shares)
{
    return shares.size() == collections_most + 1;
}

std::optional<claim_verdict>
verdict_of(const std::vector<double> &shares)
{
    if (!is_complete(shares))
        return std::nullopt;
    if (shares.back() >= shares.front())
        return claim_verdict::contradicted;
    return shares.front() < 1 ? claim_verdict::direction_only
                              : claim_verdict::reproduced;
}

// The first number of collections after which fewer are left than without.
int
collections_survived(const std::vector<double> &shares)
{
    int survived = 0;
    while (survived < collections_most &&
           shares[static_cast<std::size_t>(survived) + 1] >= shares.front())
        survived++;
    return survived;
}

std::string
shares_text(const std::vector<double> &shares)
{
    return fmt::format("{:.0f}%, {:.0f}%, {:.0f}%, {:.0f}%", 100 * shares[0],
        100 * shares[1], 100 * shares[2], 100 * shares[3]);
}

side
side_of(const evidence &seen, std::string_view runtime, const char *what)
{
    const std::vector<double> shares = survivals(seen, runtime);
    if (!is_complete(shares))
        return side_not_measured(seen, experiment, runtime);
    return {
        fmt::format("{} left after 0 to 3 {}", shares_text(shares), what), ""};
}

std::string
explain(const std::vector<double> &shares, const char *what)
{
    const int survived = collections_survived(shares);
    if (survived == collections_most)
        return fmt::format("Idle objects survive all of {} {}: {} are left.",
            collections_most, what, shares_text(shares));
    const auto last = static_cast<std::size_t>(survived);
    return fmt::format(
        "Of {0} {1}, idle objects survive {2}: {3:.0f}% are left after {2} of "
        "them and {4:.0f}% after {5}.",
        collections_most, what, last, 100 * shares[last],
        100 * shares[last + 1], last + 1);
}

void
add_bars(finding &found, const evidence &seen, std::string_view runtime,
    const char *series)
{
    const std::vector<double> shares = survivals(seen, runtime);
    for (std::size_t n = 0; n < shares.size(); n++)
        found.bars.push_back(
            {fmt::format("{} collections", n), series, 100 * shares[n]});
}

finding
judge_pool_survival(const evidence &seen)
{
    const auto c = verdict_of(survivals(seen, "c"));
    const auto go = verdict_of(survivals(seen, "go"));
    if (!c && !go)
        return not_measured("No pool was left idle: make claims does it.");
    const std::vector<double> shares = survivals(seen, go ? "go" : "c");
    finding found;
    found.verdict = verdict_of_sides(c, go);
    found.c = side_of(seen, "c", "epochs");
    found.go = side_of(seen, "go", "collections");
    found.measured = collections_survived(shares);
    found.rounds = 1;
    found.explanation = explain(shares, go ? "collections" : "epochs");
    found.axis = "% of the idle objects left";
    add_bars(found, seen, "c", "C");
    add_bars(found, seen, "go", "Go");
    return found;
}

} // namespace

const claim c34 = {"C34", "4.2", "池中对象可能被自动清理(如 STW 期间)",
    "Pooled objects may be dropped by a collection",
    "64 objects are put into a pool and left there for 0, 1, 2 and 3 "
    "collections, in C for as many epochs, which the pool ages by; then all "
    "that are left are taken out",
    "collections that all idle objects survive",
    "reproduced when all are there without a collection and fewer after three; "
    "direction only when some are gone even without one, and more after three; "
    "contradicted when as many are left after three as without one",
    judge_pool_survival};

} // namespace cleanup
