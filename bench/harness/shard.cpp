#include "bench/harness/shard.hpp"

#include <charconv>
#include <map>
#include <tuple>

#include <fmt/format.h>

namespace cleanup
{
namespace
{

using group_key = std::tuple<std::string, std::size_t, std::size_t, unsigned>;

group_key
group_of(const cell_id &cell)
{
    return {cell.resource, cell.size, cell.count, cell.threads};
}

} // namespace

std::string
to_string(const shard &part)
{
    return fmt::format("{}/{}", part.index, part.of);
}

result<shard>
shard_from_string(const std::string &text)
{
    shard part;
    const char *end = text.data() + text.size();
    const auto [slash, bad_index] =
        std::from_chars(text.data(), end, part.index);
    if (bad_index == std::errc{} && slash != end && *slash == '/') {
        const auto [stop, bad_of] = std::from_chars(slash + 1, end, part.of);
        if (bad_of == std::errc{} && stop == end && part.index >= 1 &&
            part.index <= part.of)
            return part;
    }
    return error{
        fmt::format("\"{}\" is not a shard; the second of three is 2/3", text)};
}

std::vector<cell_id>
cells_of_shard(std::span<const cell_id> cells, const shard &part)
{
    std::map<group_key, std::size_t> places;
    std::vector<cell_id> own;
    for (const cell_id &cell : cells) {
        const std::size_t place =
            places.try_emplace(group_of(cell), places.size()).first->second;
        if (place % part.of + 1 == part.index)
            own.push_back(cell);
    }
    return own;
}

} // namespace cleanup
