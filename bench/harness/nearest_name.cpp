#include "bench/harness/nearest_name.hpp"

#include <algorithm>
#include <cctype>
#include <numeric>
#include <utility>

namespace cleanup
{

namespace
{

constexpr std::size_t most_names = 3;

std::string
lower_case(std::string_view text)
{
    std::string lower(text);
    for (char &letter : lower)
        letter =
            static_cast<char>(std::tolower(static_cast<unsigned char>(letter)));
    return lower;
}

// Typing errors between two words: letters added, dropped, changed, or swapped
// with their neighbour. Damerau, A technique for computer detection and
// correction of spelling errors, CACM 7 (1964), as optimal string alignment.
std::size_t
typing_errors(std::string_view a, std::string_view b)
{
    std::vector<std::size_t> two_up, up, row(b.size() + 1);
    std::iota(row.begin(), row.end(), std::size_t{0});
    for (std::size_t i = 1; i <= a.size(); ++i) {
        two_up = std::exchange(up, std::exchange(row, {}));
        row.assign(b.size() + 1, i);
        for (std::size_t j = 1; j <= b.size(); ++j) {
            row[j] = std::min({up[j] + 1, row[j - 1] + 1,
                up[j - 1] + (a[i - 1] != b[j - 1])});
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                row[j] = std::min(row[j], two_up[j - 2] + 1);
        }
    }
    return row.back();
}

// One error in every three letters; one in the shortest.
std::size_t
most_errors(std::string_view typed)
{
    return std::max<std::size_t>(1, typed.size() / 3);
}

} // namespace

std::vector<std::string>
nearest_names(std::string_view typed, std::span<const std::string> known)
{
    std::string wanted = lower_case(typed);
    std::vector<std::pair<std::size_t, std::string>> near;
    for (const std::string &name : known) {
        std::string candidate = lower_case(name);
        std::size_t errors = candidate.starts_with(wanted)
                                 ? 0
                                 : typing_errors(wanted, candidate);
        if (!wanted.empty() && errors <= most_errors(wanted))
            near.emplace_back(errors, name);
    }
    std::stable_sort(near.begin(), near.end(),
        [](const auto &a, const auto &b) { return a.first < b.first; });
    near.resize(std::min(near.size(), most_names));
    std::vector<std::string> names;
    for (auto &[errors, name] : near)
        names.push_back(std::move(name));
    return names;
}

} // namespace cleanup
