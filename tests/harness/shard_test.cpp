#include "bench/harness/shard.hpp"

#include "bench/harness/matrix.hpp"

#include <algorithm>
#include <doctest/doctest.h>
#include <set>

using namespace cleanup;

namespace
{

// The quick preset of this build.
std::vector<cell_id>
whole_plan()
{
    auto cells = select_cells(preset::quick, {});
    REQUIRE(cells);
    return *cells;
}

std::vector<std::vector<cell_id>>
parts_of(const std::vector<cell_id> &cells, unsigned of)
{
    std::vector<std::vector<cell_id>> parts;
    for (unsigned index = 1; index <= of; ++index)
        parts.push_back(cells_of_shard(cells, {index, of}));
    return parts;
}

// What is compared with each other has these in common.
std::string
group_of(const cell_id &cell)
{
    return cell.resource + '/' + std::to_string(cell.size) + '/' +
           std::to_string(cell.count) + '/' + std::to_string(cell.threads);
}

std::set<std::string>
groups_of(const std::vector<cell_id> &cells)
{
    std::set<std::string> groups;
    for (const cell_id &cell : cells)
        groups.insert(group_of(cell));
    return groups;
}

bool
has(const std::vector<cell_id> &cells, const cell_id &cell)
{
    return std::ranges::find(cells, cell) != cells.end();
}

} // namespace

TEST_CASE("a shard is read as it is written")
{
    for (const char *text : {"1/1", "2/3", "16/16", "7/1000"}) {
        auto part = shard_from_string(text);
        REQUIRE(part);
        CHECK(to_string(*part) == text);
    }
    CHECK(*shard_from_string("2/3") == shard{2, 3});
}

TEST_CASE("what is no shard is named, with one that is")
{
    for (const char *text : {"", "2", "2/", "/3", "2/3/4", "2/3 ", " 2/3",
             "a/b", "-1/3", "2.0/3", "4294967297/4294967298"}) {
        auto part = shard_from_string(text);
        CAPTURE(text);
        REQUIRE_FALSE(part);
        CHECK(part.message() ==
              "\"" + std::string(text) +
                  "\" is not a shard; the second of three is 2/3");
    }
}

TEST_CASE("a part beyond the last one, and the part 0, are no shards")
{
    CHECK_FALSE(shard_from_string("0/3"));
    CHECK_FALSE(shard_from_string("4/3"));
    CHECK_FALSE(shard_from_string("0/0"));
    CHECK_FALSE(shard_from_string("1/0"));
}

TEST_CASE("the parts together are the plan, with each cell once")
{
    const std::vector<cell_id> plan = whole_plan();
    for (unsigned of : {1u, 2u, 3u, 7u}) {
        std::vector<cell_id> joined;
        for (const auto &part : parts_of(plan, of))
            joined.insert(joined.end(), part.begin(), part.end());
        CAPTURE(of);
        CHECK(joined.size() == plan.size());
        CHECK(std::set(joined.begin(), joined.end()) ==
              std::set(plan.begin(), plan.end()));
    }
}

TEST_CASE("the one part of one is the plan itself")
{
    const std::vector<cell_id> plan = whole_plan();
    CHECK(cells_of_shard(plan, {1, 1}) == plan);
}

TEST_CASE("a part's cells are in the order of the plan")
{
    const std::vector<cell_id> plan = whole_plan();
    for (const auto &part : parts_of(plan, 3)) {
        auto at = plan.begin();
        for (const cell_id &cell : part) {
            at = std::find(at, plan.end(), cell);
            REQUIRE(at != plan.end());
        }
    }
}

TEST_CASE("cells that are compared with each other are in one part")
{
    std::set<std::string> seen;
    for (const auto &part : parts_of(whole_plan(), 3))
        for (const std::string &group : groups_of(part)) {
            CAPTURE(group);
            CHECK(seen.insert(group).second);
        }
}

TEST_CASE("every strategy's baseline is in its part")
{
    const std::vector<cell_id> plan = whole_plan();
    for (const auto &part : parts_of(plan, 3))
        for (cell_id cell : part) {
            cell.strategy = "explicit_close";
            CAPTURE(cell.name());
            CHECK(has(part, cell) == has(plan, cell));
        }
}

TEST_CASE("every part has twins, which repeat cells of its own")
{
    for (const auto &part : parts_of(whole_plan(), 3)) {
        const std::vector<cell_id> twins = twins_of(part);
        CHECK_FALSE(twins.empty());
        for (const cell_id &twin : twins) {
            CAPTURE(twin.name());
            CHECK(has(part, twin));
        }
    }
}

TEST_CASE("no part takes the control: every one measures it beside its cells")
{
    for (const auto &part : parts_of(whole_plan(), 3))
        CHECK_FALSE(has(part, control_cell()));
}

TEST_CASE("parts are about equally large, and those beyond the groups empty")
{
    std::vector<cell_id> cells;
    for (std::size_t count : {1, 10, 100, 1000})
        cells.push_back({"loop_defer", "system", "memory", 16, count, 1, "c"});
    const auto three = parts_of(cells, 3);
    CHECK(three[0].size() == 2);
    CHECK(three[1].size() == 1);
    CHECK(three[2].size() == 1);
    CHECK(cells_of_shard(cells, {5, 5}).empty());
}
