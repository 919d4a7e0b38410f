// What is said of cells that ran under trackers.
#include "bench/harness/tracked_cells.hpp"

#include "temporary_folder.hpp"

#include <doctest/doctest.h>

using namespace cleanup;

namespace
{

// explicit_close on memory, and a cell that could not be run.
std::vector<accounted_cell>
two_cells()
{
    accounted_cell good{
        {"explicit_close", "system", "memory", 256, 20, 1, "c"}, 0, {}};
    accounted_cell bad = good;
    good.account.completed = 20;
    bad.cell.count = 30;
    return {good, bad};
}

} // namespace

TEST_CASE("tracked_csv_has_a_line_for_each_cell_that_ran")
{
    const temporary_folder folder;
    const run_folder run{folder.path};
    REQUIRE(track_cells(run, two_cells()));
    const result<table> tracked = read_csv(run.file("tracked.csv"));
    REQUIRE(tracked);
    REQUIRE(tracked->rows.size() == 1);
    const auto acquired = tracked->column("acquired");
    REQUIRE(acquired);
    CHECK(tracked->rows[0][*acquired] == "20");
    CHECK_FALSE(std::filesystem::exists(run.file("tracked.txt")));
}

TEST_CASE("cells_of_which_none_could_be_tracked_are_told_of")
{
    const temporary_folder folder;
    const run_folder run{folder.path};
    std::vector<accounted_cell> cells = two_cells();
    cells[0].cell.runtime = "go";
    REQUIRE(track_cells(run, cells));
    const result<table> tracked = read_csv(run.file("tracked.csv"));
    REQUIRE(tracked);
    CHECK(tracked_text(*tracked)->find("No cell in C") != std::string::npos);
}

TEST_CASE("the_text_adds_up_the_cells_of_a_strategy")
{
    const table tracked{"tracked.csv",
        {"strategy", "allocator", "resource", "size", "count", "threads",
            "runtime", "acquired", "held_at_return", "blocks_at_return",
            "held_at_end", "blocks_at_end", "double_releases",
            "stranger_releases"},
        {{"forgetful", "system", "memory", "16", "10", "1", "c", "1000", "30",
             "40", "20", "50", "1", "2"},
            {"tidy", "system", "memory", "16", "10", "1", "c", "7", "0", "0",
                "0", "0", "0", "0"},
            {"forgetful", "system", "file", "16", "10", "1", "c", "1000", "3",
                "4", "2", "5", "6", "7"}}};
    const result<std::string> text = tracked_text(tracked);
    REQUIRE(text);
    CHECK(text->find("  forgetful                 2        2,000         33"
                     "         22         55        7         9\n") !=
          std::string::npos);
    CHECK(text->find("  tidy                      1            7") !=
          std::string::npos);
}

TEST_CASE("a_table_without_a_column_is_named")
{
    const result<std::string> text =
        tracked_text({"tracked.csv", {"strategy"}, {}});
    REQUIRE_FALSE(text);
    CHECK(text.message().find("tracked.csv") != std::string::npos);
}
