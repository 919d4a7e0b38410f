#include "bench/harness/growth.hpp"
#include "tests/harness/temporary_folder.hpp"

#include <doctest/doctest.h>

using namespace cleanup;
using doctest::Approx;

namespace
{

summary_row
timed(const std::string &strategy, std::size_t count, double ns)
{
    summary_row row;
    row.cell = {strategy, "central", "memory", 16, count, 1, "c"};
    row.ns_median = ns;
    return row;
}

// Of one whose time per resource stays, and one whose time rises with it.
std::vector<summary_row>
two_strategies()
{
    return {timed("explicit_close", 10, 5), timed("loop_defer", 10, 5),
        timed("explicit_close", 100, 5), timed("loop_defer", 100, 5.5),
        timed("explicit_close", 1000, 5)};
}

} // namespace

TEST_CASE("what is timed at three counts has a fit of its whole time")
{
    const auto rows = growth_of(two_strategies());
    REQUIRE(rows.size() == 1);
    CHECK(rows[0].cell.strategy == "explicit_close");
    CHECK(rows[0].counts == 3);
    CHECK(rows[0].least_count == 10);
    CHECK(rows[0].greatest_count == 1000);
    CHECK(rows[0].fit.growth == growth::linear);
    CHECK(rows[0].fit.factor == Approx(5));
    CHECK(rows[0].fit.residual == Approx(0));
}

TEST_CASE("a count at which a strategy could not go on is not fitted")
{
    auto summary = two_strategies();
    summary[4].ns_median.reset();
    CHECK(growth_of(summary).empty());
}

TEST_CASE("sizes, threads and runtimes are fitted apart")
{
    auto summary = two_strategies();
    auto twice = two_strategies();
    for (summary_row &row : twice)
        row.cell.threads = 2;
    summary.insert(summary.end(), twice.begin(), twice.end());
    CHECK(growth_of(summary).size() == 2);
}

TEST_CASE("growth.csv is read back as it was written, with its units")
{
    temporary_folder folder;
    REQUIRE(write_growth(folder / "growth.csv", growth_of(two_strategies())));
    CHECK(text_of_file(folder / "growth.csv") ==
          "strategy,allocator,resource,size,threads,runtime,counts,least_count,"
          "greatest_count,growth,factor_ns,factor_per,residual\n"
          "explicit_close,central,memory,16,1,c,3,10,1000,O(n),5,n,0\n");
    const auto rows = read_growth(folder / "growth.csv");
    REQUIRE(rows);
    REQUIRE(rows->size() == 1);
    CHECK((*rows)[0].fit.growth == growth::linear);
    CHECK((*rows)[0].fit.factor == Approx(5));
}

TEST_CASE("a growth that nobody knows is an error")
{
    temporary_folder folder;
    REQUIRE(write_growth(folder / "growth.csv", growth_of(two_strategies())));
    std::string text = text_of_file(folder / "growth.csv");
    text.replace(text.find("O(n)"), 4, "O(x)");
    put_text(folder / "growth.csv", text);
    CHECK_FALSE(read_growth(folder / "growth.csv"));
}
