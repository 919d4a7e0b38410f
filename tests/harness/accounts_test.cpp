#include "bench/harness/accounts.hpp"
#include "tests/harness/temporary_folder.hpp"

#include <doctest/doctest.h>

using namespace cleanup;

namespace
{

accounted_cell
failed_cell()
{
    accounted_cell failed;
    failed.cell = {"loop_defer", "central", "connection", 4096, 1000, 2, "c"};
    failed.account = {.asked = 2000,
        .completed = 64,
        .failures = 2,
        .failure = "no connection within 50 ms, \"pool\" of 64",
        .held_at_failure = 64,
        .held_peak = 65,
        .held_bytes_peak = 66,
        .hold_ns_mean = 67.125,
        .hold_ns_max = 1e9,
        .burst_peak = 68,
        .burst_ns = 69.5,
        .stack_bytes = 70,
        .heap_bytes_peak = 71,
        .record_bytes_peak = 72,
        .records_peak = 73,
        .allocations = 74,
        .page_faults = 75};
    return failed;
}

} // namespace

TEST_CASE("accounts are read back with every figure and in their order")
{
    temporary_folder folder;
    accounted_cell timed;
    timed.cell.strategy = "object_pool";
    timed.iterations = 12345678901;
    std::vector<accounted_cell> written{failed_cell(), timed};
    REQUIRE(write_accounts(folder / "cells.csv", written));
    auto read = read_accounts(folder / "cells.csv");
    REQUIRE(read);
    REQUIRE(read->size() == 2);
    CHECK((*read)[0].cell == written[0].cell);
    CHECK((*read)[0].account.failure == written[0].account.failure);
    CHECK((*read)[1].cell.strategy == "object_pool");
    CHECK((*read)[1].iterations == 12345678901);
}

TEST_CASE("cells.csv names each figure of an account")
{
    temporary_folder folder;
    std::vector<accounted_cell> written{failed_cell()};
    REQUIRE(write_accounts(folder / "cells.csv", written));
    CHECK(text_of_file(folder / "cells.csv") ==
          "strategy,allocator,resource,size,count,threads,runtime,iterations,"
          "held_peak,held_bytes_peak,hold_ns_mean,hold_ns_max,burst_peak,"
          "burst_ns,stack_bytes,heap_bytes_peak,record_bytes_peak,records_peak,"
          "allocations,page_faults,asked,completed,failures,held_at_failure,"
          "failure\n"
          "loop_defer,central,connection,4096,1000,2,c,0,65,66,67.125,"
          "1000000000,68,"
          "69.5,70,71,72,73,74,75,2000,64,2,64,"
          "\"no connection within 50 ms, \"\"pool\"\" of 64\"\n");
}

TEST_CASE("accounts without one of their columns are refused by its name")
{
    temporary_folder folder;
    put_text(folder / "cells.csv", "strategy\nloop_defer\n");
    auto read = read_accounts(folder / "cells.csv");
    REQUIRE_FALSE(read);
    CHECK(read.message().find("has no column allocator") != std::string::npos);
}
