#include "bench/claims/programs.hpp"
#include "tests/claims/claims_support.hpp"

#include <doctest/doctest.h>

using namespace cleanup;

TEST_CASE("what a program prints stands beside what the article says of it")
{
    made_evidence made;
    made.text("programs", "c", "defer_order", "section", "2.1");
    made.text("programs", "c", "defer_order", "article", "second\nfirst");
    made.text("programs", "c", "defer_order", "prints", "second\nfirst");
    made.text("programs", "go", "defer_order", "prints", "in Go");
    const table programs = programs_table(made);
    REQUIRE(programs.rows.size() == 1);
    CHECK(programs.rows[0] == std::vector<std::string>{"defer_order", "2.1",
                                  "second\nfirst", "in Go", "second\nfirst"});
}

TEST_CASE("without Go its column is empty, without programs there is no row")
{
    made_evidence made;
    made.text("programs", "c", "slow_func", "prints", "9999");
    CHECK(programs_table(made).rows[0][3].empty());
    CHECK(programs_table(evidence{}).rows.empty());
}
